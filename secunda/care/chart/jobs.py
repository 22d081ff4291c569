"""Background doors of the chart."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from secunda.care.cases.models import Case
from secunda.care.chart import actions, asking_model, language_model, reader, rules
from secunda.care.chart.actions import proposals
from secunda.care.chart.models import Reading
from secunda.care.records import actions as records
from secunda.care.records.models import Record
from secunda.foundation.accounts import principal
from secunda.foundation.accounts.models import Programme
from secunda.foundation.queue import job, periodic
from secunda.foundation.vault import actions as vault
from secunda.reading.document import Document
from secunda.reading.isolated import NoReader


@contextmanager
def _in_the_case(case_id: int, programme_id: int) -> Iterator[None]:
    """A short transaction as the case's job."""
    with (
        transaction.atomic(),
        principal.as_job(case_id=case_id, programme_id=programme_id, name="chart.read"),
    ):
        yield


@job(name="chart.read", is_whole=False)
def read(*, record_id: UUID, case_id: int, programme_id: int) -> None:
    """Read a record: minutes without a transaction. Killed at any moment it begins again, and is kept once."""
    case = (case_id, programme_id)
    with _in_the_case(*case):
        record = Record.objects.select_related("object", "case__patient").filter(public_id=record_id).first()
        reading = actions.begin(record=record, at=timezone.now()) if record else None
    if record is None or reading is None:
        return
    try:
        found = _found(record, reading, case)
    except (vault.Damaged, vault.Erased):
        with _in_the_case(*case):
            actions.give_up(reading=reading, at=timezone.now())
        return
    except NoReader:
        with _in_the_case(*case):
            actions.put_back(reading=reading)
        raise
    with _in_the_case(*case):
        actions.keep(reading=reading, document=found, at=timezone.now())


def _found(record: Record, reading: Reading, case: tuple[int, int]) -> Document:
    """What is read from the record's file. Its key is taken in a transaction, its bytes and words without one."""

    with _in_the_case(*case):
        assert record.object is not None  # a constraint: what is accepted has its bytes
        stream = vault.open(record.object)
    with stream:
        return reader.read(
            stream,
            name=record.name,
            size=record.size,
            languages=_languages(record),
            progress=_Progress(reading, case),
        )


class _Progress:
    """Tells how far a reading is, once a second. The reader calls it from threads of its own."""

    def __init__(self, reading: Reading, case: tuple[int, int]) -> None:
        self._reading, self._case = reading, case
        self._home, self._told = threading.get_ident(), 0.0

    def __call__(self, done: int, total: int) -> None:
        if done < total and time.monotonic() < self._told + 1:
            return
        self._told = time.monotonic()
        try:
            with _in_the_case(*self._case):
                actions.note_progress(reading=self._reading, done=done, total=total)
        finally:
            if threading.get_ident() != self._home:
                connection.close()  # back to the pool: the thread ends without saying so


def _languages(record: Record) -> tuple[str, ...]:
    """The languages that the case's documents may be in, the likeliest first."""
    patient = record.case.patient
    asked = (record.case.language, patient.language if patient else "", "en")
    return tuple(dict.fromkeys(language for language in asked if language))


@periodic(cron="*/10 * * * *", name="chart.reread")
def reread() -> None:
    """Queue what was not read, or only by an earlier version, programme by programme."""
    for programme in Programme.objects.all():
        with principal.as_job(case_id=None, programme_id=programme.pk, name="chart.reread"):
            actions.reread(at=timezone.now())


records.follow("chart.read", but_not=rules.UNREAD_KINDS)


@contextmanager
def _for_the_programme(programme_id: int, name: str) -> Iterator[None]:
    with transaction.atomic(), principal.as_job(case_id=None, programme_id=programme_id, name=name):
        yield


def _may_ask(case: Case) -> bool:
    return language_model.is_allowed(case.programme)


@job(name="chart.propose", is_whole=False, attempts=3)
def propose(*, record_id: UUID, case_id: int, programme_id: int) -> None:
    """Ask the deployment's model of language what a record states; minutes without a transaction."""
    with _for_the_programme(programme_id, "chart.propose"):
        record = Record.objects.select_related("case__programme").filter(public_id=record_id).first()
        words = proposals.words_of(record) if record and _may_ask(record.case) else None
        if record is None or words is None:
            return
        proposals.note_shown(record=record, at=timezone.now())
    found = asking_model.facts_of(words)
    with _for_the_programme(programme_id, "chart.propose"):
        proposals.keep_proposals(record=record, found=found, at=timezone.now())


@job(name="chart.propose_summary", is_whole=False, attempts=3)
def propose_summary(*, case_id: int, programme_id: int) -> None:
    """Have the model of language draft the summary of a case from what was read."""
    with _for_the_programme(programme_id, "chart.propose_summary"):
        case = Case.objects.select_related("programme").filter(pk=case_id).first()
        if case is None or not _may_ask(case):
            return
        shown = asking_model.fitting(proposals.documents_for_summary(case))
        for record, _words in shown:
            proposals.note_shown(record=record, at=timezone.now())
    said = asking_model.sentences_of([words for _record, words in shown], case.language)
    with _for_the_programme(programme_id, "chart.propose_summary"):
        proposals.keep_summary(case=case, shown=shown, said=said, language=case.language, at=timezone.now())


if language_model.is_on():
    actions.follow("chart.propose")
