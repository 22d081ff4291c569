"""A worker that is killed leaves nothing half-done, and another worker does its job again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet
from procrastinate.contrib.django.models import ProcrastinateJob

from secunda.foundation.queue import stalled
from secunda.foundation.queue.tests.slow import slow

pytestmark = pytest.mark.django_db(transaction=True)

LONG = 90.0
Start = Callable[[float], subprocess.Popen[bytes]]


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    return tmp_path / "begun"


@pytest.fixture
def start(begun: Path) -> Iterator[Start]:
    """Starts a worker process whose jobs take this many seconds (0: it ends when nothing is due)."""
    started: list[subprocess.Popen[bytes]] = []
    kept = {name: connection.settings_dict[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}

    def worker(seconds: float) -> subprocess.Popen[bytes]:
        own = {"DATABASE": json.dumps(kept), "BEGUN": str(begun), "SECONDS": str(seconds)}
        command = [sys.executable, "-m", "secunda.foundation.queue.tests.slow"]
        started.append(subprocess.Popen(command, env={**os.environ, **own}))
        return started[-1]

    yield worker
    for process in started:
        with suppress(ProcessLookupError):
            process.kill()
        process.wait()


def until(found: Callable[[], bool]) -> None:
    end = time.monotonic() + LONG
    while not found():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def ours() -> QuerySet[ProcrastinateJob]:
    """Jobs of these tests; a worker also finds the house's periodic ones."""
    return ProcrastinateJob.objects.filter(task_name__startswith="test.")


def rows() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select periodic_id from procrastinate_periodic_defers where task_name = 'test.slow'")
        return [row[0] for row in cursor.fetchall()]


def let_time_pass() -> None:
    """Makes every worker silent for longer than is allowed, by moving its last sign of life back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update procrastinate_workers set last_heartbeat = last_heartbeat - make_interval(secs => %s)",
            [stalled.SILENCE + 1],
        )


def test_the_job_of_a_killed_worker_is_done_once_by_another(start: Start, begun: Path) -> None:
    with transaction.atomic():
        slow.defer(number=1)
    first = start(60)
    until(begun.exists)
    first.kill()
    first.wait()
    until(lambda: rows() == [])
    let_time_pass()

    second = start(0)
    assert second.wait(LONG) == 0
    assert begun.read_text().split() == [str(first.pid), str(second.pid)]
    assert rows() == [str(second.pid)]
    assert not ours().exists()


def test_a_worker_told_to_stop_ends_what_it_began_and_no_more(start: Start, begun: Path) -> None:
    with transaction.atomic():
        for number in range(3):
            slow.defer(number=number)
    worker = start(2)
    until(lambda: begun.exists() and len(begun.read_text().split()) == 2)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(LONG) == 0
    assert len(rows()) == 2
    assert ours().get().status == "todo"


def test_a_job_that_kills_its_workers_is_failed_in_the_end(start: Start) -> None:
    with transaction.atomic():
        slow.defer(number=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "update procrastinate_jobs set status = 'doing', attempts = %s, worker_id = null",
            [stalled.ATTEMPTS],
        )
    worker = start(60)
    until(lambda: ours().get().status == "failed")
    worker.terminate()
    assert worker.wait(LONG) == 0


def test_a_worker_goes_on_when_the_database_comes_back(start: Start, begun: Path) -> None:
    worker = start(0.1)
    with connection.cursor() as cursor:
        others = "from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"

        def connected() -> bool:
            cursor.execute(f"select count(*) {others}")
            return bool((cursor.fetchone() or (0,))[0] >= 2)

        until(connected)
        cursor.execute(f"select pg_terminate_backend(pid) {others} and usename = current_user")
    with transaction.atomic():
        slow.defer(number=1)
    until(lambda: rows() == [str(worker.pid)])
    worker.terminate()
    assert worker.wait(LONG) == 0
