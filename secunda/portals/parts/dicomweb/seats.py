"""Who was let in a moment ago: a token's holder, for one second, so that the doors are not asked anew at each request.

Only the doors are passed over. What is seen is still decided by the database at every query: part, phase, records.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass

from django.http import HttpRequest

from secunda.care.cases.models import Party
from secunda.foundation.accounts import principal
from secunda.portals.parts.dicomweb import token
from secunda.portals.parts.dicomweb.visit import Visit

LASTS = 1.0  # seconds
_MOST = 1024
_FOR_SOMEBODY_ELSE = (Party.Role.PROXY, Party.Role.DOCTOR)

_lock = threading.Lock()
_seats: OrderedDict[str, Seat] = OrderedDict()


@dataclass(frozen=True)
class Seat:
    """A visit that passed every door, and until when others of the same token may follow it."""

    visit: Visit
    claim: token.Claim
    until: float

    def tell_database(self) -> None:
        """Say who acts, as the doors would."""
        view = self.visit.view
        principal.set_principal(
            account_id=self.claim.account_id,
            programme_id=self.claim.programme_id,
            on_behalf_of=view.case.patient_id if view.role in _FOR_SOMEBODY_ELSE else None,
            role=view.role,
            session=self.claim.session,
        )


def keep(visit: Visit, claim: token.Claim) -> None:
    """Let those follow who come with the same token within a second."""
    key = _key(visit.request)
    with _lock:
        _seats[key] = Seat(visit, claim, time.monotonic() + LASTS)
        _seats.move_to_end(key)
        while len(_seats) > _MOST:
            _seats.popitem(last=False)


def find(request: HttpRequest) -> Seat | None:
    """The seat of a request's token at this address, if it was let in within the last second."""
    with _lock:
        seat = _seats.get(_key(request))
    if seat is None or time.monotonic() >= seat.until:
        return None
    root = seat.claim.root
    return seat if request.path == root or request.path.startswith(f"{root}/") else None


def forget(request: HttpRequest) -> None:
    """What a request did was undone, so nobody follows it."""
    with _lock:
        _seats.pop(_key(request), None)


def _key(request: HttpRequest) -> str:
    return f"{request.META.get('HTTP_AUTHORIZATION', '')} {request.META.get('HTTP_HOST', '')}"
