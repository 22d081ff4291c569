"""Somebody at the chart of a case: where they came in, as whom, and how a page is shown to them there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from secunda.care.chart import access
from secunda.care.chart.access import View
from secunda.care.records.models import Record

Frame = Callable[["Visit", str, dict[str, Any], int], HttpResponse]
FRAGMENT = "parts/chart/_%s.html"


@dataclass(frozen=True)
class Visit:
    """One request for a screen of the chart. `place` is the id in the address: the case's, or the assignment's."""

    request: HttpRequest
    portal: str
    place: UUID
    view: View
    frame: Frame

    def url(self, name: str, *args: Any, **query: Any) -> str:
        """The address of another screen of this case in the same portal; empty values of the query are left out."""
        address = reverse(f"{self.portal}:{name}", args=(self.place, *args))
        told = {key: value for key, value in query.items() if value not in ("", None)}
        return f"{address}?{urlencode(told)}" if told else address

    @cached_property
    def _own_names(self) -> dict[UUID, str]:
        """What the patient's side knows its files by; nothing for anybody else."""
        found = access.documents_of(self.view) if self.view.is_own else Record.objects.none()
        return dict(found.values_list("public_id", "name"))

    def title(self, record: UUID, neutral: str) -> str:
        """What this person knows a record by: their own file's name on the patient's side, else the neutral title."""
        return self._own_names.get(record) or neutral

    def to(self, address: str) -> HttpResponse:
        """Lead to another screen after something was done."""
        return redirect(address)

    def show(self, body: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        """A screen of the chart: alone for a page that is open and asks for a piece, else in the portal's frame.

        `body` names the template `parts/chart/_<body>.html`; `context` has its `heading`.
        """
        filled = {"visit": self, "view": self.view, "case": self.view.case} | context
        if getattr(self.request, "htmx", False):
            return render(self.request, FRAGMENT % body, filled | {"alone": True}, status=status)
        return self.frame(self, FRAGMENT % body, filled, status)


def page(visit: Visit, body: str, context: dict[str, Any], status: int) -> HttpResponse:
    """The frame of portals that have no room: a wide page below the case."""
    reference = visit.view.case.reference
    back = {
        "back_url": reverse(f"{visit.portal}:case", args=(visit.place,)),
        "back_label": _("Case %(reference)s") % {"reference": reference},
    }
    return render(visit.request, "parts/chart/page.html", context | back | {"body": body}, status=status)
