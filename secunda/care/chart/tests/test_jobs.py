"""The doors in the background: read by the queue, tried again, given up, found when forgotten."""

from __future__ import annotations

import io
import sys
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from secunda.care.cases.models import Case
from secunda.care.cases.tests.factories import Cast, acting, now
from secunda.care.chart import actions as chart
from secunda.care.chart import jobs, reader, rules
from secunda.care.chart.models import Reading
from secunda.care.chart.tests.factories import ReadDocument, a_document, read_as
from secunda.care.records.models import Record
from secunda.care.records.tests.factories import a_pdf, a_received_record, a_scan
from secunda.foundation.accounts import principal
from secunda.foundation.queue import drain
from secunda.reading.isolated import FORKER, NoReader
from secunda.reading.text import Text

pytestmark = pytest.mark.django_db
SECOND_READER = "secunda.reading 2"


def as_the_job(record: Record) -> Any:
    return principal.as_job(case_id=record.case_id, programme_id=record.programme_id, name="chart.read")


def test_pictures_of_a_scanner_are_not_read(them: Cast, case: Case) -> None:
    record = a_received_record(them, case, content=a_scan())
    with as_the_job(record):
        assert chart.begin(record=record, at=now()) is None
        assert chart.reread(at=now() + timedelta(hours=1)) == 0
    assert "chart.read" not in waiting()


def waiting() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select task_name from procrastinate_jobs where status = 'todo'")
        return [row[0] for row in cursor.fetchall()]


def forget_queue() -> None:
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs")


def again(them: Cast, reader: str = rules.READER) -> int:
    with principal.as_job(case_id=None, programme_id=them.programme.id, name="chart.reread"):
        return chart.reread(at=now() + timedelta(hours=1), reader=reader)


def test_what_was_forgotten_is_read_and_a_new_version_reads_until_somebody_reviews(
    them: Cast, case: Case, letter: ReadDocument
) -> None:
    never = a_received_record(them, case, content=a_pdf(mark="never"))
    assert waiting().count("chart.read") == 2
    forget_queue()
    assert (again(them), again(them), waiting()) == (1, 0, ["chart.read"])
    forget_queue()
    assert again(them, SECOND_READER) == 2
    forget_queue()
    with acting(them.cleo, them.programme):
        Case.objects.filter(pk=case.pk).update(state="review")
    assert again(them, SECOND_READER) == 1
    forget_queue()
    with acting(them.cleo, them.programme):
        Case.objects.filter(pk=case.pk).update(state="closed")
    assert again(them, SECOND_READER) == 0
    assert never.state == "accepted"


def test_a_record_of_another_case_is_not_read(them: Cast, case: Case, letter: ReadDocument) -> None:
    jobs.read(record_id=letter.record.public_id, case_id=case.id + 1000, programme_id=case.programme_id)
    jobs.reread()
    with acting(them.ana, them.programme):
        assert Reading.objects.get().tries == 1


def test_a_blank_document_runs_through_the_queue_and_is_said_to_be_unreadable(them: Cast, case: Case) -> None:
    record = a_received_record(them, case)
    assert "chart.read" in drain()
    with acting(them.ana, them.programme):
        reading = Reading.objects.get(record=record)
    assert reading.state == "unreadable"


def test_a_damaged_file_is_given_up_and_a_person_looks(them: Cast, case: Case) -> None:
    from secunda.foundation.vault import store

    record = a_received_record(them, case)
    with acting(them.ana, them.programme):
        assert record.object is not None
        store.objects().remove(record.object.store_key)
    read_now(record)
    with acting(them.ana, them.programme):
        assert Reading.objects.get().state == "failed"


def test_a_machine_that_cannot_start_a_reader_waits_and_tries_again(
    them: Cast, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = a_received_record(them, case)
    FORKER.stop()
    monkeypatch.setattr(sys, "executable", "/nowhere")
    with pytest.raises(NoReader):
        read_now(record)
    with acting(them.ana, them.programme):
        reading = Reading.objects.get()
        assert (reading.state, reading.tries) == ("waiting", 0)


def read_now(record: Record) -> None:
    jobs.read(record_id=record.public_id, case_id=record.case_id, programme_id=record.programme_id)


def test_a_reader_that_breaks_off_says_nothing_of_the_file() -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise ArithmeticError("Ana Lindqvist")

    with pytest.raises(reader.ReadingFailed, match=r"^ArithmeticError$"):
        reader.read(Broken(), name="x.pdf", size=9)


def test_progress_is_told_from_the_readers_threads_too_but_not_every_page(
    them: Cast, letter: ReadDocument
) -> None:
    told = jobs._Progress(letter.reading, (letter.record.case_id, letter.record.programme_id))
    with as_the_job(letter.record):
        Reading.objects.update(state="reading", done=0)
    told(1, 3)
    told(2, 3)
    with as_the_job(letter.record):
        assert Reading.objects.get().done == 1
    thread = threading.Thread(target=told, args=(3, 3))
    thread.start()
    thread.join()
    with as_the_job(letter.record):
        assert (
            Reading.objects.get().done == 1
        )  # it spoke of its own: this test's transaction is not seen there


def test_an_area_above_learns_of_a_reading_that_was_kept(them: Cast, case: Case) -> None:
    from secunda.care.chart.actions.reading import _KEPT

    before = tuple(_KEPT._jobs)
    chart.follow("records.check")  # stands for a job of an area above, which takes the same ids
    try:
        record = a_received_record(them, case)
        forget_queue()
        read_as(record, a_document())
        assert set(waiting()) == {"records.check", *before}
        other = a_received_record(them, case, content=a_pdf(mark="blank"))
        forget_queue()
        read_as(other, a_document(readable=False, facts=[], text=Text(())))
        assert waiting() == []
    finally:
        _KEPT._jobs.pop("records.check")
