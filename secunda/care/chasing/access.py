"""Who may see a request for records: the patient's side and the staff of the case; and what a code opens."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from secunda.care.cases import actions as cases
from secunda.care.cases.models import Case, Link
from secunda.care.chasing import rules
from secunda.care.chasing.models import RecordRequest
from secunda.care.records.models import Record
from secunda.foundation.accounts import principal
from secunda.foundation.accounts.models import Programme
from secunda.foundation.errors import Hidden


@dataclass(frozen=True)
class Opened:
    """What a code opens: the request, its case and its link."""

    request: RecordRequest
    case: Case
    link: Link


@dataclass(frozen=True)
class Came:
    """One file that came through a link, as its sender sees it."""

    name: str
    size: int
    state: str


def requests_of(case: Case) -> QuerySet[RecordRequest]:
    """The letters of a case, the newest first, with how many files came through each (`arrived`)."""
    came = (
        Record.objects.filter(uploaded_through=OuterRef("link"))
        .exclude(state__in=(Record.State.REFUSED, Record.State.REMOVED))
        .values("uploaded_through")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return (
        RecordRequest.objects.filter(case=case)
        .select_related("link", "asked_by", "case__programme")
        .annotate(arrived=Coalesce(Subquery(came), 0))
        .order_by("-number")
    )


def find(case: Case, request: UUID) -> RecordRequest:
    """One letter of a case; raises `Hidden`."""
    found = requests_of(case).filter(public_id=request).first()
    if found is None:
        raise Hidden
    return found


def opened_by(code: str, programme: Programme) -> Opened | None:
    """What a typed code opens in this programme; None for every code that opens nothing, whatever the reason."""
    plain = rules.read_code(code)
    link_id = cases.live_link(programme=programme, token=plain, kind=Link.Kind.UPLOAD) if plain else None
    if link_id is None:
        return None
    with principal.as_link(link_id, programme.id):
        link = Link.objects.get(pk=link_id)
    with principal.as_link(link_id, programme.id, case_id=link.case_id):
        request = RecordRequest.objects.select_related("case__programme").filter(link=link).first()
    return None if request is None or request.closed_at else Opened(request, request.case, link)


def sent_through(opened: Opened) -> list[Came]:
    """The files that came through this link, the newest first: all that its holder sees of the case."""
    with principal.as_link(opened.link.pk, opened.case.programme_id, case_id=opened.case.pk):
        found = Record.objects.filter(uploaded_through=opened.link).exclude(state=Record.State.REMOVED)
        return [Came(one.name, one.size, one.state) for one in found.order_by("-number")]
