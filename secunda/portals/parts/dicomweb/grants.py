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
_MOST = 8192  # instances at a time

_lock = threading.Lock()
_granted: OrderedDict[str, Granted] = OrderedDict()


@dataclass
class Lot:
    """What was granted together: until when, and whether somebody asks anew just now."""

    until: float
    is_asked: bool = False


class Granted(NamedTuple):
    """An instance of which frames may be sent: its object, its transfer syntax, and the table of its frames."""

    opened: vault.Opened
    syntax: str
    frames: bytes
    lot: Lot


def keep(request: HttpRequest, view: View, instance: str) -> None:
    """Grant the neighbours of an instance to the token of a request that went through every door just now."""
    if not token.is_sent(request):
        return
    lot = Lot(time.monotonic() + LASTS)
    near = content.neighbours(view, instance)
    opened = vault.opened([one.kept for one in near])
    key = _key(request)
    with _lock:
        for one, at in zip(near, opened, strict=True):
            _granted[f"{key} {one.uid}"] = Granted(at, one.syntax, one.frames, lot)
            _granted.move_to_end(f"{key} {one.uid}")
        while len(_granted) > _MOST:
            _granted.popitem(last=False)


def find(request: HttpRequest, instance: str) -> Granted | None:
    """What was granted to this token at this series within the last second, if the instance was among it.

    None also for the one request whose turn it is to ask anew.
    """
    now = time.monotonic()
    with _lock:
        granted = _granted.get(f"{_key(request)} {instance}")
        if granted is None or now >= granted.lot.until:
            return None
        if now >= granted.lot.until - _RENEWED and not granted.lot.is_asked:
            granted.lot.is_asked = True
            return None
    return granted


def forget(request: HttpRequest) -> None:
    """Whoever asked anew was not let in: nobody is any more."""
    key = _key(request)
    with _lock:
        for name in [name for name in _granted if name.startswith(key)]:
            del _granted[name]


def _key(request: HttpRequest) -> str:
    """Token, host and the path of the series: a grant is good for exactly this."""
    series = request.path.partition("/instances/")[0]
    return f"{request.META.get('HTTP_AUTHORIZATION', '')} {request.META.get('HTTP_HOST', '')} {series}"
