"""A small picture of each series, of the image in its middle, kept in the vault like everything of the case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from secunda.care.imaging import looks, pictures
from secunda.care.imaging.access import content
from secunda.care.imaging.models import Header, Instance, Series
from secunda.foundation.accounts import principal
from secunda.foundation.errors import Refused
from secunda.foundation.vault import actions as vault
from secunda.reading.imaging.found import ENTRY_BYTES, span

LARGEST = 1024 * 1024
JOB = "imaging.thumbnails"


def draw_thumbnails(*, case_id: int, programme_id: int, clock: Callable[[], datetime]) -> int:
    """Draw what has none yet, a series a transaction; returns how many. What cannot be drawn is passed over."""
    with transaction.atomic(), principal.as_job(case_id=case_id, programme_id=programme_id, name=JOB):
        waiting = list(Series.objects.filter(case_id=case_id).order_by("id"))
    drawn = 0
    for series in waiting:
        with transaction.atomic(), principal.as_job(case_id=case_id, programme_id=programme_id, name=JOB):
            drawn += _draw(series, clock())
    return drawn


def middle_of(series: Series) -> Instance | None:
    """The image that stands for a series."""
    found = series.instances.filter(frame_count__gt=0).order_by("position", "id")
    count = found.count()
    return found.select_related("record__object", "rendition")[count // 2] if count else None


def _draw(series: Series, at: datetime) -> bool:
    instance = middle_of(series)
    if instance is None or instance.thumbnail_id is not None:
        return False
    number = instance.frame_count // 2
    place = span(bytes(instance.frames)[number * ENTRY_BYTES : (number + 1) * ENTRY_BYTES])
    header = bytes(Header.objects.get(instance=instance).content)
    try:
        jpeg = pictures.drawn(
            kept=content.object_of(instance),
            syntax=instance.syntax,
            span=place,
            header=header,
            wish=looks.SMALL,
        )
    except Refused:
        return False
    instance.thumbnail = vault.write(
        case_id=instance.case_id, programme_id=instance.programme_id, klass="evidence", media_type="image/jpeg",
        chunks=[jpeg], limit=LARGEST, by_id=None, at=at,
    )  # fmt: skip
    instance.save(update_fields=("thumbnail",))
    return True
