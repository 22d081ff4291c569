"""How long a failed job waits."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate import RetryDecision
from procrastinate import jobs as stored_jobs

from secunda.foundation.queue import declare


def test_waiting_grows_and_ends() -> None:
    def decision(attempts: int) -> RetryDecision | None:
        tried = stored_jobs.Job(
            id=1, queue="default", lock=None, queueing_lock=None, task_name="x", attempts=attempts
        )
        return declare.BackOff(8).get_retry_decision(exception=ZeroDivisionError(), job=tried)

    now = datetime.now(UTC)
    waits = [
        round((d.retry_at - now).total_seconds(), -1) for n in range(7) if (d := decision(n)) and d.retry_at
    ]
    assert waits == [10, 20, 40, 80, 160, 320, 640]
    assert decision(7) is None
