"""A document: the picture of one page with its words and what was found marked in place, beside the list of it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from secunda.care.chart import actions as chart
from secunda.care.chart.access import documents, search
from secunda.care.chart.access.documents import DocumentView, PageView
from secunda.care.chart.access.timeline import FactLine
from secunda.care.chart.models import Fact
from secunda.care.chart.pictures import PAGES_OF
from secunda.foundation.errors import Hidden
from secunda.portals.parts.chart import adding, finding
from secunda.portals.parts.chart.found import Found, found_of
from secunda.portals.parts.chart.proposed import proposed_in
from secunda.portals.parts.chart.sheet import Leaf, Mark, Row, leaf, mark, places_of, rows_of
from secunda.portals.parts.chart.visit import Visit

STRIP = 20  # pages that the strip below shows at once
ZOOMS = ("1", "1.5", "2", "3")
ONE_SITTING = 15 * 60  # seconds in which an opened document is not written down again
OPENINGS = "openings"
MOST_KEPT = 200  # opened documents that a session remembers


@dataclass(frozen=True)
class Names:
    """What the addresses of a document and of its pictures are called."""

    page: str = "document"
    image: str = "page_image"


@dataclass(frozen=True)
class Sheet:
    """The page in the middle: its picture's address ("" without one), rows of words, and marks."""

    number: int
    of: int
    width: str
    height: str
    image: str
    rows: tuple[Row, ...]
    marks: tuple[Mark, ...]
    before: str
    after: str
    zoom: str


def document(visit: Visit, record: UUID) -> HttpResponse:
    """One page of a document, with what was found on it; opening the document is written down once a sitting."""
    return visit.show("document", context_of(visit, record, Names()))


def page_image(visit: Visit, record: UUID, page: int) -> HttpResponse:
    """The picture of a page, for whoever has opened the document; `?size=small` for whoever sees it in a list."""
    if visit.request.GET.get("size") == "small":
        return _jpeg(chart.small_image(view=visit.view, record_id=record, number=page))
    return image_of(visit, record, page)


def image_of(visit: Visit, record: UUID, page: int) -> HttpResponse:
    """A page as JPEG; raises `Hidden` unless the document was opened in this session."""
    opening, _at = visit.request.session.get(OPENINGS, {}).get(_key(visit, record), ("", 0))
    content = chart.page_image(view=visit.view, record_id=record, number=page, opening=opening)
    return _jpeg(content)


def _jpeg(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type="image/jpeg", headers={"Cache-Control": "no-store, private"})


def open_pages(visit: Visit, record: UUID, *, first: int, count: int) -> DocumentView:
    """The document with these pages. The opening is written down at the first page of a sitting, not at each."""
    session, key, now = visit.request.session, _key(visit, record), int(time.time())
    kept: dict[str, list[Any]] = session.get(OPENINGS, {})
    if key in kept and now - kept[key][1] < ONE_SITTING:
        return documents.document(visit.view, record, first=first, count=count)
    opened = chart.open_document(
        view=visit.view, record_id=record, at=timezone.now(), first=first, count=count
    )
    latest = sorted(kept.items(), key=lambda one: one[1][1])[-MOST_KEPT:]
    session[OPENINGS] = dict(latest) | {key: [opened.opening, now]}
    return opened.document


def _key(visit: Visit, record: UUID) -> str:
    return f"{record}{' blind' if visit.view.blind else ''}"


def context_of(visit: Visit, record: UUID, names: Names) -> dict[str, Any]:
    """All that the document's template asks for."""
    asked = visit.request.GET
    chosen = _uuid(asked.get("fact", ""))
    number = _page_of(visit, asked.get("page", ""), chosen)
    first = (number - 1) // STRIP * STRIP + 1
    shown = open_pages(visit, record, first=first, count=STRIP)
    last = max(shown.page_count, 1)
    if number > last:
        raise Hidden
    page = next((one for one in shown.pages if one.number == number), None)
    found = [found_of(visit, line, chosen=line.id == chosen) for line in shown.facts]
    here = [one for one in found if one.line.page in (number, None)]
    sheet = _sheet(visit, shown, page, number, here, names)
    return {
        "heading": visit.title(record, shown.title), "shown": shown, "sheet": sheet, "names": names,
        "record": shown.record,
        "here": [one for one in here if not one.gone], "gone": [one for one in here if one.gone],
        "elsewhere": [one for one in found if one.line.page not in (number, None) and not one.gone],
        "strip": _strip(visit, shown, first, last, number, names) if last > 1 else [],
        "plain": _plain(page, here) if not sheet.image and page else [], "zooms": ZOOMS,
        "proposed": proposed_in(visit, record) if names.page == "document" else [],
        "adding": adding.names() if _may_add(visit, names) else [],
        "earlier": visit.url(names.page, record, page=first - 1) if first > 1 else "",
        "later": visit.url(names.page, record, page=first + STRIP) if first + STRIP <= last else "",
    }  # fmt: skip


