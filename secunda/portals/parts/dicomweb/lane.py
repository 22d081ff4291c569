"""The short way in for programs with a token: no session, no page, no language; the same doors for who may see what."""

from __future__ import annotations

import re

from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

from secunda.foundation.errors import Hidden, Refused
from secunda.portals.parts.dicomweb import asked, grants, sent, token
from secunda.portals.parts.doors import Answer, Request
from secunda.reading.imaging.found import ENTRY_BYTES, span

_FRAMES = re.compile(r"/dicomweb/studies/[0-9.]+/series/[0-9.]+/instances/([0-9.]{1,64})/frames/([0-9,]+)")
_NOTHING_RUNS = "default-src 'none'; sandbox; frame-ancestors 'none'"


def frames_lane(answer: Answer) -> Answer:
    """Frames of what was granted within the last second are sent at once; everything else goes its way."""

    def through(request: Request) -> HttpResponse:
        if request.method != "GET" or not token.is_sent(request):
            return answer(request)
        found = _FRAMES.search(request.path_info)
        granted = grants.find(request, found[1]) if found else None
        if found is None or granted is None or found.end() != len(request.path_info):
            response = answer(request)
            if found is not None and response.status_code >= 400:
                grants.forget(request)
            return response
        numbers = asked.frames(found[2])
        if max(numbers) * ENTRY_BYTES > len(granted.frames):
            return answer(request)
        spans = [span(granted.frames[(n - 1) * ENTRY_BYTES : n * ENTRY_BYTES]) for n in numbers]
        response = sent.frames_from(granted.opened, granted.syntax, spans, asked.syntaxes(request))
        response.headers["Content-Security-Policy"] = _NOTHING_RUNS
        return response  # type: ignore[return-value]

    return through


def token_lane(answer: Answer) -> Answer:
    """A request with a token, in one transaction of its own; stands behind the door that finds the programme."""

    def through(request: Request) -> HttpResponse:
        if request.programme is None or not token.is_sent(request) or "/dicomweb" not in request.path_info:
            return answer(request)
        try:
            found = resolve(request.path_info)
        except Resolver404:
            return answer(request)
        request.session = SessionStore()  # empty: nobody asks it, and nothing is kept of it
        with transaction.atomic():
            response = _told(request, found.func, found.kwargs)
            if response.status_code >= 400:
                transaction.set_rollback(True)
        return response

    return through


def _told(request: Request, view: object, kwargs: dict[str, object]) -> HttpResponse:
    """The view's answer; a refusal as its status alone, for a program reads no page."""
    assert callable(view)
    try:
        response: HttpResponseBase = view(request, **kwargs)
    except Refused as refusal:
        response = HttpResponse(
            refusal.sentence, status=refusal.status, content_type="text/plain; charset=utf-8"
        )
    except Hidden:
        response = HttpResponse(status=404)
    response.headers.setdefault("Content-Security-Policy", _NOTHING_RUNS)
    return response  # type: ignore[return-value]
