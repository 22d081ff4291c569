"""Reading a record: begun, how far it is, kept or given up. Twice is once; killed in the middle it is begun again."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from secunda.care.cases import actions as cases
from secunda.care.cases.models import Case
from secunda.care.cases.rules import ENDED
from secunda.care.chart import rules
from secunda.care.chart.actions import found_facts, pages
from secunda.care.chart.models import Reading
from secunda.care.records import actions as records
from secunda.care.records.actions.follow import Followers
from secunda.care.records.models import Record
from secunda.care.records.rules import BEFORE_REVIEW
from secunda.foundation import queue
from secunda.foundation.audit import actions as audit
from secunda.reading import identity
from secunda.reading.document import Document

UNREAD_TASK = "record_unreadable"
STAFF_LOOKS_WITHIN = timedelta(hours=24)
FORGOTTEN_AFTER = timedelta(minutes=10)
MOST_AT_ONCE = 500
S = Reading.State
DONE = (S.READ, S.UNREADABLE, S.FAILED)
_KEPT = Followers()
follow = _KEPT.follow
"""Run a job each time a reading of a record was kept: how areas above look through new facts."""


def is_to_be_read(record: Record) -> bool:
    """Whether a record holds words for the reader: an accepted file that is not only pictures of a scanner."""
    return record.state == Record.State.ACCEPTED and record.kind not in rules.UNREAD_KINDS


@transaction.atomic
def begin(*, record: Record, at: datetime, reader: str = rules.READER) -> Reading | None:
    """Begin to read a record with this reader; None when it is done, cannot be read, or was tried often enough.

    What an earlier version has read stays current until this one is done.
    """
    now = Record.objects.select_for_update(of=("self",), no_key=True).get(pk=record.pk)
    if not is_to_be_read(now):
        return None
    reading, _made = Reading.objects.get_or_create(
        record=now, reader=reader,
        defaults={
            "case_id": now.case_id, "programme_id": now.programme_id, "begun_at": at,
            "is_current": not Reading.objects.filter(record=now, is_current=True).exists(),
        },
    )  # fmt: skip
    if reading.state in DONE:
        return None
    if reading.tries >= rules.MOST_TRIES:
        give_up(reading=reading, at=at)
        return None
    reading.state, reading.tries, reading.begun_at = S.READING, reading.tries + 1, at
    reading.done, reading.total = 0, now.pages or 0
    reading.save(update_fields=("state", "tries", "begun_at", "done", "total"))
    return reading


@transaction.atomic
def note_progress(*, reading: Reading, done: int, total: int) -> None:
    """Note how many pages are read, for whoever waits for them."""
    Reading.objects.filter(pk=reading.pk, state=S.READING).update(done=done, total=total)


@transaction.atomic
def put_back(*, reading: Reading) -> None:
    """The reader could not be started, which is not the record's fault: it waits again, and the try does not count."""
    again = Reading.objects.filter(pk=reading.pk, state=S.READING)
    again.update(state=S.WAITING, tries=F("tries") - 1)


@transaction.atomic
def give_up(*, reading: Reading, at: datetime) -> None:
    """This reader cannot read the record: it is said so, and a person looks."""
    now = (
        Reading.objects.select_for_update(of=("self",), no_key=True)
        .select_related("record__case")
        .get(pk=reading.pk)
    )
    if now.state in DONE:
        return
    now.state, now.read_at = S.FAILED, at
    now.save(update_fields=("state", "read_at"))
    _ask_for_a_person(now, at)


