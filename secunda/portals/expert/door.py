"""Who comes in here: an expert of this programme, to work that is theirs, in the expert's own time zone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.utils import timezone

from secunda.care.assignment import access as assignments
from secunda.care.assignment.models import Assignment
from secunda.care.opinions import access as opinions
from secunda.care.opinions.models import Opinion
from secunda.foundation.accounts.models import Role
from secunda.foundation.audit import actions as audit
from secunda.foundation.errors import Hidden
from secunda.portals.parts.doors import account_of, act_for, programme_of, roles_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def for_experts(view: View[P]) -> View[P]:
    """A view for experts of the request's programme; 404 for everybody else, the sign-in page for nobody."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _sign_in(request)
        if Role.Kind.EXPERT not in roles_of(request):
            raise Hidden
        act_for(request, role=Role.Kind.EXPERT)
        with timezone.override(ZoneInfo(account_of(request).time_zone or "UTC")):
            return view(request, *args, **kwargs)

    return guarded


def _sign_in(request: HttpRequest) -> HttpResponseBase:
    if request.headers.get("HX-Request") or request.headers.get("X-Requested-With"):
        return HttpResponse(status=401)
    return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))


def invited(request: HttpRequest, assignment: UUID) -> Assignment:
    """An assignment of this expert; raises `Hidden`. Times are in the expert's zone from here on."""
    found = assignments.own_assignment(account_of(request), programme_of(request), assignment)
    timezone.activate(ZoneInfo(found.expert.zone))
    return found


def at_work(request: HttpRequest, assignment: UUID) -> Assignment:
    """Work that this expert has accepted; raises `Hidden`."""
    found = assignments.own_work(account_of(request), programme_of(request), assignment)
    timezone.activate(ZoneInfo(found.expert.zone))
    return found


def own_opinion(request: HttpRequest, assignment: UUID) -> tuple[Assignment, Opinion]:
    """Work together with the newest version of its report; raises `Hidden` before there is one."""
    work = at_work(request, assignment)
    opinion = opinions.own_opinion(account_of(request), work.case)
    if opinion is None:
        raise Hidden
    return work, opinion


def note(work: Assignment, verb: str, object_type: str, object_id: UUID) -> None:
    """One audit event about something of the case that this expert has opened."""
    audit.record(
        verb=verb, at=timezone.now(), case_id=work.case_id, programme_id=work.programme_id, object_type=object_type,
        object_id=object_id,
    )  # fmt: skip
