"""Searching inside a case. The words stay in the session: an address could be kept by a log, and may name a person."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from secunda.care.chart import access
from secunda.care.chart import actions as chart
from secunda.care.chart.access.search import Hit
from secunda.care.records import access as records
from secunda.portals.parts.chart.course import source_of
from secunda.portals.parts.chart.visit import Visit
from secunda.portals.parts.record_words import clinical_day

WORDS = "chart_words"
LONGEST = 200


@dataclass(frozen=True)
class Result:
    """A page that holds the words, with the stretch around the first of them."""

    url: str
    source: str
    headline: tuple[tuple[str, bool], ...]


def search(visit: Visit) -> HttpResponse:
    """The box, and what the last words found; a POST keeps the words and leads back here."""
    request = visit.request
    if request.method == "POST":
        words = " ".join(request.POST.get("words", "").split())[:LONGEST]
        request.session[WORDS] = [str(visit.view.case.public_id), words]
        return visit.to(visit.url("search"))
    words = last_words(visit)
    hits = chart.search_case(view=visit.view, words=words, at=timezone.now()) if words else []
    context = {
        "heading": _("Search the records"), "words": words, "results": [_result(visit, hit) for hit in hits],
        "documents": [] if words else _documents(visit),
    }  # fmt: skip
    return visit.show("search", context)


def last_words(visit: Visit) -> str:
    """What this person looked for in this case last; empty if nothing."""
    case, words = visit.request.session.get(WORDS, ("", ""))
    return words if case == str(visit.view.case.public_id) else ""


def _result(visit: Visit, hit: Hit) -> Result:
    url = visit.url("document", hit.record_id, page=hit.page, hits=1)
    return Result(url, source_of(visit.title(hit.record_id, hit.record_title), hit.page), hit.headline)


def _documents(visit: Visit) -> list[tuple[str, str, str]]:
    """Every document by its day: title, day, address."""
    found = access.documents_of(visit.view).filter(instance=None)
    rows = sorted(found, key=lambda one: (not one.clinical_date, one.clinical_date, one.number))
    return [
        (
            visit.title(one.public_id, records.neutral_title(one)),
            clinical_day(one.clinical_date),
            visit.url("document", one.public_id),
        )
        for one in rows
    ]
