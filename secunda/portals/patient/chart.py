"""What was read from the patient's records: for whoever of the patient's side may open them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from secunda.care.chart import access
from secunda.care.chart.access import View
from secunda.foundation.errors import Hidden
from secunda.portals.parts.chart.desk import Desk
from secunda.portals.parts.doors import account_of
from secunda.portals.patient.door import is_unsent, own_part, zone_of


def _view(request: HttpRequest, case: UUID) -> View:
    party = own_part(request, case)
    if is_unsent(party.case):
        raise Hidden
    return access.party_view(party)


def on_own_clock(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view for whoever is signed in, with times on their clock."""

    @wraps(view)
    def through(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        with timezone.override(zone_of(account_of(request))):
            return view(request, **parts)

    return login_required(through)


desk = Desk("patient", _view)
