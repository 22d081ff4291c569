"""What the database said a moment ago: which instances a token's holder may have frames of, each with its object open.

Somebody who scrolls asks for dozens of frames a second. The first of a second goes through every door; what it found is
good for the neighbours of that picture for one second more, no longer: as long as a stream that has begun would run.
Nothing is kept beyond the process.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from typing import NamedTuple

from django.http import HttpRequest

from secunda.care.imaging.access import View, content
from secunda.foundation.vault import actions as vault
from secunda.portals.parts.dicomweb import token

LASTS = 1.0  # seconds
_MOST = 128  # places at a time

_lock = threading.Lock()
_granted: OrderedDict[str, tuple[float, dict[str, Granted]]] = OrderedDict()


class Granted(NamedTuple):
    """An instance of which frames may be sent: its object, its transfer syntax, and the table of its frames."""

    opened: vault.Opened
    syntax: str
    frames: bytes


def keep(request: HttpRequest, view: View, instance: str) -> None:
    """Grant the neighbours of an instance to the token of a request that went through every door just now."""
    if not token.is_sent(request):
        return
    near = content.neighbours(view, instance)
    opened = vault.opened([one.kept for one in near])
    rows = {one.uid: Granted(at, one.syntax, one.frames) for one, at in zip(near, opened, strict=True)}
    place = _place(request, request.path)
    with _lock:
        _granted[place] = (time.monotonic() + LASTS, rows)
        _granted.move_to_end(place)
        while len(_granted) > _MOST:
            _granted.popitem(last=False)


def find(request: HttpRequest, instance: str) -> Granted | None:
    """What was granted to this token at this series within the last second, if the instance was among it."""
    with _lock:
        until, rows = _granted.get(_place(request, request.path), (0.0, {}))
    return rows.get(instance) if time.monotonic() < until else None


def _place(request: HttpRequest, path: str) -> str:
    """Token, host and the path of the series: a grant is good for exactly this."""
    series = path.partition("/instances/")[0]
    return f"{request.META.get('HTTP_AUTHORIZATION', '')} {request.META.get('HTTP_HOST', '')} {series}"
