"""What a request of the tus protocol says (https://tus.io/protocols/resumable-upload, 1.0.0), read and doubted."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from secunda.care.records import actions as records
from secunda.foundation.errors import Hidden, Refused

if TYPE_CHECKING:
    from hashlib import _Hash

VERSION = "1.0.0"
PIECES = "application/offset+octet-stream"
ALGORITHMS = ("sha1", "sha256", "md5")
_LONGEST_NUMBER = 18  # digits


@dataclass
class Checksum:
    """The sum that the bytes of one request have to have."""

    expected: bytes
    so_far: _Hash

    @property
    def fits(self) -> bool:
        """Whether they have it."""
        return self.so_far.digest() == self.expected


def method_of(request: HttpRequest) -> str:
    """What the request wants; some networks let only POST through, so that one may say what it means."""
    meant = request.headers.get("X-HTTP-Method-Override", "") if request.method == "POST" else ""
    return (meant or request.method or "").upper()


def require_version(request: HttpRequest) -> None:
    """Raise `Refused` (412) unless the request speaks our version of the protocol."""
    if request.headers.get("Tus-Resumable") != VERSION:
        raise Refused(_("This site takes files by tus 1.0.0 only."), code="version", status=412)


def require_same_origin(request: HttpRequest) -> None:
    """Raise `Refused` (403) for a request that a page of another site made.

    It stands for Django's token, which an upload would outlive: a sign-in in between changes the token, an upload may
    take days, and other clients have no page to read one from. It is enough. A browser says with each such request
    which site made it (Sec-Fetch-Site, else Origin) and lets no script change that; a form cannot send the header
    Tus-Resumable, and a script of another site could only after we allowed it to, which we never do. What says
    neither is no browser and carries nobody's cookies but its own. The session cookie is SameSite besides.
    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    own = f"{request.scheme}://{request.get_host()}"
    if site is not None:
        is_ours = site == "same-origin"
    elif origin is not None:
        is_ours = origin == own or origin in settings.CSRF_TRUSTED_ORIGINS
    elif request.method not in ("GET", "HEAD") and "Tus-Resumable" not in request.headers:
        raise Hidden  # a form, perhaps of another site: there is nothing here for it
    else:
        is_ours = True
    if not is_ours:
        raise Refused(_("Another site sent this file, so we did not take it."), code="csrf", status=403)


def body_length(request: HttpRequest) -> int:
    """How many bytes the request brings; raises `Refused` (411) when it does not say so."""
    said = request.META.get("CONTENT_LENGTH")
    if not said and request.headers.get("Transfer-Encoding"):
        raise Refused(_("Please say how many bytes you send."), code="no_length", status=411)
    return number(said or "0", "Content-Length")


def number(said: str | None, header: str) -> int:
    """A header that has to be a whole number of bytes; raises `Refused` (400)."""
    if said is None or not said.isascii() or not said.isdigit() or len(said) > _LONGEST_NUMBER:
        raise Refused(
            _("The header %(header)s has to be a number.") % {"header": header}, code="header", status=400
        )
    return int(said)


def named(request: HttpRequest) -> records.Named:
    """What is about to be sent: its length from `Upload-Length`, its name and folder from `Upload-Metadata`.

    The names are those that tus clients use: `filename` or `name`, and `relativePath` for a file in a folder;
    `modified` is in milliseconds. `besidePrograms` is ours: "1" if programs lie in the file's folder, as a disc's
    viewer does. Raises `Refused` (400).
    """
    if (
        request.headers.get("Upload-Defer-Length") is not None
        or request.headers.get("Upload-Concat") is not None
    ):
        raise Refused(_("The length of the file has to be said at once."), code="header", status=400)
    length = number(request.headers.get("Upload-Length"), "Upload-Length")
    said = _metadata(request.headers.get("Upload-Metadata", ""))
    folder, _slash, last = said.get("relativePath", "").replace("\\", "/").rpartition("/")
    name = said.get("filename") or said.get("name") or last
    modified = said.get("modified", "")
    return records.Named(
        name=name,
        length=length,
        folder=folder,
        beside_programs=said.get("besidePrograms") == "1",
        modified_ms=int(modified) if _is_number(modified) else None,
    )


def _is_number(said: str) -> bool:
    return said.isascii() and said.isdigit() and len(said) <= _LONGEST_NUMBER


def _metadata(header: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in filter(None, (one.strip() for one in header.split(","))):
        key, _space, value = pair.partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode("utf-8", "replace")
        except binascii.Error:
            raise Refused(_("The name of the file could not be read."), code="header", status=400) from None
    return found


def checksum(request: HttpRequest) -> Checksum | None:
    """The sum announced for this request's bytes, if any; raises `Refused` (400) for one we do not know."""
    said = request.headers.get("Upload-Checksum")
    if said is None:
        return None
    algorithm, _space, value = said.partition(" ")
    try:
        expected = base64.b64decode(value, validate=True)
    except binascii.Error:
        expected = b""
    if algorithm not in ALGORITHMS or not expected:
        raise Refused(_("This kind of checksum is not known here."), code="checksum", status=400)
    return Checksum(expected, hashlib.new(algorithm, usedforsecurity=False))
