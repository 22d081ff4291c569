"""A copy that offsets can serve, for a file that they cannot: deflated or big-endian. The original stays as it came."""

from __future__ import annotations

from datetime import datetime

from secunda.care.imaging import rules
from secunda.care.records.models import Record
from secunda.foundation.vault import actions as vault
from secunda.foundation.vault.models import Object
from secunda.reading import isolated_images
from secunda.reading.imaging.found import Examined

LARGEST = 4 * 1024**3


def rendition_of(record: Record, at: datetime) -> tuple[Object | None, Examined | None]:
    """The copy, kept in the vault with the record's own key, and what it is; None and None if none can be made."""
    assert record.object is not None  # a constraint: what is accepted has its bytes
    with vault.open(record.object) as stream:
        try:
            copy = vault.write(
                case_id=record.case_id, programme_id=record.programme_id, klass="evidence",
                media_type=rules.FORMAT, chunks=isolated_images.converted(stream, size=record.size),
                limit=LARGEST, by_id=None, at=at,
            )  # fmt: skip
        except isolated_images.Unreadable:
            return None, None
    (found,) = isolated_images.examined([(lambda: vault.open(copy), copy.size)])
    return copy, found
