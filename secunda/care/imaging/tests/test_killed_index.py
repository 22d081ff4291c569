"""Kill -9 in the middle of making a study: never half a series shown as whole, and whole in the end."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from secunda.care.cases.tests.factories import Cast, a_submitted_case, acting, cast
from secunda.care.imaging.models import Header, Instance, Study
from secunda.care.imaging.tests.factories import SERIES, a_slice, kept
from secunda.foundation.queue import stalled

pytestmark = pytest.mark.django_db(transaction=True)

WORKER = "import django; django.setup(); from secunda.foundation.queue import work; work.run(once=True)"
SLICES, KILLS, SEED, LONG = 70, 2, 20261123, 180


@pytest.fixture
def worker() -> Iterator[list[subprocess.Popen[bytes]]]:
    """Worker processes on the tests' database; none outlives the test."""
    started: list[subprocess.Popen[bytes]] = []
    yield started
    for process in started:
        process.kill()
        process.wait()


def whole_or_arriving(them: Cast) -> int:
    """How many instances there are; if they are not all, their study does not say that it is whole."""
    with transaction.atomic(), acting(them.cleo, them.programme):
        count = Instance.objects.count()
        assert count in (0, SLICES) or Study.objects.get().state == "arriving"
        assert Header.objects.count() == count
    return count


def test_a_killed_index_goes_on_and_shows_nothing_half(worker: list[subprocess.Popen[bytes]]) -> None:
    with transaction.atomic():
        them = cast()
        case = a_submitted_case(them)
        kept(them, case, *(a_slice(n + 1, of=SLICES) for n in range(SLICES)), open=False)
    moments = random.Random(SEED)
    for _round in range(KILLS):
        process = subprocess.Popen([sys.executable, "-c", WORKER])
        worker.append(process)
        time.sleep(moments.uniform(1.5, 4.0))
        process.kill()
        process.wait()
        whole_or_arriving(them)
        with connection.cursor() as cursor:
            cursor.execute(
                "update procrastinate_workers set last_heartbeat = last_heartbeat - make_interval(secs => %s)",
                [stalled.SILENCE + 1],
            )
    last = subprocess.Popen([sys.executable, "-c", WORKER])
    worker.append(last)
    assert last.wait(LONG) == 0
    assert whole_or_arriving(them) == SLICES
    with transaction.atomic(), acting(them.cleo, them.programme):
        assert Study.objects.get().state == "complete"
        order = Instance.objects.order_by("position").values_list("uid", flat=True)
        assert list(order) == [f"{SERIES}.{n + 1}" for n in range(SLICES)]
