"""How areas above learn what happened to a record: their jobs are put in the queue, and only their names are known."""

from __future__ import annotations

from collections.abc import Collection

from secunda.care.records.models import Record
from secunda.foundation import queue


class Followers:
    """The jobs that something which happens to a record puts in the queue."""

    def __init__(self) -> None:
        self._jobs: dict[str, frozenset[str]] = {}

    def follow(self, job: str, *, but_not: Collection[str] = ()) -> None:
        """Have the declared job of that name run each time, unless the record's kind is in `but_not`.

        The job takes `record_id` (public), `case_id` and `programme_id`. Called once, where the job is declared.
        """
        self._jobs[job] = frozenset(but_not)

    def tell(self, record: Record) -> None:
        """Put the jobs in the queue, in the transaction of what happened."""
        for job, left_out in self._jobs.items():
            if record.kind not in left_out:
                queue.named(job).defer_once(
                    str(record.public_id),
                    record_id=record.public_id,
                    case_id=record.case_id,
                    programme_id=record.programme_id,
                )


ACCEPTED = Followers()
follow = ACCEPTED.follow
"""Run a job for each record that is accepted."""
