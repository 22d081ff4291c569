"""The addresses of a case's DICOMweb, for any portal that says how it finds somebody's view of the case's studies."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from secunda.care.cases import access as cases
from secunda.care.imaging.access import View
from secunda.foundation.accounts import principal
from secunda.foundation.accounts.models import Account
from secunda.foundation.errors import Hidden
from secunda.portals.parts.dicomweb import bulk, drawn, seats, sent, stored, token, told
from secunda.portals.parts.dicomweb.visit import Screens, Visit
from secunda.portals.parts.doors import programme_of
from secunda.portals.parts.tus_requests import require_same_origin

Screen = Callable[..., HttpResponseBase]
Answer = Callable[..., HttpResponseBase]
STUDY = "studies/<str:study>"
SERIES = f"{STUDY}/series/<str:series>"
INSTANCE = f"{SERIES}/instances/<str:instance>"
_READ_OR_STORE = require_http_methods(["GET", "HEAD", "POST"])


def _or_store(screen: Screen) -> Screen:
    def either(visit: Visit, **uids: str) -> HttpResponseBase:
        return (stored.store if visit.request.method == "POST" else screen)(visit, **uids)

    return either


@dataclass(frozen=True)
class Desk:
    """The studies in one portal. `view_of` finds the view for an address, or raises `Hidden`; `key` names its id."""

    portal: str
    view_of: Callable[[HttpRequest, UUID], View]
    key: str = "case"

    def urls(self) -> list[URLPattern]:
        """The addresses, below the case's."""
        return [self._path(*row) for row in self._rows()]

    @cached_property
    def screens(self) -> Screens:
        """What is shown where to whoever reads, for requests that pass the doors by (`seats`)."""
        return tuple(
            (_pattern(below), screen)
            for below, screen, method, _name in self._rows()
            if method is not require_POST
        )

    def _rows(self) -> list[tuple[str, Screen, Any, str]]:
        return [
            ("", told.overview, require_safe, "root"),
            ("/token", told.new_token, require_POST, "token"),
            ("/studies", _or_store(told.studies), _READ_OR_STORE, "studies"),
            ("/series", told.series, require_safe, "all_series"),
            ("/instances", told.instances, require_safe, "all_instances"),
            (f"/{STUDY}", _or_store(sent.files), _READ_OR_STORE, "study"),
            (f"/{STUDY}/metadata", told.metadata, require_safe, "study_metadata"),
            (f"/{STUDY}/series", told.series, require_safe, "series"),
            (f"/{STUDY}/instances", told.instances, require_safe, "study_instances"),
            (f"/{SERIES}", sent.files, require_safe, "one_series"),
            (f"/{SERIES}/metadata", told.metadata, require_safe, "series_metadata"),
            (f"/{SERIES}/instances", told.instances, require_safe, "instances"),
            (f"/{INSTANCE}", sent.files, require_safe, "instance"),
            (f"/{INSTANCE}/metadata", told.metadata, require_safe, "metadata"),
            (f"/{INSTANCE}/frames/<str:numbers>", sent.frames, require_safe, "frames"),
            (f"/{INSTANCE}/frames/<str:numbers>/rendered", drawn.rendered, require_safe, "frame_rendered"),
            (f"/{INSTANCE}/rendered", drawn.rendered, require_safe, "rendered"),
            (f"/{INSTANCE}/bulkdata/<path:place>", bulk.bulk, require_safe, "bulkdata"),
            (f"/{STUDY}/thumbnail", drawn.thumbnail, require_safe, "study_thumbnail"),
            (f"/{SERIES}/thumbnail", drawn.thumbnail, require_safe, "series_thumbnail"),
            (f"/{INSTANCE}/thumbnail", drawn.thumbnail, require_safe, "thumbnail"),
        ]

    def _path(self, below: str, screen: Screen, method: Any, name: str) -> URLPattern:
        view = method(self._guarded(screen))
        if method is not require_safe:
            view = csrf_exempt(view)  # `require_same_origin` asks instead
        found: URLPattern = path(f"case/<uuid:{self.key}>/dicomweb{below}", view, name=f"dicomweb_{name}")
        return found

    def _guarded(self, screen: Screen) -> Answer:
        def view(request: HttpRequest, **parts: Any) -> HttpResponseBase:
            place, claim = parts.pop(self.key), None
            if token.is_sent(request):
                claim = _known_by_token(request)
                if claim is None:
                    return _not_signed_in()
            elif not request.user.is_authenticated:
                return _not_signed_in()
            elif request.method not in ("GET", "HEAD"):
                require_same_origin(request)
            root = reverse(f"{self.portal}:dicomweb_root", args=(place,))
            visit = Visit(
                request, self.portal, root, self.view_of(request, place), timezone.now(), self.screens
            )
            if claim is not None:
                seats.keep(visit, claim)
            return screen(visit, **parts)

        return view


def _pattern(below: str) -> re.Pattern[str]:
    named = re.sub(r"<str:(\w+)>", r"(?P<\1>[^/]+)", below)
    return re.compile(re.sub(r"<path:(\w+)>", r"(?P<\1>.+)", named))


def _known_by_token(request: HttpRequest) -> token.Claim | None:
    """Let the rest of the request act as the token's account; None if it is not good any more."""
    claim = token.claimed(request)
    if claim is None:
        return None
    programme = programme_of(request)
    if claim.programme_id != programme.pk:
        raise Hidden
    account = Account.objects.filter(pk=claim.account_id, is_active=True).first()
    if account is None:
        return None
    principal.set_principal(account_id=account.pk, programme_id=programme.pk, session=claim.session)
    request.user = account
    request.roles = cases.roles_of(account, programme, timezone.now())  # type: ignore[attr-defined]
    return claim


def _not_signed_in() -> HttpResponse:
    return HttpResponse(status=401, headers={"WWW-Authenticate": 'Bearer realm="dicomweb"'})
