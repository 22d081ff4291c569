"""Bytes of studies on their way: frames, files and long values as multipart/related (RFC 2387), none held whole."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from secunda.care.imaging.access import content
from secunda.foundation.errors import Hidden
from secunda.foundation.vault import actions as vault
from secunda.foundation.vault.models import Object
from secunda.portals.parts.dicomweb import asked, grants
from secunda.portals.parts.dicomweb.visit import Visit
from secunda.reading.imaging.found import EXPLICIT, MEDIA_TYPES, NATIVE, Span
from secunda.reading.imaging.frames import without_items

AT_ONCE = 8 * 1024 * 1024  # frames together up to this many bytes are sent as one piece
LARGEST_IN_PIECES = 256 * 1024 * 1024
OCTETS = "application/octet-stream"


class Part(NamedTuple):
    """One part: its type, and its bytes, which are read when their turn comes."""

    media_type: str
    chunks: Callable[[], Iterable[bytes]]


def multipart(parts: Iterable[Part], media_type: str, *, size: int | None = None) -> HttpResponseBase:
    """The parts as an answer; streamed unless `size` says that they are small together."""
    boundary = secrets.token_hex(12)
    kind = f'multipart/related; type="{media_type}"; boundary={boundary}'
    pieces = _pieces(parts, boundary.encode())
    headers = {"Content-Type": kind, "Cache-Control": "no-store, private"}
    if size is not None and size <= AT_ONCE:
        return HttpResponse(b"".join(pieces), headers=headers)
    return StreamingHttpResponse(pieces, headers=headers)


def _pieces(parts: Iterable[Part], boundary: bytes) -> Iterator[bytes]:
    for part in parts:
        yield b"--%b\r\nContent-Type: %b\r\n\r\n" % (boundary, part.media_type.encode())
        yield from part.chunks()
        yield b"\r\n"
    yield b"--%b--\r\n" % boundary


def frames(visit: Visit, study: str, series: str, instance: str, numbers: str) -> HttpResponseBase:
    """Frames as they are kept; 406 when the client wants none of the syntaxes in which they can be sent."""
    asked.uids(study, series, instance)
    found = content.find_frames(visit.view, study, series, instance, asked.frames(numbers))
    visit.open(study)
    grants.keep(visit.request, visit.view, instance)
    return frames_of(found.kept, found.syntax, found.spans, asked.syntaxes(visit.request))


def frames_of(kept: Object, syntax: str, spans: Sequence[Span], wanted: set[str]) -> HttpResponseBase:
    """The answer with these frames of an object. Its key is taken now, its bytes later."""
    (opened,) = vault.opened([kept])
    return frames_from(opened, syntax, spans, wanted)


def frames_from(
    opened: vault.Opened, syntax: str, spans: Sequence[Span], wanted: set[str]
) -> HttpResponseBase:
    """The answer with these frames of an object that stands open."""
    served = EXPLICIT if syntax in NATIVE else syntax
    if wanted and served not in wanted:
        return HttpResponse(status=406)
    media_type = MEDIA_TYPES.get(served, OCTETS)
    told = f"{media_type}; transfer-syntax={served}"
    parts = [Part(told, partial(_frame, opened, one)) for one in spans]
    return multipart(parts, media_type, size=sum(one.length for one in spans))


def _frame(opened: vault.Opened, span: Span) -> Iterable[bytes]:
    chunks = opened.between(span.offset, span.offset + span.length)
    if not span.in_pieces:
        return chunks
    if span.length > LARGEST_IN_PIECES:
        raise Hidden
    return [without_items(b"".join(chunks))]


def files(visit: Visit, study: str, series: str = "", instance: str = "") -> HttpResponseBase:
    """Whole files of a study, a series, or one, streamed. For a blind reader without free text."""
    asked.uids(*filter(None, (study, series, instance)))
    found = content.found_in(visit.view, study, series, instance)
    visit.open(study)
    parts = []
    for one in found:
        copy = content.copy_of(visit.view, one)
        if copy is not None:
            pieces = copy.between(0, copy.size)  # takes the key now, in the request's transaction
            told = f"application/dicom; transfer-syntax={one.syntax}"
            parts.append(Part(told, partial(iter, pieces)))
    if not parts:
        raise Hidden
    return multipart(parts, "application/dicom")
