"""Search inside a case: pages that hold the words, with a line around the first hit and the place of every hit."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from secunda.care.chart.access import View, documents_of
from secunda.care.chart.queries import FoundPage, pages_with
from secunda.care.chart.rules import UNREAD_KINDS
from secunda.care.records import access as records
from secunda.care.records.models import Record

BEFORE, AFTER = 8, 14


@dataclass(frozen=True)
class Hit:
    """A page that holds the words. `headline` are stretches of it with whether they are hits; `boxes` in points."""

    record_id: UUID
    record_title: str
    page: int
    width: float
    height: float
    headline: tuple[tuple[str, bool], ...]
    boxes: tuple[tuple[float, float, float, float], ...]


def search(view: View, words: str, languages: Collection[str] = ()) -> list[Hit]:
    """The pages of the case that hold all the words, best first, as this person may see them.

    Words are found from their beginning ("carcin"), and by their stem in the page's language; `languages` (ISO 639-1)
    narrows to pages in one of them. A blind expert searches only what is not sealed.
    """
    readable = documents_of(view).exclude(kind__in=UNREAD_KINDS)
    shown = {record.id: record for record in readable}
    found = pages_with(
        case_id=view.case.id, words=words, open_only=view.blind, records=shown.keys(), languages=languages
    )
    return [_hit(page, shown[page.record_id]) for page in found]


def _hit(page: FoundPage, record: Record) -> Hit:
    marked = [page.words[place] for place in sorted(page.hits)]
    return Hit(
        record_id=record.public_id, record_title=records.neutral_title(record), page=page.number, width=page.width,
        height=page.height, headline=_headline(page),
        boxes=tuple((word[1], word[2], word[3], word[4]) for word in marked if len(word) > 4),
    )  # fmt: skip


def _headline(page: FoundPage) -> tuple[tuple[str, bool], ...]:
    first = min(page.hits, default=0)
    start, end = max(first - BEFORE, 0), min(first + AFTER, len(page.words))
    parts: list[tuple[str, bool]] = []
    for place in range(start, end):
        word, is_hit = str(page.words[place][0]), place in page.hits
        if parts and parts[-1][1] == is_hit:
            parts[-1] = (f"{parts[-1][0]} {word}", is_hit)
        else:
            parts.append((word, is_hit))
    return tuple(parts)
