"""The summary of the case: each sentence with what it rests on; drafted, edited and approved by named staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from secunda.care.chart import access, language_model
from secunda.care.chart import actions as chart
from secunda.care.chart.access import chronology
from secunda.care.chart.access.chronology import Cite, Summary, Told
from secunda.care.records import access as records
from secunda.foundation.errors import Refused
from secunda.portals.parts.chart.course import source_of
from secunda.portals.parts.chart.visit import Visit

NEW_ROWS = 2


@dataclass(frozen=True)
class Cited:
    """A citation as a link. `kept` is what the form sends back for it."""

    label: str
    url: str
    kept: str


@dataclass(frozen=True)
class Sentence:
    """A sentence with its citations; `number` is its row in the form. `withheld`: a blind expert does not see it."""

    number: int
    text: str
    cites: tuple[Cited, ...]
    withheld: bool = False


def summary(visit: Visit) -> HttpResponse:
    """The edition that counts; staff see the latest, with what to do about it."""
    view = visit.view
    shown = chronology.latest(view) if view.is_staff else chronology.approved(view)
    codes = view.case.programme.languages
    context = {
        "heading": _("Summary of the case"),
        "summary": shown,
        "sentences": _sentences(visit, shown.sentences) if shown else [],
        "draft_languages": [(code, translation.get_language_info(code)["name_local"]) for code in codes],
        "language": translation.get_language(),
        "may_propose": view.is_staff and language_model.is_allowed(view.case.programme),
    }
    return visit.show("summary", context)


def _sentences(visit: Visit, told: Sequence[Told]) -> list[Sentence]:
    titles = _titles(visit)
    return [
        Sentence(number, one.text, _cited(visit, titles, one.cites), one.withheld)
        for number, one in enumerate(told, start=1)
    ]


def _titles(visit: Visit) -> dict[UUID, str]:
    """The documents that this person may open, by id."""
    return {
        one.public_id: visit.title(one.public_id, records.neutral_title(one))
        for one in access.documents_of(visit.view)
    }


def _cited(visit: Visit, titles: dict[UUID, str], cites: Sequence[Cite]) -> tuple[Cited, ...]:
    """Each place once: a sentence may rest on several values of one page."""
    places: dict[tuple[UUID, int | None], list[Cite]] = {}
    for cite in cites:
        places.setdefault((cite.record, cite.page), []).append(cite)
    return tuple(_one(visit, titles, some) for some in places.values())


def _one(visit: Visit, titles: dict[UUID, str], cites: Sequence[Cite]) -> Cited:
    first = cites[0]
    kept = ";".join(f"{cite.record} {cite.fact or '-'} {cite.page or '-'}" for cite in cites)
    if first.record not in titles:
        return Cited(_("a record that you cannot open now"), "", kept)
    url = visit.url("document", first.record, page=first.page, fact=first.fact)
    return Cited(source_of(titles[first.record], first.page), url, kept)


def draft(visit: Visit) -> HttpResponse:
    """A new edition by rule from what has a date."""
    language = visit.request.POST.get("language", "")
    offered = visit.view.case.programme.languages
    language = language if language in offered else translation.get_language() or "en"
    chart.draft_chronology(view=visit.view, language=language, at=timezone.now())
    messages.success(
        visit.request, _("The draft is ready. Read each sentence against its source before you approve it.")
    )
    return visit.to(visit.url("summary"))


def propose(visit: Visit) -> HttpResponse:
    """Have the model of language draft an edition in the background."""
    chart.ask_for_summary(view=visit.view, at=timezone.now())
    messages.success(
        visit.request, _("The language model is drafting. It takes minutes; the draft then stands here.")
    )
    return visit.to(visit.url("summary"))


def approve(visit: Visit) -> HttpResponse:
    """A named person stands for this edition."""
    edition = visit.request.POST.get("edition", "")
    number = int(edition) if edition.isdecimal() and len(edition) < 9 else 0
    chart.approve_chronology(view=visit.view, edition=number, at=timezone.now())
    messages.success(visit.request, _("Approved. Experts may rely on it from now on."))
    return visit.to(visit.url("summary"))


def edit(visit: Visit) -> HttpResponse:
    """Sentence by sentence; a POST keeps a new draft edition."""
    if visit.request.method == "POST":
        return _edited(visit)
    now = chronology.latest(visit.view)
    told = now.sentences if now else ()
    return visit.show("summary_edit", _form(visit, _rows(visit, told), now))


def _rows(visit: Visit, told: Sequence[Told]) -> list[Sentence]:
    rows = _sentences(visit, told)
    return rows + [Sentence(len(rows) + 1 + extra, "", ()) for extra in range(NEW_ROWS)]


def _form(visit: Visit, rows: list[Sentence], now: Summary | None, told: str = "") -> dict[str, Any]:
    return {
        "heading": _("Edit the summary"), "rows": rows, "wrong": told,
        "documents": sorted(_titles(visit).items(), key=lambda one: one[1].casefold()),
        "language": now.language if now else visit.view.case.language,
    }  # fmt: skip


def _edited(visit: Visit) -> HttpResponse:
    given = visit.request.POST
    said = [_row(given, number) for number in _numbers(given)]
    written = [(text, cites) for _place, text, cites in sorted(said, key=lambda one: one[0]) if text]
    try:
        chart.edit_chronology(
            view=visit.view, sentences=written, language=given.get("language", "en")[:8], at=timezone.now()
        )
    except Refused as refusal:
        rows = _rows(visit, [Told(text, tuple(cites)) for text, cites in written])
        now = chronology.latest(visit.view)
        return visit.show("summary_edit", _form(visit, rows, now, refusal.sentence), status=422)
    messages.success(visit.request, _("Kept as a new draft. Experts see it once it is approved."))
    return visit.to(visit.url("summary"))


def _numbers(given: QueryDict) -> list[int]:
    named = [name.removeprefix("text-") for name in given if name.startswith("text-")]
    return sorted(int(number) for number in named if number.isdecimal() and len(number) < 5)


def _row(given: QueryDict, number: int) -> tuple[float, str, list[Cite]]:
    """A row of the form: its place, its text, and what it rests on."""
    kept = ";".join(given.getlist(f"cite-{number}")).split(";")
    cites = [cite for one in kept if (cite := _cite(one.split()))]
    more = _cite([given.get(f"more-{number}", ""), "-", given.get(f"page-{number}", "") or "-"])
    place = given.get(f"place-{number}", "")
    at = float(place) if place.isdecimal() and len(place) < 5 else float(number)
    return at, given.get(f"text-{number}", "").strip(), [*cites, *([more] if more else [])]


def _cite(parts: Sequence[str]) -> Cite | None:
    """A citation from what the form sends back; None for what is none."""
    try:
        record, fact, page = parts
        return Cite(
            UUID(record),
            None if fact == "-" else UUID(fact),
            int(page) if page.isdecimal() and len(page) < 7 else None,
        )
    except ValueError:
        return None
