"""What the database said a moment ago: which instances a token's holder may have frames of, each with its object open.

Somebody who scrolls asks for dozens of frames a second. The first of a second goes through every door; what it found is
good for the neighbours of that picture for one second more, no longer: as long as a stream that has begun would run.
Nothing is kept beyond the process.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import NamedTuple

from django.http import HttpRequest

from secunda.care.imaging.access import View, content
from secunda.foundation.vault import actions as vault
from secunda.portals.parts.dicomweb import token

LASTS = 1.0  # seconds
_RENEWED = 0.5  # seconds before its end one request goes through every door again, while others are still let through
_MOST = 128  # places at a time

_lock = threading.Lock()
_granted: OrderedDict[str, _Place] = OrderedDict()


class Granted(NamedTuple):
    """An instance of which frames may be sent: its object, its transfer syntax, and the table of its frames."""

    opened: vault.Opened
    syntax: str
    frames: bytes


@dataclass
class _Place:
    """A series at which a token was let in: until when, what there is, and whether somebody asks anew just now."""

    until: float
    rows: dict[str, Granted]
    is_asked: bool = False


def keep(request: HttpRequest, view: View, instance: str) -> None:
    """Grant the neighbours of an instance to the token of a request that went through every door just now."""
    if not token.is_sent(request):
        return
    began = time.monotonic()
    near = content.neighbours(view, instance)
    opened = vault.opened([one.kept for one in near])
    rows = {one.uid: Granted(at, one.syntax, one.frames) for one, at in zip(near, opened, strict=True)}
    key = _key(request)
    with _lock:
        _granted[key] = _Place(began + LASTS, rows)
        _granted.move_to_end(key)
        while len(_granted) > _MOST:
            _granted.popitem(last=False)


def find(request: HttpRequest, instance: str) -> Granted | None:
    """What was granted to this token at this series within the last second, if the instance was among it.

    None also for the one request whose turn it is to ask anew.
    """
    key, now = _key(request), time.monotonic()
    with _lock:
        place = _granted.get(key)
        if place is None:
            return None
        if now >= place.until:
            del _granted[key]
            return None
        if now >= place.until - _RENEWED and not place.is_asked:
            place.is_asked = True
            return None
    return place.rows.get(instance)


def forget(request: HttpRequest) -> None:
    """Whoever asked anew was not let in: nobody is any more."""
    with _lock:
        _granted.pop(_key(request), None)


def _key(request: HttpRequest) -> str:
    """Token, host and the path of the series: a grant is good for exactly this."""
    series = request.path.partition("/instances/")[0]
    return f"{request.META.get('HTTP_AUTHORIZATION', '')} {request.META.get('HTTP_HOST', '')} {series}"
