"""What a received file is: accepted with its facts, or refused with its reason. Doing it twice changes nothing."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.db import transaction

from secunda.care.cases import actions as cases
from secunda.care.cases.models import Case
from secunda.care.records.actions.follow import ACCEPTED
from secunda.care.records.actions.receive import defer_check
from secunda.care.records.actions.unpacking import begin_unpacking, take_out
from secunda.care.records.look import Found, look, scanned
from secunda.care.records.models import Instance, Record
from secunda.foundation.audit import actions as audit
from secunda.reading import identity
from secunda.reading.facts import ClinicalDate, Dicom, Identified, PatientSeen, Unusable

PACKED = "archive"  # a kind of reading's: a packed folder, or a disc's image
ATTACHED = "attachment"  # what of an export `holds`: documents inside
CLASSIFY_TASK, CONFIRM_TASK, STUCK_TASK = "classify_records", "confirm_identity", "record_stuck"
STAFF_LOOKS_WITHIN = timedelta(hours=24)
FORGOTTEN_AFTER = timedelta(minutes=10)
STUCK_AFTER = timedelta(hours=1)
MOST_SEEN, LONGEST_SEEN = 5, 200


def check(*, record: Record, at: datetime) -> Record:
    """Look at the bytes of a received record and settle it. Harmless when it is settled already."""
    if record.state != Record.State.RECEIVED or record.object is None:
        return record
    return settle(record=record, found=look(record.object, name=record.name), at=at)


def recheck(*, at: datetime) -> int:
    """Put in the queue again every record that has waited for ten minutes; returns how many were.

    After an hour the staff learn of it. Runs as the programme's own chore.
    """
    waiting = Record.objects.filter(state=Record.State.RECEIVED, received_at__lt=at - FORGOTTEN_AFTER)
    again = 0
    for record in waiting.select_related("case"):
        again += defer_check(record)
        if record.received_at < at - STUCK_AFTER:
            cases.add_task(case=record.case, kind=STUCK_TASK, due_at=at, at=at, about_id=record.public_id)
    return again


@transaction.atomic
def settle(*, record: Record, found: Found, at: datetime) -> Record:
    """Write down what a look at the record's bytes found; returns the record as it is now.

    A refused file leaves nothing but its line: its vault object goes with this transaction, its bytes with the next
    sweep. A record that is settled or removed already stays as it is.
    """
    # The case first, then the record: in the order in which everybody locks them.
    case = (
        Case.objects.select_for_update(of=("self",), no_key=True)
        .select_related("patient")
        .get(pk=record.case_id)
    )
    now = (
        Record.objects.select_for_update(of=("self",), no_key=True).select_related("object").get(pk=record.pk)
    )
    if now.state != Record.State.RECEIVED:
        return now
    if isinstance(found, Unusable):
        _refuse(now, found, at)
    elif found.kind == PACKED:
        begin_unpacking(now, found.media_type, at)
    else:
        _accept(now, found, case)
        if ATTACHED in found.holds:
            take_out(now, at)
        _ask_staff(now, case, at)
        ACCEPTED.tell(now)
    return now


def _refuse(record: Record, found: Unusable, at: datetime) -> None:
    dropped = record.object
    assert dropped is not None  # a constraint: what waits to be checked has its bytes
    record.state, record.refused_code, record.object = Record.State.REFUSED, found.code, None
    record.save(update_fields=("state", "refused_code", "object"))
    dropped.delete()
    audit.record(
        verb="record.refused", at=at, case_id=record.case_id, programme_id=record.programme_id,
        object_type="record", object_id=record.public_id,
    )  # fmt: skip


def _accept(record: Record, found: Identified, case: Case) -> None:
    record.state = Record.State.ACCEPTED
    record.kind, record.media_type, record.pages = found.kind, found.media_type, found.pages
    record.active_content, record.inside = found.active_content, list(found.active)
    record.scanned = scanned(found)
    record.identity, record.patient_seen = _whose(case, found), seen_words(found.patient)
    seen = _clinical_date(found.clinical_dates)
    if seen is not None:
        record.clinical_date, record.clinical_date_role = seen.value, "performed"
    record.save()
    if found.dicom is not None:
        _place(record, found.dicom, seen)


def seen_words(seen: PatientSeen) -> dict[str, list[str]]:
    """Names and birth dates on a file as they are kept: of each kind the first few, without what no database keeps."""
    named = {"names": seen.names, "birth_dates": seen.birth_dates}
    kept = {
        kind: [one.replace("\0", "")[:LONGEST_SEEN] for one in said[:MOST_SEEN]]
        for kind, said in named.items()
    }
    return {kind: said for kind, said in kept.items() if said}


def _whose(case: Case, found: Identified) -> str:
    patient = case.patient
    if patient is None:
        return Record.Identity.ABSENT
    names = [patient.name, *re.split(r"[,;\n]", patient.former_names)]
    known = [name for name in names if name.strip()]
    return identity.compare(found.patient.names, found.patient.birth_dates, known, patient.birth_date)


def _clinical_date(seen: tuple[ClinicalDate, ...]) -> ClinicalDate | None:
    """The day of the study, else of the series."""
    return next((date for role in ("study", "series") for date in seen if date.role == role), None)


def _place(record: Record, dicom: Dicom, seen: ClinicalDate | None) -> None:
    """Where a DICOM instance belongs; one without identifiers of its own is kept as a single file."""
    if not (dicom.study_uid and dicom.series_uid and dicom.sop_uid):
        return
    Instance.objects.create(
        case_id=record.case_id, programme_id=record.programme_id, record=record, study_uid=dicom.study_uid,
        series_uid=dicom.series_uid, instance_uid=dicom.sop_uid, sop_class_uid=dicom.sop_class_uid or "",
        modality=(dicom.modality or "")[:16], study_date=seen.value if seen else "",
        description=(dicom.series_description or dicom.study_description or "")[:200],
    )  # fmt: skip


def _ask_staff(record: Record, case: Case, at: datetime) -> None:
    """One open task a case for each kind of work that accepted records make."""
    if case.submitted_at is None:
        return
    due_at = at + STAFF_LOOKS_WITHIN
    cases.add_task(case=case, kind=CLASSIFY_TASK, due_at=due_at, at=at)
    if record.identity != Record.Identity.MATCH:
        cases.add_task(case=case, kind=CONFIRM_TASK, due_at=due_at, at=at)
