"""Many at once: a chain has no gap and no fork, and two chains do not wait for each other."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta

import pytest
from django.db import connection, transaction

from secunda.foundation.audit import actions, verify
from secunda.foundation.audit.tests.ground import ANA, NINE, PROGRAMME, act, as_owner, events, some_events

pytestmark = pytest.mark.django_db(transaction=True)

THREADS, EACH = 8, 15


def test_eight_at_once_make_one_chain_without_gap_or_fork() -> None:
    together = threading.Barrier(THREADS)

    def append(number: int) -> list[int]:
        said = []
        together.wait(10)
        try:
            for turn in range(EACH):
                with transaction.atomic():
                    act(account_id=ANA, programme_id=PROGRAMME)
                    said.append(
                        actions.record(
                            verb="case.opened", at=NINE + timedelta(seconds=number * 100 + turn), case_id=1
                        )
                    )
                    transaction.set_rollback(turn % 5 == 4)
        finally:
            connection.close()
        return said

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(append, range(THREADS)))
    with transaction.atomic():
        act(account_id=ANA, programme_id=PROGRAMME)
        assert [event.seq for event in events()] == list(range(1, THREADS * EACH * 4 // 5 + 1))
    with as_owner():
        assert verify.verify_all() == []


def test_an_open_transaction_on_one_case_holds_up_nobody_on_another() -> None:
    def on_another_case() -> None:
        try:
            some_events(2, 3)
        finally:
            connection.close()

    def on_the_same_case() -> None:
        try:
            some_events(1, 1)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        with transaction.atomic():
            act(account_id=ANA, programme_id=PROGRAMME)
            actions.record(verb="case.opened", at=NINE, case_id=1)
            same, another = pool.submit(on_the_same_case), pool.submit(on_another_case)
            another.result(timeout=10)
            assert not wait([same], timeout=0.3).done
        same.result(timeout=10)
