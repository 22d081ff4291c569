"""Writing and reading messages."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from secunda.care.cases import actions as cases
from secunda.care.cases.models import Case, Task
from secunda.care.consultations.models import Message
from secunda.foundation.accounts.models import Account, Programme
from secunda.foundation.audit import actions as audit
from secunda.foundation.errors import Refused
from secunda.foundation.notifications import actions as notifications
from secunda.foundation.notifications import queries

STAFF, PATIENT_SIDE = "staff", "patient"
ANSWER_TASK = "answer_message"
ANSWER_WITHIN = timedelta(hours=24)
CALL_WITHIN = timedelta(hours=24)
LONGEST = 8000


@transaction.atomic
def send(*, case: Case, text: str, by: Account, role: str, language: str, at: datetime) -> Message:
    """Send a message as `role` (`staff` or `patient`). The other side is told; staff get a task to answer in 24 h."""
    if not text.strip():
        raise Refused(_("The message is empty."))
    if len(text) > LONGEST:
        raise Refused(_("The message is longer than %(n)d characters. Please shorten it.") % {"n": LONGEST})
    message = Message.objects.create(
        case=case, programme_id=case.programme_id, author=by, author_role=role, text=text.strip(), language=language,
        sent_at=at,
    )  # fmt: skip
    audit.record(
        verb="message.sent", at=at, case_id=case.id, programme_id=case.programme_id, object_type="message",
        object_id=message.public_id,
    )  # fmt: skip
    if role == STAFF:
        cases.finish_tasks(case=case, kind=ANSWER_TASK, by=by, at=at)
    if role == STAFF and case.requester:
        notifications.notify(
            to=case.requester, kind="message.received", case_id=case.id, programme=case.programme,
            about_type="case", about_id=case.public_id, at=at,
        )  # fmt: skip
    elif role != STAFF:
        cases.add_task(case=case, kind=ANSWER_TASK, due_at=at + ANSWER_WITHIN, at=at)
    return message


@transaction.atomic
def tell_undelivered(*, programme: Programme, since: datetime, at: datetime) -> int:
    """Make a task for each e-mail about a case that did not arrive since an instant. Returns how many there are."""
    lost = list(queries.undelivered(since=since).filter(programme=programme, case_id__isnull=False))
    there = Case.objects.in_bulk([one.case_id for one in lost if one.case_id])
    for one in lost:
        if (
            one.case_id in there
            and not Task.objects.filter(kind="mail_bounced", about_id=one.public_id).exists()
        ):
            cases.add_task(
                case=there[one.case_id],
                kind="mail_bounced",
                due_at=at + CALL_WITHIN,
                at=at,
                about_id=one.public_id,
            )
    return len(lost)


@transaction.atomic
def mark_read(*, case: Case, by_staff: bool, at: datetime) -> None:
    """Note that one side has opened what the other wrote."""
    theirs = Message.objects.filter(case=case, read_at=None)
    (theirs.exclude(author_role=STAFF) if by_staff else theirs.filter(author_role=STAFF)).update(read_at=at)
