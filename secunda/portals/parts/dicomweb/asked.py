"""What a DICOMweb request asks: search parameters, frame numbers, media types."""

from __future__ import annotations

import re

from django.http import HttpRequest
from django.utils.translation import gettext as _
from pydicom.datadict import tag_for_keyword

from secunda.care.imaging.matching import Query
from secunda.foundation.errors import Hidden, Refused

_TAG = re.compile(r"[0-9a-fA-F]{8}")
_UID = re.compile(r"[0-9.]{1,64}")
_NUMBERS = re.compile(r"[1-9]\d{0,8}(,[1-9]\d{0,8}){0,99}")
_MOST = 100_000
_OURS = frozenset(
    {"limit", "offset", "includefield", "fuzzymatching", "emptyvaluematching", "multiplevaluematching"}
)


def query(request: HttpRequest) -> Query:
    """The search of a request (PS3.18 8.3.4). Raises `Refused` (400) for a number or a key that is none."""
    matches, fields, everything = [], set[str](), False
    for key, values in request.GET.lists():
        if key.lower() == "includefield":
            named = [one for value in values for one in value.split(",") if one]
            everything = everything or "all" in named
            fields |= {_tag(one) for one in named if one != "all"}
        elif key.lower() not in _OURS:
            matches.append((_tag(key), values[-1]))
    limit = request.GET.get("limit")
    return Query(
        matches=tuple(matches), fields=frozenset(fields), everything=everything,
        limit=None if limit is None else _number(limit), offset=_number(request.GET.get("offset", "0")),
    )  # fmt: skip


def _tag(named: str) -> str:
    """A tag as eight digits, from its digits or its keyword; of a path the last part counts."""
    last = named.rpartition(".")[2]
    if _TAG.fullmatch(last):
        return last.upper()
    known = tag_for_keyword(last)
    if known is None:
        raise Refused(_("This search key is not known here."), code="search", status=400)
    return f"{known:08X}"


def _number(said: str) -> int:
    if not said.isascii() or not said.isdigit() or len(said) > 9:
        raise Refused(_("Limit and offset have to be numbers."), code="search", status=400)
    return min(int(said), _MOST)


def uids(*said: str) -> None:
    """Raise `Hidden` for what cannot be a UID."""
    if not all(_UID.fullmatch(one) for one in said):
        raise Hidden


def frames(said: str) -> list[int]:
    """Frame numbers, from 1, at most a hundred at a time; raises `Hidden` for what is none."""
    found = numbers(said)
    if not found:
        raise Hidden
    return found


def numbers(said: str) -> list[int]:
    """Frame numbers, from 1; none for what is no list of at most a hundred."""
    return [int(one) for one in said.split(",")] if _NUMBERS.fullmatch(said) else []


def wants_png(request: HttpRequest) -> bool:
    """Whether a picture is wanted as PNG rather than JPEG."""
    accept = request.headers.get("Accept", "")
    return "image/png" in accept and "image/jpeg" not in accept


def syntaxes(request: HttpRequest) -> set[str]:
    """The transfer syntaxes that the client names in its Accept header; empty when it takes any."""
    named = re.findall(r'transfer-syntax="?([0-9.*]+)"?', request.headers.get("Accept", ""))
    return set() if "*" in named else set(named)
