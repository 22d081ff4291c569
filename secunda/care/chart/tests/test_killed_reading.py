"""Kill -9 in the middle of a reading: people saw that it was being read, and it ends read, once."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from secunda.care.cases.tests.factories import Cast, a_submitted_case, acting, cast
from secunda.care.chart.models import Fact, PageText, Reading
from secunda.care.records.models import Record
from secunda.care.records.tests.factories import a_received_record
from secunda.foundation.audit.models import Event
from secunda.foundation.queue import stalled
from secunda.reading.tests import paper

pytestmark = pytest.mark.django_db(transaction=True)

WORKER = "import django; django.setup(); from secunda.foundation.queue import work; work.run(once=True)"
PAGES, LONG = 12, 120


@pytest.fixture
def worker() -> Iterator[list[subprocess.Popen[bytes]]]:
    """Worker processes on the tests' database; none outlives the test."""
    started: list[subprocess.Popen[bytes]] = []
    yield started
    for process in started:
        process.kill()
        process.wait()


def the_reading(them: Cast) -> Reading | None:
    with transaction.atomic(), acting(them.ana, them.programme):
        return Reading.objects.first()


def wait_until_it_reads(them: Cast) -> None:
    until = time.monotonic() + LONG
    while time.monotonic() < until:
        reading = the_reading(them)
        if reading is not None and reading.state == "reading":
            return
        time.sleep(0.02)
    raise AssertionError("nobody saw that it was being read")


def only_the_reading_waits() -> None:
    """The killed worker has been silent for long enough, and nothing but the reading is to be done."""
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs where task_name <> 'chart.read'")
        cursor.execute(
            "update procrastinate_workers set last_heartbeat = last_heartbeat - make_interval(secs => %s)",
            [stalled.SILENCE + 1],
        )


def test_a_killed_reading_begins_again_and_is_kept_once(worker: list[subprocess.Popen[bytes]]) -> None:
    with transaction.atomic():
        them = cast()
        a_received_record(them, a_submitted_case(them), content=paper.pdf([paper.REPORT] * PAGES))
    only_the_reading_waits()
    worker.append(subprocess.Popen([sys.executable, "-c", WORKER]))
    wait_until_it_reads(them)
    worker[0].kill()
    worker[0].wait()
    only_the_reading_waits()
    worker.append(subprocess.Popen([sys.executable, "-c", WORKER]))
    assert worker[1].wait(LONG) == 0

    reading = the_reading(them)
    assert reading is not None
    assert (reading.state, reading.tries, reading.done, reading.total) == ("read", 2, PAGES, PAGES)
    with transaction.atomic(), acting(them.cleo, them.programme):
        assert Record.objects.get().state == "accepted"
        assert PageText.objects.count() == PAGES
        assert Event.objects.filter(verb="record.read").count() == 1
        keys = list(Fact.objects.values_list("source_key", flat=True))
        assert len(keys) == len(set(keys))
