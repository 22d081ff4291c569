"""Looking for what was forgotten."""

from __future__ import annotations

from secunda.care.imaging.models import Study
from secunda.care.imaging.queries import unindexed
from secunda.care.records.models import Record
from secunda.foundation import queue

MOST_AT_ONCE = 200


def reindex() -> int:
    """Put in the queue, once a case, what still waits to be examined or settled; returns how many cases that were."""
    waiting = set(
        unindexed().order_by("case_id").values_list("case_id", "programme_id").distinct()[:MOST_AT_ONCE]
    )
    arriving = Study.objects.filter(state=Study.State.ARRIVING).values_list("case_id", "programme_id")
    waiting |= set(arriving.order_by("case_id").distinct()[:MOST_AT_ONCE])
    again = 0
    for case_id, programme_id in waiting:
        record = Record.objects.filter(case_id=case_id, state=Record.State.ACCEPTED).order_by("id").first()
        if record is not None:
            again += queue.named("imaging.index").defer_once(
                f"case:{case_id}", record_id=record.public_id, case_id=case_id, programme_id=programme_id
            )
    return again
