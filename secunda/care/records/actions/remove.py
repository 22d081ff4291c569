"""Taking a record out: by who sent it, or by staff who saw that it is somebody else's. Saying that all was sent."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from secunda.care.cases import actions as cases
from secunda.care.cases.models import Case, LegalHold, Task
from secunda.care.records import access, rules
from secunda.care.records.actions.check import CLASSIFY_TASK, CONFIRM_TASK
from secunda.care.records.models import Instance, Record, SealedPassage
from secunda.foundation.accounts import principal
from secunda.foundation.accounts.models import Account
from secunda.foundation.audit import actions as audit
from secunda.foundation.errors import Refused

DONE_TASK = "records_done"
NOT_THEIRS = "not_theirs"  # why a record was taken out, beside reading's codes
COORDINATOR_LOOKS_WITHIN = timedelta(hours=24)


@transaction.atomic
def remove(*, record: Record, by: Account, at: datetime, as_staff: bool = False) -> int:
    """Take a record, with the study it belongs to, out of the case; returns how many files that were.

    By who sent it, or by staff (`as_staff`, which the caller has made sure of), as long as nobody reads the case. The
    bytes go with the next sweep; the line's number is never used again. Raises `Refused`, also under a legal hold.
    """
    case = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=record.case_id)
    line = (
        access.same_line(record).filter(state__in=rules.LISTED).select_for_update(of=("self",), no_key=True)
    )
    ours = list(line.select_related("object"))
    for one in ours:
        rules.require_removable(one, case.state, account_id=by.id, as_staff=as_staff)
    if any(one.object_id for one in ours):
        require_no_hold(case)
    for one in ours:
        forget(one, at)
    if ours:
        audit.record(
            verb="record.removed", at=at, case_id=case.id, programme_id=case.programme_id, object_type="record",
            object_id=record.public_id,
        )  # fmt: skip
        _finish_tasks(case, by, at)
    return len(ours)


@transaction.atomic
def say_not_theirs(*, record: Record, by: Account, at: datetime) -> None:
    """A named member of staff has looked: this record, with the study it belongs to, is somebody else's.

    Its bytes and all that was read from them go, as for any file that cannot be used; one line stays for who sent it,
    with what to do. Raises `Refused` once an expert may have read it as the patient's, and under a legal hold.
    """
    case = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=record.case_id)
    line = access.same_line(record).filter(state=Record.State.ACCEPTED)
    ours = list(line.select_for_update(of=("self",), no_key=True).select_related("object").order_by("number"))
    for one in ours or [record]:
        rules.require_rejectable(one, case.state)
    require_no_hold(case)
    name = (
        record.name if record.uploaded_by_id else ""
    )  # an office's own name for it may name the other person
    for one in ours:
        forget(one, at)
    Record.objects.filter(pk=record.pk).update(
        state=Record.State.REFUSED, refused_code=NOT_THEIRS, removed_at=None, name=name
    )
    record.refresh_from_db()
    audit.record(
        verb="record.not_theirs", at=at, case_id=case.id, programme_id=case.programme_id, object_type="record",
        object_id=record.public_id,
    )  # fmt: skip
    _finish_tasks(case, by, at)


def _finish_tasks(case: Case, by: Account, at: datetime) -> None:
    """What staff were asked for may be done, now that there is less of it."""
    if not access.unclassified(case):
        cases.finish_tasks(case=case, kind=CLASSIFY_TASK, by=by, at=at)
    if not access.unconfirmed(case):
        cases.finish_tasks(case=case, kind=CONFIRM_TASK, by=by, at=at)


def forget(record: Record, at: datetime) -> None:
    """Drop a record's bytes and all that was read from them; its line stays, as removed, without its name."""
    for of_it in (SealedPassage, Instance):
        of_it.objects.filter(record=record).delete()
    dropped = record.object
    record.state, record.removed_at, record.object = Record.State.REMOVED, at, None
    record.name = record.title = record.clinical_date = record.clinical_date_role = ""
    record.patient_seen, record.inside = {}, []
    record.save()
    if dropped is not None:
        dropped.delete()


def require_no_hold(case: Case) -> None:
    """Raise `Refused` while the law keeps the evidence of this case. Asked as the programme: patients see no holds."""
    with principal.as_job(case_id=None, programme_id=case.programme_id, name="records.hold"):
        held = LegalHold.objects.filter(case=case, klass="evidence", until_at=None).exists()
    if held:
        raise Refused(_("This has to be kept for legal reasons for now. Your coordinator can tell you more."))


@transaction.atomic
def say_complete(*, case: Case, at: datetime) -> Task:
    """The patient's side says that this is everything they have: a task for the coordinator. Twice is fine."""
    rules.require_taking(case.state)
    return cases.add_task(case=case, kind=DONE_TASK, due_at=at + COORDINATOR_LOOKS_WITHIN, at=at)
