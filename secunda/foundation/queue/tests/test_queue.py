"""Jobs belong to the transaction that puts them in the queue, and each runs in one of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from procrastinate.contrib.django.models import ProcrastinateJob

from secunda.foundation.queue import NotAnIdentifier, drain, drained, job, named, work

pytestmark = pytest.mark.django_db
committed = pytest.mark.django_db(transaction=True)

ran: list[object] = []


@job(name="test.note")
def note(*, thing: UUID) -> None:
    ran.append(thing)


@job(name="test.note_twice")
def note_twice(*, thing: UUID) -> None:
    note.defer(thing=thing)
    ran.append("first")


@job(name="test.fail")
def fail(*, number: int) -> None:
    ProcrastinateJob.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("insert into procrastinate_workers default values")
    raise ZeroDivisionError(number)


@job(name="test.break")
def broken(*, number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs (task_name, queue_name) values (%s, null)", [str(number)]
        )


@job(name="test.for_ever")
def for_ever() -> None:
    for_ever.defer()


@pytest.fixture(autouse=True)
def _forget() -> None:
    ran.clear()


def ours() -> QuerySet[ProcrastinateJob]:
    """Jobs of these tests; a worker also finds the house's periodic ones."""
    return ProcrastinateJob.objects.filter(task_name__startswith="test.")


def waiting() -> list[str]:
    return list(ours().filter(status="todo").values_list("task_name", flat=True))


def workers() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_workers")
        return int((cursor.fetchone() or (0,))[0])


def work_once() -> list[str]:
    work.run(once=True)
    return []


def test_a_rollback_takes_the_job_with_it() -> None:
    with transaction.atomic():
        note.defer(thing=uuid4())
        transaction.set_rollback(True)
    assert waiting() == []


@committed
def test_outside_a_transaction_nothing_is_put_in_the_queue() -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        note.defer(thing=uuid4())


def test_content_is_not_put_in_the_queue() -> None:
    with transaction.atomic(), pytest.raises(NotAnIdentifier):
        named("test.note").defer(thing="a lump in the left breast")


@committed
@pytest.mark.parametrize("run", [drain, work_once])
def test_a_job_runs_and_what_it_defers_runs_after_it(run: Callable[[], object]) -> None:
    thing = uuid4()
    with transaction.atomic():
        note_twice.defer(thing=thing)
    run()
    assert ran == ["first", thing]
    assert not ours().exists()


def test_drain_names_what_ran() -> None:
    with transaction.atomic():
        note_twice.defer(thing=uuid4())
        assert drain() == ["test.note_twice", "test.note"]


def test_called_it_runs_here_and_now() -> None:
    thing = uuid4()
    note(thing=thing)
    assert ran == [thing]


def test_a_job_that_waits_for_its_time_runs_early_only_when_asked() -> None:
    with transaction.atomic():
        note.defer_at(datetime.now(UTC) + timedelta(hours=1), thing=uuid4())
    assert drain() == []
    assert drain(early=True) == ["test.note"]


def test_a_lock_keeps_one_waiting_job() -> None:
    with transaction.atomic():
        assert note.defer_once("case:1", thing=uuid4())
        assert not note.defer_once("case:1", thing=uuid4())
        assert note.defer_once("case:2", thing=uuid4())
    assert len(drain()) == 2


def test_a_failed_job_leaves_nothing_but_its_failure() -> None:
    with transaction.atomic():
        fail.defer(number=1)
    with pytest.raises(ZeroDivisionError):
        drain()
    assert workers() == 0
    assert ours().get().status == "failed"


@committed
def test_a_worker_tries_a_failed_job_again_later() -> None:
    with transaction.atomic():
        fail.defer(number=1)
    work.run(once=True)
    kept = ours().get()
    assert (kept.status, kept.attempts) == ("todo", 1)
    assert kept.scheduled_at is not None
    assert kept.scheduled_at > datetime.now(UTC) + timedelta(seconds=5)
    assert workers() == 0


@committed
def test_a_database_error_does_not_quote_the_row(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", logger="procrastinate")
    with transaction.atomic():
        broken.defer(number=4711)
    work.run(once=True)
    assert "JobFailedError: IntegrityError 23502" in caplog.text
    assert "4711" not in caplog.text.replace("number=4711", "")
    with pytest.raises(IntegrityError), transaction.atomic():
        broken(number=4711)


def test_jobs_without_end_are_noticed() -> None:
    with transaction.atomic():
        for_ever.defer()
        with pytest.raises(drained.Endless):
            drain(enough=10)
