"""The case room: left what there is, in the middle what is being read, right the read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from secunda.care.assignment.models import Assignment
from secunda.care.cases import access as cases
from secunda.care.cases.consents import OPINION
from secunda.care.cases.models import Brief, Party
from secunda.care.chart import access as chart
from secunda.care.opinions import actions as opinions
from secunda.care.opinions import content
from secunda.care.opinions.models import Read
from secunda.care.records import access as records
from secunda.care.records.models import Record
from secunda.care.records.shown import find_shown, stops_of
from secunda.foundation.errors import Hidden, Refused
from secunda.portals.expert import words
from secunda.portals.expert.door import at_work, for_experts, note
from secunda.portals.expert.exhibits import Opened, Row
from secunda.portals.expert.writing.ask import Around
from secunda.portals.expert.writing.part import Part, rows_at
from secunda.portals.expert.writing.saving import autosaved, edition_of, is_autosave
from secunda.portals.expert.writing.sheets import READ
from secunda.portals.expert.writing.told import lines_of
from secunda.portals.parts.doors import account_of, acting, own_transactions, programme_of
from secunda.portals.parts.paging import page_asked
from secunda.portals.parts.record_files import record_copy, record_file

NOTHING_AROUND = Around()


def party_in(request: HttpRequest, work: Assignment) -> Party:
    """The expert's part in the case, with its phase; raises `Hidden`, and `Refused` once consent is withdrawn."""
    account, at = account_of(request), timezone.now()
    party = cases.party_of(account, programme_of(request), work.case.public_id, (Party.Role.EXPERT,), at)
    cases.require_consent(party.case, OPINION)
    return party


def begun(request: HttpRequest, work: Assignment) -> Read:
    """The expert's read, made empty at the first visit."""
    return opinions.begin_read(assignment=work, by=account_of(request), at=timezone.now())


def part_of(read: Read, data: Any = None) -> Part:
    """The read as fields."""
    value = content.from_json(content.Read, read.content)
    return Part(content.Read, value, around=NOTHING_AROUND, data=data)


@for_experts
def room(request: HttpRequest, assignment: UUID, record: UUID | None = None) -> HttpResponseBase:
    """The room; with `record` that record in the middle. A POST keeps the read and goes on to the commit."""
    work = at_work(request, assignment)
    party = party_in(request, work)
    read = begun(request, work)
    if request.method == "POST":
        return _kept(request, work, party, read)
    middle = {"opened": Opened(find_shown(party, record))} if record else {}
    if middle and getattr(request, "htmx", False):
        return render(request, "expert/_record.html", {"assignment": work} | middle)
    context = _around(request, work, party) | middle
    note(work, "case.opened", "case", work.case.public_id)
    return render(request, "expert/room.html", context | _with_read(read, part_of(read)))


def with_middle(
    request: HttpRequest, assignment: UUID, middle: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """The room with something else in its middle: `middle["body"]` is the template, the rest is what it asks for."""
    work = at_work(request, assignment)
    party, read = party_in(request, work), begun(request, work)
    context = _around(request, work, party)
    context |= _with_read(read, part_of(read))
    return render(request, "expert/room.html", context | middle, status=status)


def _around(request: HttpRequest, work: Assignment, party: Party) -> dict[str, Any]:
    stops = stops_of(party, page=page_asked(request))
    return {
        "assignment": work,
        "party": party,
        "blind": party.phase == Party.Phase.BLIND,
        "shelf": stops,
        "stops": [Row(stop) for stop in stops.lines],
        "has_studies": stops.has_studies,
        "in_part": _in_part(party),
        "brief": Brief.objects.filter(case=work.case).first(),
        "person": words.person(work.offer),
    }


def _in_part(party: Party) -> list[tuple[UUID, str]]:
    """Documents whose pages are open, but for sealed passages; their files are not: id and title."""
    view = chart.party_view(party)
    if not view.blind:
        return []
    found = chart.documents_of(view).filter(blinding=Record.Blinding.PASSAGES)
    return [(one.public_id, records.neutral_title(one)) for one in found]


def _with_read(read: Read, part: Part) -> dict[str, Any]:
    told = lines_of(content.from_json(content.Read, read.content)) if read.committed_at else []
    return {"read": read, "part": part, "told": told}


def _kept(request: HttpRequest, work: Assignment, party: Party, read: Read) -> HttpResponseBase:
    part = part_of(read, request.POST)
    if is_autosave(request):
        return autosaved(part, lambda: _save(request, read, part))
    sentence = ""
    if part.is_valid():
        try:
            _save(request, read, part)
        except Refused as refusal:
            sentence = refusal.sentence
        else:
            return _goes_on(request, work)
    context = _around(request, work, party) | _with_read(read, part)
    return render(
        request, "expert/room.html", context | {"sentence": sentence}, status=409 if sentence else 200
    )


def _goes_on(request: HttpRequest, work: Assignment) -> HttpResponse:
    if request.POST.get("do") == "commit":
        return redirect("expert:commit", work.public_id)
    messages.success(request, _("Saved."))
    return redirect("expert:room", work.public_id)


def _save(request: HttpRequest, read: Read, part: Part) -> int:
    """Keep what was written and return the edition; what is kept already is not kept again."""
    value: content.Read = part.value()
    if content.to_json(value) == read.content:
        return read.edition
    by, at = account_of(request), timezone.now()
    return opinions.save_read(read=read, value=value, edition=edition_of(request), by=by, at=at).edition


@require_GET
@for_experts
def row(request: HttpRequest, assignment: UUID) -> HttpResponse:
    """One more empty row of the read, for a page that is open."""
    at_work(request, assignment)
    return one_more(request, content.Read, READ[content.Read], NOTHING_AROUND)


def one_more(request: HttpRequest, kind: type, only: Any, around: Around) -> HttpResponse:
    """An empty row of what `add` names, numbered so that it comes after all others; raises `Hidden`."""
    rows = rows_at(kind, request.GET.get("add", ""), around, only)
    if rows is None:
        raise Hidden
    fresh = rows.row(0, int(timezone.now().timestamp() * 1000), None)
    return render(request, "expert/_row.html", {"row": fresh, "rows": rows, "is_new": True})


@for_experts
def file(request: HttpRequest, assignment: UUID, record: UUID) -> HttpResponseBase:
    """A record's bytes, as far as the phase allows, under a neutral name; audited before the first byte."""
    work = at_work(request, assignment)
    return record_file(request, work.case.public_id, record)


@own_transactions
@login_required
def copy(request: HttpRequest, assignment: UUID, record: UUID) -> HttpResponseBase:
    """A PDF as a copy in which nothing can run, once the first opinion is open; 404 while it is sealed."""
    with acting(request):
        work = at_work(request, assignment)
    return record_copy(request, work.case.public_id, record)