@transaction.atomic
def keep(*, reading: Reading, document: Document, at: datetime) -> Reading:
    """Write down what a reading found: pages, facts, whose it is and its day. A second time changes nothing.

    Facts that the same reader or an earlier one found keep their id and whatever people said of them.
    """
    case = (
        Case.objects.select_for_update(of=("self",), no_key=True)
        .select_related("patient")
        .get(pk=reading.case_id)
    )
    record = Record.objects.select_for_update(of=("self",), no_key=True).get(pk=reading.record_id)
    now = Reading.objects.select_for_update(of=("self",), no_key=True).filter(pk=reading.pk).first()
    if now is None or now.state in DONE or record.state != Record.State.ACCEPTED:
        return now or reading
    _write(now, document, at)
    earlier = Reading.objects.filter(record=record).exclude(pk=now.pk)
    if document.readable:
        pages.replace(now, document)
        found_facts.replace(now, record, document)
        _tell_records(record, case, document, at)
    else:
        _ask_for_a_person(now, at)
    if document.readable or not earlier.filter(is_current=True, state=S.READ).exists():
        earlier.update(is_current=False)
        now.is_current = True
    now.save()
    _tell(now, "record.read" if document.readable else "record.unreadable", at)
    if document.readable:
        _KEPT.tell(record)
    return now


def _write(reading: Reading, document: Document, at: datetime) -> None:
    reading.state = S.READ if document.readable else S.UNREADABLE
    reading.type, reading.type_confidence = document.type, document.type_confidence
    reading.language = document.language[:8]
    reading.problems = list(document.problems)
    reading.dates = [pages.clean(asdict(seen)) for seen in document.dates]
    reading.patient_seen = pages.clean(asdict(document.patient))
    reading.done = reading.total = len(document.text.pages) or document.pages
    reading.read_at = at


def _tell_records(record: Record, case: Case, document: Document, at: datetime) -> None:
    """Whose it is and its day, unless a person has said so already."""
    seen = document.patient
    if case.patient is not None and (seen.names or seen.birth_dates):
        names = [case.patient.name, *re.split(r"[,;\n]", case.patient.former_names)]
        known = [name for name in names if name.strip()]
        whose = identity.compare(seen.names, seen.birth_dates, known, case.patient.birth_date)
        records.note_identity(record=record, whose=whose, seen=seen, at=at)
    day = rules.own_day([{"value": d.value, "role": d.role} for d in document.dates], at.date())
    if day is not None:
        records.note_date(record=record, value=day[0], role=day[1])


def _ask_for_a_person(reading: Reading, at: datetime) -> None:
    if reading.record.case.submitted_at is not None:
        cases.add_task(
            case=reading.record.case, kind=UNREAD_TASK, due_at=at + STAFF_LOOKS_WITHIN, at=at,
            about_id=reading.record.public_id,
        )  # fmt: skip


def _tell(reading: Reading, verb: str, at: datetime) -> None:
    audit.record(
        verb=verb, at=at, case_id=reading.case_id, programme_id=reading.programme_id, object_type="record",
        object_id=reading.record.public_id,
    )  # fmt: skip


def reread(*, at: datetime, reader: str = rules.READER) -> int:
    """Put in the queue what this reader has not yet read; returns how many. Runs as the programme's own chore.

    A record that no reader ever read is read as long as its case lives; one that an earlier version has read only
    before anybody reviews the case, so that nothing changes under an expert's eyes.
    """
    accepted = Record.objects.filter(state=Record.State.ACCEPTED, received_at__lt=at - FORGOTTEN_AFTER)
    accepted = accepted.exclude(kind__in=rules.UNREAD_KINDS).exclude(case__state__in=ENDED)
    done = Reading.objects.filter(reader=reader, state__in=DONE)
    read = Reading.objects.filter(state=S.READ)
    left = accepted.exclude(id__in=done.values("record_id"))
    left = left.exclude(pk__in=read.exclude(record__case__state__in=BEFORE_REVIEW).values("record_id"))
    return sum(defer(record) for record in left.order_by("id")[:MOST_AT_ONCE])


def defer(record: Record) -> bool:
    """Put the record's reading in the queue, unless it waits there already."""
    return queue.named("chart.read").defer_once(
        str(record.public_id),
        record_id=record.public_id,
        case_id=record.case_id,
        programme_id=record.programme_id,
    )
