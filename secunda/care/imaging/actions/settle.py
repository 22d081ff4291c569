"""Studies put in order: each series by the places of its pictures; complete once nothing more is on its way."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from secunda.care.imaging.models import Instance, Series, Study
from secunda.care.imaging.queries import is_more_coming
from secunda.foundation import queue
from secunda.reading.imaging import geometry
from secunda.reading.imaging.found import Place


def settle(*, case_id: int, at: datetime) -> int:
    """Put the case's arriving studies in order; returns how many are complete since.

    A study stays "arriving" while any file of the case is still being checked, unpacked or examined, for it may belong
    to it. Twice changes nothing.
    """
    arriving = list(
        Study.objects.filter(case_id=case_id, state=Study.State.ARRIVING).select_for_update(no_key=True)
    )
    for study in arriving:
        for series in study.series.all():
            put_in_order(series)
    if is_more_coming(case_id):
        return 0
    for study in arriving:
        study.state, study.settled_at = Study.State.COMPLETE, at
        study.save(update_fields=("state", "settled_at"))
    if arriving:
        queue.named("imaging.thumbnails").defer_once(
            f"case:{case_id}", case_id=case_id, programme_id=arriving[0].programme_id
        )
    return len(arriving)


def put_in_order(series: Series) -> None:
    """Give each picture of a series its position, and note plane, spacing, gaps and mixed planes."""
    pictures = list(series.instances.defer("frames").order_by("id"))
    if not pictures:
        return
    found = geometry.ordered([_picture(one) for one in pictures])
    moved = []
    for position, index in enumerate(found.order, 1):
        if pictures[index].position != position:
            pictures[index].position = position
            moved.append(pictures[index])
    Instance.objects.bulk_update(moved, ["position"], batch_size=500)
    series.plane, series.spacing = found.plane, found.spacing
    series.gaps, series.is_mixed = found.gaps, found.is_mixed
    series.save(update_fields=("plane", "spacing", "gaps", "is_mixed"))


def _picture(instance: Instance) -> geometry.Picture:
    place: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in instance.place.items()
    }
    return geometry.Picture(Place(**place), instance.acquired, instance.number, instance.uid)
