"""The records of a case as its staff see them: a page of lines, with what waits for a decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from secunda.care.cases.models import Case
from secunda.care.records import access
from secunda.care.records.lines import Line, lines_of
from secunda.care.records.models import Record
from secunda.portals.parts import record_words
from secunda.portals.parts.chart.states import states_of
from secunda.portals.parts.paging import page_asked

WAITING = "waiting"


@dataclass(frozen=True)
class Row:
    """A line as the page shows it; `said` is what is to be known of it, and what to do."""

    line: Line
    name: str
    facts: str
    origin: str
    said: str
    inside: record_words.Inside | None
    picture: bool


def shelf_of(request: HttpRequest, case: Case) -> dict[str, Any]:
    """What the list's template asks for; `?show=waiting` asks for the lines that wait for a decision only."""
    found, only = access.records_for_staff(case), request.GET.get("show") == WAITING
    if only:
        found = found.filter(Q(classified_at=None) | ~access.CERTAIN, state=Record.State.ACCEPTED)
    shelf = lines_of(found, page=page_asked(request))
    return {
        "shelf": shelf,
        "rows": [_row(line) for line in shelf.lines],
        "readings": states_of([line.head for line in shelf.lines]),
        "only_waiting": only,
        "shelf_query": f"&show={WAITING}" if only else "",
        "shelf_place": "records",
        "unclassified": access.unclassified(case),
        "unconfirmed": access.unconfirmed(case),
    }


def _row(line: Line) -> Row:
    head = line.head
    said = record_words.for_staff(head) or record_words.what_to_do(line, reader=None)
    return Row(
        line=line, name=head.title or record_words.name(line), facts=record_words.facts(line),
        origin=record_words.origin(head), said=said, inside=record_words.inside(head, reader=None),
        picture=record_words.has_picture(head),
    )  # fmt: skip
