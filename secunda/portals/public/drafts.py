"""Whose draft it is: the one that this browser's link holds, or one's own. Everybody else learns nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation

from secunda.care.cases import access as cases_access
from secunda.care.cases import rules
from secunda.care.cases.models import Case, Intake
from secunda.foundation.accounts.models import Account
from secunda.foundation.errors import Hidden
from secunda.portals.parts import doors
from secunda.portals.public import intake, places
from secunda.portals.public.forms import About

OPEN_STATES = (Case.State.DRAFT, Case.State.EMERGENCY)


@dataclass
class Draft:
    """A draft as a screen needs it: the case, what was typed, when it was saved, and whether an account holds it."""

    case: Case
    answers: dict[str, Any]
    saved_at: datetime
    claimed: bool
    about: About
    at: datetime

    @property
    def zone(self) -> ZoneInfo:
        """The person's clock, as far as we know it."""
        return ZoneInfo(self.about.time_zone or "UTC")


View = Callable[..., HttpResponse]


def of_a_draft(view: View) -> View:
    """Give a view its draft instead of the id in its address; nobody's and somebody else's drafts are hidden.

    A visitor without any draft is asked to sign in: their own may be behind that.
    """

    def through(request: HttpRequest, case_id: UUID, **given: Any) -> HttpResponse:
        draft = _find(request, case_id)
        if draft is None:
            if request.headers.get("X-Requested-With"):
                return HttpResponse(status=401)
            return redirect_to_login(request.get_full_path(), reverse("account_login"))
        if not is_open(draft.case):
            return redirect("patient:home")
        with timezone.override(draft.zone):
            return view(request, draft, **given)

    return through


def _find(request: HttpRequest, case_id: UUID) -> Draft | None:
    """The draft, None for a visitor who holds none; raises `Hidden` for somebody else's."""
    at = timezone.now()
    held = cases_access.draft_of(getattr(request, "draft_link", None))
    if held is not None and held.public_id == case_id:
        return read(held, claimed=False, at=at)
    if not request.user.is_authenticated:
        return None
    party = cases_access.own_case(doors.account_of(request), _programme(request), case_id, at)
    doors.act_for(request, role=party.role, patient_id=party.case.patient_id)
    return read(party.case, claimed=True, at=at)


def is_open(case: Case) -> bool:
    """Whether a case is still a draft, stopped or not. A case that was sent may be stopped too, and is no draft."""
    return case.state in OPEN_STATES and case.submitted_at is None


def read(case: Case, *, claimed: bool, at: datetime) -> Draft:
    """A draft with its answers; raises `Hidden` when nothing was ever kept."""
    kept = Intake.objects.filter(case=case).first()
    if kept is None:
        raise Hidden
    today = timezone.localdate(at, timezone=_zone_of(case))
    who = intake.about(case, kept.answers, languages_of(case.programme.languages), today)
    return Draft(case=case, answers=kept.answers, saved_at=kept.saved_at, claimed=claimed, about=who, at=at)


def with_answers(draft: Draft, kept: Intake) -> Draft:
    """The draft after one of its pages was kept."""
    who = intake.about(draft.case, kept.answers, draft.about.languages, draft.about.today)
    return replace(draft, answers=kept.answers, saved_at=kept.saved_at, about=who)


def begun(request: HttpRequest, at: datetime) -> list[Case]:
    """Drafts that this visitor may go on with: the one in this browser, then their own, newest first."""
    held = cases_access.draft_of(getattr(request, "draft_link", None))
    found = [held] if held is not None and is_open(held) else []
    if request.user.is_authenticated:
        own = cases_access.cases_of(doors.account_of(request), _programme(request), at)
        unsent = own.filter(state__in=OPEN_STATES, submitted_at=None)[:5]
        found += [case for case in unsent if case not in found]
    return found


def keep_in_browser(response: HttpResponse, token: str) -> None:
    """Put the draft's link into this browser, for this programme only, where no script can read it."""
    response.set_cookie(
        doors.DRAFT_COOKIE, token, max_age=int(rules.DRAFT_LIFE.total_seconds()), path=reverse("public:home"),
        secure=settings.TLS, httponly=True, samesite="Lax",
    )  # fmt: skip


def forget_in_browser(response: HttpResponse) -> None:
    """The link has ended: an account holds the draft now."""
    response.delete_cookie(doors.DRAFT_COOKIE, path=reverse("public:home"), samesite="Lax")


def languages_of(codes: list[str]) -> tuple[tuple[str, str], ...]:
    """A programme's languages by code, each in its own words."""
    offered = dict(settings.LANGUAGES)
    known = [code for code in codes or offered if code in offered]
    return tuple((code, translation.get_language_info(code)["name_local"]) for code in known)


def account_or_none(request: HttpRequest) -> Account | None:
    """The signed-in account, typed."""
    return doors.account_of(request) if request.user.is_authenticated else None


def _programme(request: HttpRequest) -> Any:
    return request.programme  # type: ignore[attr-defined]


def _zone_of(case: Case) -> ZoneInfo:
    return ZoneInfo(case.time_zone if places.zone_known(case.time_zone) else "UTC")
