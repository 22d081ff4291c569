"""Kill -9 in the middle of a check: the file is still there, whole, and ends accepted, once."""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from secunda.care.cases.tests.factories import Cast, a_submitted_case, acting, cast, now
from secunda.care.records import actions as records
from secunda.care.records.models import Instance, Record
from secunda.care.records.tests.factories import a_scan, in_vault
from secunda.foundation.audit.models import Event
from secunda.foundation.queue import stalled
from secunda.foundation.vault import actions as vault
from secunda.foundation.vault.models import Object

pytestmark = pytest.mark.django_db(transaction=True)

WORKER = "import django; django.setup(); from secunda.foundation.queue import work; work.run(once=True)"
KILLS, SEED, LONG = 3, 20261122, 90


@pytest.fixture
def worker() -> Iterator[list[subprocess.Popen[bytes]]]:
    """Worker processes on the tests' database; none outlives the test."""
    started: list[subprocess.Popen[bytes]] = []
    yield started
    for process in started:
        process.kill()
        process.wait()


def let_time_pass() -> None:
    """The killed workers have been silent for long enough."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update procrastinate_workers set last_heartbeat = last_heartbeat - make_interval(secs => %s)",
            [stalled.SILENCE + 1],
        )


def three_files(them: Cast) -> list[bytes]:
    """A scan, something large that takes a while to refuse, and a text."""
    large = b"%PDF-1.7\n" + random.Random(SEED).randbytes(8_000_000)
    with transaction.atomic():
        case = a_submitted_case(them)
        for content in (a_scan(), large, b"MZ hello"):
            with acting(them.ana, them.programme):
                kept = in_vault(case, content, them.ana)
                records.receive(case=case, by=them.ana, link=None, name="x", kept=kept, at=now())
    return [a_scan(), large, b"MZ hello"]


def test_a_killed_check_is_done_again_and_only_once(worker: list[subprocess.Popen[bytes]]) -> None:
    with transaction.atomic():
        them = cast()
    contents = three_files(them)
    moments = random.Random(SEED)
    for _round in range(KILLS):
        process = subprocess.Popen([sys.executable, "-c", WORKER])
        worker.append(process)
        time.sleep(moments.uniform(0.5, 4.0))
        process.kill()
        process.wait()
        let_time_pass()
    last = subprocess.Popen([sys.executable, "-c", WORKER])
    worker.append(last)
    assert last.wait(LONG) == 0

    with transaction.atomic(), acting(them.ana, them.programme):
        scan, large, text = Record.objects.order_by("number")
        assert [one.state for one in (scan, large, text)] == ["accepted", "refused", "refused"]
        assert [one.sha256 for one in (scan, large, text)] == [
            hashlib.sha256(c).hexdigest() for c in contents
        ]
        assert Instance.objects.count() == 1
        assert scan.object is not None
        assert vault.read(scan.object) == contents[0]
        assert not Object.objects.filter(size__in=[len(c) for c in contents[1:]]).exists()
        assert Event.objects.filter(verb="record.refused").count() == 2
