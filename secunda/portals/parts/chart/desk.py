"""The addresses of the chart's screens, for any portal that says how it finds somebody's view of a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST, require_safe

from secunda.care.chart.access import View
from secunda.portals.parts.chart import (
    again,
    course,
    document,
    facts,
    finding,
    preview,
    proposed,
    sealing,
    summary,
)
from secunda.portals.parts.chart.visit import Frame, Visit, page

Screen = Callable[..., HttpResponseBase]
Answer = Callable[..., HttpResponseBase]
Address = tuple[str, Screen, Any, str]  # below the case, what it shows, which methods, its name
ONE = "document/<uuid:record>/"
FACT = "fact/<uuid:fact>/"


@dataclass(frozen=True)
class Desk:
    """The chart in one portal. `view_of` finds the view for an address, or raises `Hidden`; `key` names its id."""

    portal: str
    view_of: Callable[[HttpRequest, UUID], View]
    key: str = "case"
    frame: Frame = page

    def urls(self, guard: Callable[[Answer], Answer]) -> list[URLPattern]:
        """The addresses, below the case's. `guard` asks for a sign-in."""
        rows: list[Address] = [
            ("timeline/", course.timeline, require_safe, "timeline"),
            ("search/", finding.search, None, "search"),
            ("summary/", summary.summary, require_safe, "summary"),
            (ONE, document.document, require_safe, "document"),
            (f"{ONE}<int:page>.jpg", document.page_image, require_safe, "page_image"),
            (f"{ONE}add/", facts.add, require_POST, "fact_add"),
            (FACT, facts.fact, require_safe, "fact"),
            (f"{FACT}confirm/", facts.confirm, require_POST, "fact_confirm"),
            (f"{FACT}correct/", facts.correct, require_POST, "fact_correct"),
            (f"{FACT}reject/", facts.reject, require_POST, "fact_reject"),
            (f"{FACT}restore/", facts.restore, require_POST, "fact_restore"),
            (f"{FACT}merge/", facts.merge, require_POST, "fact_merge"),
        ]
        return [self._path(guard, *row) for row in rows]

    def staff_urls(self, guard: Callable[[Answer], Answer]) -> list[URLPattern]:
        """The addresses that only staff have: sealing passages, and writing the summary."""
        rows: list[Address] = [
            (f"{ONE}again/", again.read_again, require_POST, "read_again"),
            (f"{ONE}seal/", sealing.seal, None, "seal"),
            (f"{ONE}seal/<int:passage>/undo/", sealing.unseal, require_POST, "unseal"),
            (f"{ONE}seal/open/", sealing.open_the_rest, require_POST, "open_the_rest"),
            (f"{ONE}preview/", preview.preview, require_safe, "preview"),
            (f"{ONE}preview/<int:page>.jpg", preview.preview_image, require_safe, "preview_image"),
            ("proposal/<uuid:proposal>/", proposed.decide, require_POST, "proposal"),
            ("summary/draft/", summary.draft, require_POST, "summary_draft"),
            ("summary/propose/", summary.propose, require_POST, "summary_propose"),
            ("summary/edit/", summary.edit, None, "summary_edit"),
            ("summary/approve/", summary.approve, require_POST, "summary_approve"),
        ]
        return [self._path(guard, *row) for row in rows]

    def _path(self, guard: Any, below: str, screen: Screen, method: Any, name: str) -> URLPattern:
        view = guard(self._with_visit(screen))
        address = f"case/<uuid:{self.key}>/{below}"
        found: URLPattern = path(address, method(view) if method else view, name=name)
        return found

    def _with_visit(self, screen: Screen) -> Answer:
        def view(request: HttpRequest, **parts: Any) -> HttpResponseBase:
            place = parts.pop(self.key)
            return screen(
                Visit(request, self.portal, place, self.view_of(request, place), self.frame), **parts
            )

        return view
