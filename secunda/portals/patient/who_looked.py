"""Who opened what and when, in sentences."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from secunda.care.cases.models import Party
from secunda.care.records import access as records
from secunda.foundation.audit.models import Event
from secunda.portals.parts.doors import account_of
from secunda.portals.parts.who import sentences
from secunda.portals.patient.door import of_own_case

PAGE = 100
VIEWS = Q(verb__regex=r"\.(opened|downloaded|exported)$") | Q(verb="link.used")


@require_safe
@of_own_case
def who_looked(request: HttpRequest, party: Party) -> HttpResponse:
    """Openings by others, or (`?show=all`) everything that was done; a hundred a page, `?before=` for earlier ones."""
    you, everything = account_of(request), request.GET.get("show") == "all"
    events = Event.objects.filter(case_id=party.case_id)
    if not everything:
        events = events.filter(VIEWS).exclude(actor_id=you.pk)
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 12:
        events = events.filter(seq__lt=int(before))
    rows = list(events.order_by("-seq")[: PAGE + 1])
    named = records.records_of(party).filter(
        public_id__in={event.object_id for event in rows if event.object_id}
    )
    names = {one.public_id: one.name for one in named if one.name}
    context = {
        "case": party.case,
        "party": party,
        "everything": everything,
        "sentences": sentences(rows[:PAGE], you=you.pk, names_of=names),
        "earlier": rows[PAGE - 1].seq if len(rows) > PAGE else None,
    }
    return render(request, "patient/who_looked.html", context)
