"""A document as somebody may see it: its pages with their words, what was found on them, and what is sealed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from secunda.care.chart import sentences
from secunda.care.chart.access import View, facts_in, find_document
from secunda.care.chart.access.timeline import FactLine, line_of
from secunda.care.chart.models import Fact, OpenText, PageText, Reading, Words
from secunda.care.records import access as records
from secunda.care.records.models import Record, SealedPassage

PAGES_AT_ONCE = 20


@dataclass(frozen=True)
class PageView:
    """A page: size in points, and its lines of words as [word, x0, y0, x1, y1, confidence] (places may be missing)."""

    number: int
    width: float
    height: float
    source: str
    lines: list[list[list[Any]]]


@dataclass(frozen=True)
class SealedBox:
    """A sealed passage, for whoever may unseal it: its id, page, and box in points."""

    id: int
    page: int
    box: tuple[float, ...]


@dataclass(frozen=True)
class DocumentView:
    """A record as a document. `page_count` pages in all, `pages` are those asked for; facts are those of all pages.

    `said` tells what became of the reading and what follows; None for a blind expert, who reads what is open.
    `file_opens` is False where only the pages may be shown. `suggested_title` is for staff to take or leave. `sealed`
    is empty while blind, and for the patient's side.
    """

    record: Record
    title: str
    page_count: int
    pages: tuple[PageView, ...]
    facts: tuple[FactLine, ...]
    sealed: tuple[SealedBox, ...]
    said: sentences.Said | None
    type: str
    language: str
    suggested_title: str
    file_opens: bool


def document(view: View, record_id: UUID, *, first: int = 1, count: int = PAGES_AT_ONCE) -> DocumentView:
    """A record with `count` of its pages from `first` on, as this person may see it; raises `Hidden`.

    Opening it is audited by `actions.open_document`, which screens call instead.
    """
    record = find_document(view, record_id)
    reading = None if view.blind else Reading.objects.filter(record=record, is_current=True).first()
    pages = _pages(view, record, first, count)
    facts = list(facts_in(view).filter(record=record))
    return DocumentView(
        record=record, title=records.neutral_title(record), page_count=_page_count(record, reading), pages=pages,
        facts=tuple(line_of(fact) for fact in facts if fact.standing != Fact.Standing.MERGED),
        sealed=() if view.blind or view.is_own else _sealed(record),
        said=None if view.blind else sentences.said_of(reading, facts=len(facts)),
        type=reading.type if reading else "", language=reading.language if reading else "",
        suggested_title=sentences.suggested_title(reading) if reading and view.is_staff else "",
        file_opens=not view.blind or record.blinding == Record.Blinding.OPEN,
    )  # fmt: skip


def _pages(view: View, record: Record, first: int, count: int) -> tuple[PageView, ...]:
    numbers = range(first, first + count)
    rows: list[Words] = (
        list(OpenText.objects.filter(record=record, withheld=False, number__in=numbers).order_by("number"))
        if view.blind
        else list(PageText.objects.filter(record=record, number__in=numbers).order_by("number"))
    )
    return tuple(PageView(row.number, row.width, row.height, row.source, row.words) for row in rows)


def _page_count(record: Record, reading: Reading | None) -> int:
    return max(record.pages or 0, reading.total if reading else 0)


def _sealed(record: Record) -> tuple[SealedBox, ...]:
    found = SealedPassage.objects.filter(record=record).order_by("page", "id")
    return tuple(SealedBox(one.pk, one.page, tuple(one.box)) for one in found)
