"""Who comes in here: signed in, with a role in this programme."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.utils import timezone

from secunda.care.cases import access as cases
from secunda.care.cases.models import Case
from secunda.foundation.accounts.models import Role
from secunda.foundation.errors import Hidden
from secunda.portals.parts.doors import account_of, act_for, programme_of, roles_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
CASE_STAFF = frozenset({Role.Kind.COORDINATOR, Role.Kind.MEDICAL_DIRECTOR})


def for_roles(*kinds: str) -> Callable[[View[P]], View[P]]:
    """A view for holders of one of these roles in the request's programme; 404 for others, the sign-in for nobody."""

    def wrap(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
            held = roles_of(request)
            mine = [kind for kind in kinds if kind in held]
            if not mine:
                raise Hidden
            act_for(request, role=mine[0])
            return view(request, *args, **kwargs)

        return guarded

    return wrap


for_case_staff = for_roles(Role.Kind.COORDINATOR, Role.Kind.MEDICAL_DIRECTOR)


def staff_case(request: HttpRequest, case: UUID) -> Case:
    """The case of this address for this member of the case staff; raises `Hidden`."""
    return cases.staff_case(account_of(request), programme_of(request), case, timezone.now())
