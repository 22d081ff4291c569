"""Writing and reading messages."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from secunda.care.cases import actions as cases
from secunda.care.cases.models import Case
from secunda.care.consultations.models import Message
from secunda.foundation.accounts.models import Account
from secunda.foundation.audit import actions as audit
from secunda.foundation.errors import Refused
from secunda.foundation.notifications import actions as notifications

STAFF, PATIENT_SIDE = "staff", "patient"
ANSWER_WITHIN = timedelta(hours=24)
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
    if role == STAFF and case.requester:
        notifications.notify(
            to=case.requester, kind="message.received", case_id=case.id, programme=case.programme,
            about_type="case", about_id=case.public_id, at=at,
        )  # fmt: skip
    elif role != STAFF:
        cases.add_task(case=case, kind="answer_message", due_at=at + ANSWER_WITHIN, at=at)
    return message


@transaction.atomic
def mark_read(*, case: Case, by_staff: bool, at: datetime) -> None:
    """Note that one side has opened what the other wrote."""
    theirs = Message.objects.filter(case=case, read_at=None)
    (theirs.exclude(author_role=STAFF) if by_staff else theirs.filter(author_role=STAFF)).update(read_at=at)
