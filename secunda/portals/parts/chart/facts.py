"""One value: where it stands, what became of it, and what this person may say of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from secunda.care.chart import access, sentences
from secunda.care.chart import actions as chart
from secunda.care.chart.access import documents, timeline
from secunda.care.chart.models import Fact, FactRevision
from secunda.care.records import access as records
from secunda.foundation.errors import Hidden, Refused
from secunda.portals.parts.chart.course import source_of
from secunda.portals.parts.chart.found import GONE, found_of
from secunda.portals.parts.chart.sheet import Box, box_of
from secunda.portals.parts.chart.visit import Visit

A = FactRevision.Action


@dataclass(frozen=True)
class Step:
    """One thing that happened to a value. `at` is None for what the software read before anybody looked."""

    at: datetime | None
    words: str
    reason: str


def fact(visit: Visit, fact: UUID) -> HttpResponse:
    """The value with its history and small forms."""
    return _shown(visit, access.find_fact(visit.view, fact))


def _shown(visit: Visit, one: Fact, *, told: str = "") -> HttpResponse:
    line = timeline.line_of(one)
    found = found_of(visit, line)
    record = access.find_document(visit.view, one.record.public_id)
    context = {
        "heading": f"{line.label}: {line.words}", "found": found, "fact": one, "wrong": told,
        "source": source_of(visit.title(record.public_id, records.neutral_title(record)), one.page),
        "given": visit.request.POST,
        "history": [] if visit.view.blind else list(_history(one)),
        "others": _others(visit, one) if A.MERGE in found.may else [],
    }  # fmt: skip
    return visit.show("fact", context, status=422 if told else 200)


def _history(one: Fact) -> Iterator[Step]:
    """From what the software read to what the last person said."""
    if one.read is not None:
        read_at = one.reading.read_at if one.reading else None
        yield Step(read_at, _("The software read “%(value)s”.") % {"value": _value(one.read, one.name)}, "")
    for revision in FactRevision.objects.filter(fact=one).select_related("by").order_by("at", "id"):
        yield Step(revision.at, _sentence(revision, one.name), revision.reason)


def _sentence(revision: FactRevision, name: str) -> str:
    said = {
        "name": revision.by.name or revision.by.email, "now": _value(revision.now, name),
        "was": _value(revision.was or {}, name),
    }  # fmt: skip
    return {
        A.ADD: _("%(name)s added “%(now)s”."),
        A.CONFIRM: _("%(name)s confirmed “%(now)s”."),
        A.CORRECT: _("%(name)s corrected “%(was)s” to “%(now)s”."),
        A.REJECT: _("%(name)s said that “%(was)s” is wrong."),
        A.MERGE: _("%(name)s said that it is the same as another."),
        A.RESTORE: _("%(name)s took it back to “%(now)s”."),
    }[A(revision.action)] % said


def _value(kept: dict[str, Any], name: str) -> str:
    return sentences.value_in_words(name, str(kept.get("value", "")), str(kept.get("unit", "")))


def _others(visit: Visit, one: Fact) -> list[tuple[UUID, str, str]]:
    """Values of the same kind that this one could be the same as: id, words, where."""
    same = access.facts_in(visit.view).filter(name=one.name).exclude(standing__in=GONE).exclude(pk=one.pk)
    lines = [(timeline.line_of(other), other) for other in same]
    return [
        (
            line.id,
            line.words,
            source_of(visit.title(line.record_id, records.neutral_title(other.record)), other.page),
        )
        for line, other in lines
    ]


def confirm(visit: Visit, fact: UUID) -> HttpResponse:
    """It is right as it stands."""
    return _back(visit, chart.confirm(view=visit.view, fact=_find(visit, fact), at=timezone.now()))


def correct(visit: Visit, fact: UUID) -> HttpResponse:
    """It should be something else; a refusal is shown above the form."""
    one, given = _find(visit, fact), visit.request.POST
    try:
        now = chart.correct(
            view=visit.view, fact=one, value=given.get("value", ""), unit=given.get("unit"), date=given.get("date"),
            reason=given.get("reason", ""), at=timezone.now(),
        )  # fmt: skip
    except Refused as refusal:
        return _shown(visit, one, told=refusal.sentence)
    messages.success(visit.request, _("Corrected. What the software read stays in the history."))
    return _back(visit, now)


def reject(visit: Visit, fact: UUID) -> HttpResponse:
    """It is wrong and should not stand."""
    reason = visit.request.POST.get("reason", "")
    now = chart.reject(view=visit.view, fact=_find(visit, fact), reason=reason, at=timezone.now())
    messages.success(visit.request, _("Marked as wrong. You can take that back."))
    return _back(visit, now)


def restore(visit: Visit, fact: UUID) -> HttpResponse:
    """Take back what people said of it."""
    return _back(visit, chart.restore(view=visit.view, fact=_find(visit, fact), at=timezone.now()))


def merge(visit: Visit, fact: UUID) -> HttpResponse:
    """It is the same as another, which stands for both."""
    one, into = _find(visit, fact), visit.request.POST.get("into", "")
    try:
        other = _find(visit, UUID(into))
    except ValueError:
        raise Refused(_("Please choose the value that it is the same as.")) from None
    kept = chart.merge(view=visit.view, facts=[one], into=other, at=timezone.now())
    messages.success(visit.request, _("The two are one now. This is the one that stands."))
    return _back(visit, kept)


def add(visit: Visit, record: UUID) -> HttpResponse:
    """Something that the software did not find, at the page that is open."""
    found, given = access.find_document(visit.view, record), visit.request.POST
    page, quote = _page(given.get("page", "")), given.get("quote", "")
    now = chart.add(
        view=visit.view, record=found, name=given.get("name", ""), value=given.get("value", ""),
        unit=given.get("unit", ""), date=given.get("date", ""), page=page, quote=quote,
        box=_place(visit, record, page, quote), at=timezone.now(),
    )  # fmt: skip
    messages.success(visit.request, _("Added."))
    return _back(visit, now)


def _page(written: str) -> int | None:
    return int(written) if written.isdecimal() and len(written) < 7 and int(written) else None


def _place(
    visit: Visit, record: UUID, page: int | None, quote: str
) -> tuple[float, float, float, float] | None:
    """Where the quote stands on the page, if it does."""
    if page is None or not quote.strip():
        return None
    pages = documents.document(visit.view, record, first=page, count=1).pages
    box: Box | None = box_of(quote, pages[0].lines) if pages else None
    return (box[0], box[1], box[2], box[3]) if box else None


def _find(visit: Visit, fact: UUID) -> Fact:
    found = access.find_fact(visit.view, fact)
    if visit.view.blind and found.withheld:
        raise Hidden
    return found


def _back(visit: Visit, now: Fact) -> HttpResponse:
    """Back to where it stands in its document."""
    place = visit.url("document", now.record.public_id, page=now.page, fact=now.public_id)
    return visit.to(f"{place}#fact-{now.public_id}")