def _may_add(visit: Visit, names: Names) -> bool:
    return names.page == "document" and not visit.view.blind


def _page_of(visit: Visit, asked: str, chosen: UUID | None) -> int:
    """The page that was asked for, else the one of the chosen value, else the first."""
    if asked.isdecimal() and 0 < len(asked) < 7 and int(asked):
        return int(asked)
    if chosen is None:
        return 1
    place = Fact.objects.filter(case=visit.view.case, public_id=chosen).values_list("page", flat=True)
    return place.first() or 1


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _sheet(
    visit: Visit, shown: DocumentView, page: PageView | None, number: int, here: Sequence[Found], names: Names
) -> Sheet:
    record, last = shown.record, max(shown.page_count, 1)
    drawn = record.kind in PAGES_OF and number <= (record.pages or 1)
    zoom = visit.request.GET.get("zoom", "")
    placed = page if page and page.width else None

    def to(other: int) -> str:
        return visit.url(names.page, record.public_id, page=other, zoom=zoom) if 1 <= other <= last else ""

    return Sheet(
        number=number, of=last, width=f"{placed.width:.0f}" if placed else "",
        height=f"{placed.height:.0f}" if placed else "",
        image=visit.url(names.image, record.public_id, number) if drawn else "",
        rows=tuple(row for row in rows_of(placed) if row.runs) if placed else (),
        marks=tuple(_marks(visit, shown, number, here)) if placed else (),
        before=to(number - 1), after=to(number + 1), zoom=zoom if zoom in ZOOMS else ZOOMS[0],
    )  # fmt: skip


def _marks(visit: Visit, shown: DocumentView, number: int, here: Sequence[Found]) -> list[Mark]:
    """What was found, the chosen value over the others, then the words of the last search, then what is sealed."""
    found = sorted((one for one in here if one.line.box and not one.gone), key=lambda one: one.chosen)
    marks = [
        mark("chosen" if one.chosen else "fact", one.line.box or (), url=one.url, fact=one.line.id,
             label=f"{one.line.label}: {one.line.words}")
        for one in found
    ]  # fmt: skip
    marks += [mark("hit", box) for box in _hits(visit, shown.record.public_id, number)]
    sealed = [one for one in shown.sealed if one.page == number]
    return marks + [mark("sealed", one.box, label=_("Sealed for a blind expert")) for one in sealed]


def _hits(visit: Visit, record: UUID, number: int) -> Sequence[Sequence[float]]:
    words = finding.last_words(visit) if visit.request.GET.get("hits") else ""
    found = search.search(visit.view, words) if words else []
    return next((hit.boxes for hit in found if (hit.record_id, hit.page) == (record, number)), ())


def _strip(visit: Visit, shown: DocumentView, first: int, last: int, number: int, names: Names) -> list[Leaf]:
    pages = {page.number: page for page in shown.pages}
    by_page: dict[int, list[FactLine]] = {}
    for line in shown.facts:
        by_page.setdefault(line.page or 0, []).append(line)
    return [
        leaf(one, visit.url(names.page, shown.record.public_id, page=one), pages.get(one), by_page.get(one, []),
             current=one == number)
        for one in range(first, min(first + STRIP, last + 1))
    ]  # fmt: skip


def _plain(page: PageView, here: Sequence[Found]) -> list[list[tuple[str, bool]]]:
    """A page without a picture as lines of words, each with whether it is of the chosen value."""
    chosen = next((one.line.quote for one in here if one.chosen), "")
    marked = {id(word) for word in places_of(chosen, page.lines)} if chosen else set()
    return [[(str(word[0]), id(word) in marked) for word in line] for line in page.lines]
