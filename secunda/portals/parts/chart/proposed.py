"""What a model of language proposes for a document, for staff to keep or leave out."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from secunda.care.chart import actions as chart
from secunda.care.chart import sentences
from secunda.care.chart.models import Proposal
from secunda.foundation.errors import Hidden
from secunda.portals.parts.chart.visit import Visit


@dataclass(frozen=True)
class Proposed:
    """A proposal with its words."""

    id: UUID
    label: str
    words: str
    quote: str
    page: int


def proposed_in(visit: Visit, record: UUID) -> list[Proposed]:
    """What waits for a decision in this document, for staff; nobody else has any."""
    if not visit.view.is_staff:
        return []
    waiting = Proposal.objects.filter(case=visit.view.case, record__public_id=record, decided_at=None)
    return [
        Proposed(
            one.public_id, sentences.name_in_words(one.name),
            sentences.value_in_words(one.name, one.value, one.unit), one.quote, one.page,
        )
        for one in waiting.order_by("page", "id")
    ]  # fmt: skip


def decide(visit: Visit, proposal: UUID) -> HttpResponse:
    """Keep it as a fact in the person's own name, or leave it out."""
    one = Proposal.objects.filter(case=visit.view.case, public_id=proposal).select_related("record").first()
    if one is None:
        raise Hidden
    if visit.request.POST.get("do") == "keep":
        chart.accept(view=visit.view, proposal=one, at=timezone.now())
        messages.success(visit.request, _("Kept, in your name."))
    else:
        chart.leave_out(view=visit.view, proposal=one, at=timezone.now())
        messages.success(visit.request, _("Left out."))
    return visit.to(visit.url("document", one.record.public_id, page=one.page))
