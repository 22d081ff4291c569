"""The short way in for programs with a token: no session, no page, no language; the same doors for who may see what."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils import timezone

from secunda.foundation.errors import Hidden, Refused
from secunda.portals.parts.dicomweb import asked, grants, seats, sent, token
from secunda.portals.parts.doors import Answer, Request
from secunda.reading.imaging.found import ENTRY_BYTES, span

_FRAMES = re.compile(r"/dicomweb/studies/[0-9.]+/series/[0-9.]+/instances/([0-9.]{1,64})/frames/([0-9,]+)")
_NOTHING_RUNS = "default-src 'none'; sandbox; frame-ancestors 'none'"


def frames_lane(answer: Answer) -> Answer:
    """Frames of what was granted within the last second are sent at once; who has a seat passes the doors by."""

    def through(request: Request) -> HttpResponse:
        if request.method != "GET" or not token.is_sent(request):
            return answer(request)
        found = _FRAMES.search(request.path_info)
        granted = grants.find(request, found[1]) if found else None
        numbers = asked.numbers(found[2]) if found and found.end() == len(request.path_info) else []
        if granted is None or not numbers or max(numbers) * ENTRY_BYTES > len(granted.frames):
            response = _seated(request) or answer(request)
            if found is not None and response.status_code >= 400:
                grants.forget(request)
            return response
        spans = [span(granted.frames[(n - 1) * ENTRY_BYTES : n * ENTRY_BYTES]) for n in numbers]
        sends = sent.frames_from(granted.opened, granted.syntax, spans, asked.syntaxes(request))
        sends.headers["Content-Security-Policy"] = _NOTHING_RUNS
        return sends  # type: ignore[return-value]

    return through


def _seated(request: Request) -> HttpResponse | None:
    """The answer to a token that was let in within the last second; None where there is no such seat or screen."""
    seat = seats.find(request)
    if seat is None:
        return None
    below = request.path[len(seat.claim.root) :]
    tried = ((pattern.fullmatch(below), screen) for pattern, screen in seat.visit.screens)
    found, screen = next(((one, screen) for one, screen in tried if one), (None, None))
    if found is None or screen is None:
        return None
    visit = replace(seat.visit, request=request, at=timezone.now())
    with transaction.atomic():
        seat.tell_database()
        response = _told(partial(screen, visit, **found.groupdict()))
        if response.status_code >= 400:
            transaction.set_rollback(True)
            seats.forget(request)
    return response


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
            response = _told(lambda: found.func(request, **found.kwargs))
            if response.status_code >= 400:
                transaction.set_rollback(True)
                seats.forget(request)
        return response

    return through


def _told(answer: Callable[[], HttpResponseBase]) -> HttpResponse:
    """The answer; a refusal as its sentence alone, for a program reads no page."""
    try:
        response = answer()
    except Refused as refusal:
        response = HttpResponse(
            refusal.sentence, status=refusal.status, content_type="text/plain; charset=utf-8"
        )
    except Hidden:
        response = HttpResponse(status=404)
    response.headers.setdefault("Content-Security-Policy", _NOTHING_RUNS)
    return response  # type: ignore[return-value]
