"""Who comes in here: somebody on the patient's side of the case in the address; a 404 for everybody else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from secunda.care.cases import access as cases_access
from secunda.care.cases.models import Case, Party
from secunda.foundation.accounts.models import Account, Programme
from secunda.portals.parts.doors import account_of, act_for

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Party, P], HttpResponseBase]
OPEN_STATES = (Case.State.DRAFT, Case.State.EMERGENCY)


def programme_of(request: HttpRequest) -> Programme:
    """The programme at whose door the person stands, typed."""
    programme: Programme = request.programme  # type: ignore[attr-defined]
    return programme


def of_own_case(view: View[P]) -> Callable[..., HttpResponseBase]:
    """Give a view the person's part in the case of its address, on their own clock; a draft goes back to the wizard."""

    @wraps(view)
    def through(request: HttpRequest, case: UUID, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        party = own_part(request, case)
        if is_unsent(party.case):
            return redirect("public:draft", case)
        with timezone.override(zone_of(account_of(request), party.case)):
            return view(request, party, *args, **kwargs)

    return login_required(through)


def own_part(request: HttpRequest, case: UUID) -> Party:
    """The person's part in a case; raises `Hidden`. The rest of the request acts in it, and its page says for whom."""
    party = cases_access.own_case(account_of(request), programme_of(request), case, timezone.now())
    is_self = party.role == Party.Role.PATIENT
    act_for(request, role=party.role, patient_id=None if is_self else party.case.patient_id)
    if party.role == Party.Role.PROXY and party.case.patient:
        request.on_behalf_of_name = party.case.patient.name  # type: ignore[attr-defined]
    return party


def is_unsent(case: Case) -> bool:
    """Whether the wizard still has this case."""
    return case.state in OPEN_STATES and case.submitted_at is None


def zone_of(account: Account, case: Case | None = None) -> ZoneInfo:
    """The person's clock: their account's, else the one that the case was sent with."""
    for name in (account.time_zone if account.time_zone != "UTC" else "", case.time_zone if case else ""):
        try:
            return ZoneInfo(name or "no such place")
        except (ZoneInfoNotFoundError, ValueError):
            continue
    return ZoneInfo("UTC")
