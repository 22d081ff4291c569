"""What a reading of the whole document says of a record: whose it is and its day. Never over what a person said."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from secunda.care.cases import actions as cases
from secunda.care.cases.models import Case
from secunda.care.records import access
from secunda.care.records.actions.check import CONFIRM_TASK, STAFF_LOOKS_WITHIN, seen_words
from secunda.care.records.models import Record
from secunda.reading.facts import PatientSeen
from secunda.reading.identity import Whose


@transaction.atomic
def note_identity(*, record: Record, whose: Whose, seen: PatientSeen, at: datetime) -> Record:
    """Note whose record it is by the names and birth dates `seen` in it; returns the record as it is now.

    A name that is another's always waits for a named person; a name found makes certain only what was silent before.
    What a person confirmed, and what was removed meanwhile, stays as it is.
    """
    case = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=record.case_id)
    now = Record.objects.select_for_update(of=("self",), no_key=True).get(pk=record.pk)
    if now.state != Record.State.ACCEPTED or now.identity_confirmed_at is not None:
        return now
    if not now.patient_seen or whose == "mismatch":
        now.patient_seen = seen_words(seen)
        now.save(update_fields=("patient_seen",))
    if whose == "absent" or now.identity in (whose, "mismatch"):
        return now
    now.identity = whose
    now.save(update_fields=("identity",))
    if whose == "mismatch" and case.submitted_at is not None:
        cases.add_task(case=case, kind=CONFIRM_TASK, due_at=at + STAFF_LOOKS_WITHIN, at=at)
    if not access.unconfirmed(case):
        cases.finish_tasks(case=case, kind=CONFIRM_TASK, by=None, at=at)
    return now


@transaction.atomic
def note_date(*, record: Record, value: str, role: str) -> None:
    """Note the day the record reports on (YYYY, YYYY-MM or YYYY-MM-DD) and its role, where none is known yet."""
    unknown = Record.objects.filter(pk=record.pk, state=Record.State.ACCEPTED, clinical_date="")
    unknown.update(clinical_date=value, clinical_date_role=role)
