"""Short-lived tokens for viewers and other clients: who holds one asks as its account, at one case's address only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.http import HttpRequest

LASTS = timedelta(minutes=15)
_SALT = "imaging.dicomweb"
_SCHEME = "Bearer "


@dataclass(frozen=True)
class Claim:
    """What a token says: which account, in which programme, at which root (a path) it may ask.

    `session` is the pseudonym under which the audit knows the session that asked for it.
    """

    account_id: int
    programme_id: int
    root: str
    session: str


def issued(claim: Claim) -> str:
    """A token, good for a quarter of an hour."""
    return signing.dumps([claim.account_id, claim.programme_id, claim.root, claim.session], salt=_SALT)


def expires(at: datetime) -> datetime:
    """Until when a token that is issued now is good."""
    return at + LASTS


def is_sent(request: HttpRequest) -> bool:
    """Whether the request comes with a token at all."""
    return str(request.META.get("HTTP_AUTHORIZATION", "")).startswith(_SCHEME)


def claimed(request: HttpRequest) -> Claim | None:
    """What the request's token says; None when it is no longer good, forged, or of another address."""
    claim = read(request.META.get("HTTP_AUTHORIZATION", "").removeprefix(_SCHEME))
    if claim is None or not request.path.startswith(claim.root):
        return None
    return claim if request.path[len(claim.root) :][:1] in ("", "/") else None


def read(token: str) -> Claim | None:
    """What a token says; None when it is no longer good or forged."""
    try:
        return Claim(*signing.loads(token, salt=_SALT, max_age=LASTS))
    except (signing.BadSignature, TypeError, ValueError):
        return None
