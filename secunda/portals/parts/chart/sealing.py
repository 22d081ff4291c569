"""Sealing passages of a page: boxes drawn on it, lines or values ticked; and unsealing them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from secunda.care.chart import access
from secunda.care.chart import actions as chart
from secunda.care.chart.access.documents import DocumentView, PageView, SealedBox
from secunda.care.chart.pictures import meet
from secunda.care.records import actions as records
from secunda.care.records.models import Record
from secunda.foundation.errors import Refused
from secunda.portals.parts.chart.document import Names, context_of, open_pages
from secunda.portals.parts.chart.sheet import Row, rows_of
from secunda.portals.parts.chart.visit import Visit

Edges = tuple[float, float, float, float]
SEAL = Names(page="seal")


@dataclass(frozen=True)
class Passage:
    """A sealed passage: its page, and the words it covers if that page is open."""

    id: int
    page: int
    words: str
    url: str


def seal(visit: Visit, record: UUID) -> HttpResponse:
    """The page with its lines to tick; a POST seals what was ticked or drawn."""
    if visit.request.method == "POST":
        return _seal(visit, record)
    context = context_of(visit, record, SEAL)
    shown, number = context["shown"], context["sheet"].number
    page = next((one for one in shown.pages if one.number == number), None)
    return visit.show("seal", context | _to_seal(visit, shown, page) | {"heading": _("Seal passages")})


def _to_seal(visit: Visit, shown: DocumentView, page: PageView | None) -> dict[str, Any]:
    number = page.number if page else 0
    here = [one.box for one in shown.sealed if one.page == number]
    rows = [row for row in rows_of(page) if row.box] if page and page.width else []
    passages = [_passage(visit, shown, one, rows if one.page == number else []) for one in shown.sealed]
    return {
        "rows": [(row, any(_meets(row.box, box) for box in here)) for row in rows],
        "passages": passages,
        "closed": shown.record.blinding == Record.Blinding.SEALED,
    }  # fmt: skip


def _passage(visit: Visit, shown: DocumentView, one: SealedBox, rows: list[Row]) -> Passage:
    words = " … ".join(row.words for row in rows if _meets(row.box, one.box))
    return Passage(one.id, one.page, words, visit.url("seal", shown.record.public_id, page=one.page))


def _meets(one: Any, other: Any) -> bool:
    return meet(edges(one), edges(other))


def edges(box: Any) -> Edges:
    """A box as four numbers."""
    return (float(box[0]), float(box[1]), float(box[2]), float(box[3]))


def _seal(visit: Visit, record: UUID) -> HttpResponse:
    given = visit.request.POST
    page = int(given["page"]) if given.get("page", "").isdecimal() and len(given["page"]) < 7 else 1
    shown = open_pages(visit, record, first=page, count=1)
    boxes = [
        *_ticked(shown, given.getlist("line"), given.getlist("fact")),
        *map(_drawn, given.getlist("box")),
    ]
    if not boxes:
        raise Refused(_("Please tick at least one line, or draw a box around what should be sealed."))
    for box in boxes:
        chart.seal_passage(view=visit.view, record=shown.record, page=page, box=box, at=timezone.now())
    said = ngettext("One passage is sealed.", "%(n)s passages are sealed.", len(boxes)) % {"n": len(boxes)}
    messages.success(visit.request, said)
    return visit.to(visit.url("seal", record, page=page))


def _ticked(shown: DocumentView, lines: list[str], facts: list[str]) -> list[Edges]:
    rows = {str(row.number): row.box for page in shown.pages for row in rows_of(page)}
    values = {str(fact.id): fact.box for fact in shown.facts}
    boxes = [*(rows.get(line) for line in lines), *(values.get(fact) for fact in facts)]
    return [edges(box) for box in boxes if box]


def _drawn(written: str) -> Edges:
    """A box as the drawing hands it over: "x0 y0 x1 y1" in points. Raises `Refused` for anything else."""
    try:
        return edges([float(edge) for edge in written.split()])
    except (ValueError, IndexError):
        raise Refused(_("Please mark a part of the page.")) from None


def unseal(visit: Visit, record: UUID, passage: int) -> HttpResponse:
    """Take a sealed passage back."""
    found = access.find_document(visit.view, record)
    chart.unseal_passage(view=visit.view, passage_id=passage, at=timezone.now())
    messages.success(visit.request, _("The passage is not sealed any more."))
    return visit.to(visit.url("seal", found.public_id))


def open_the_rest(visit: Visit, record: UUID) -> HttpResponse:
    """A record that was sealed as a whole opens for a blind expert, without its sealed passages."""
    found = access.find_document(visit.view, record)
    records.classify(
        record=found,
        blinding=Record.Blinding.PASSAGES,
        title=found.title,
        by=visit.view.account,
        at=timezone.now(),
    )
    messages.success(
        visit.request, _("A blind expert may read this record now, without its sealed passages.")
    )
    return visit.to(visit.url("preview", found.public_id))
