"""Long values of a header, such as overlays and embedded documents, by the place that the header gives as address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from secunda.care.imaging.access import content
from secunda.foundation.errors import Hidden
from secunda.foundation.vault import actions as vault
from secunda.portals.parts.dicomweb import asked
from secunda.portals.parts.dicomweb.sent import OCTETS, Part, frames_of, multipart
from secunda.portals.parts.dicomweb.visit import Visit
from secunda.reading import isolated_images

_PLACE = re.compile(r"[0-9A-F]{8}(/\d{1,6}/[0-9A-F]{8}){0,32}")
_PIXELS = "7FE00010"
_MOST_FRAMES = 100
_LONGEST = 256 * 1024 * 1024


def bulk(visit: Visit, study: str, series: str, instance: str, place: str) -> HttpResponseBase:
    """One long value, if the header that this person may read has it; raises `Hidden` for any other."""
    asked.uids(study, series, instance)
    (found,) = content.found_in(visit.view, study, series, instance)
    said = content.header_of(visit.view, found)
    if not _PLACE.fullmatch(place) or f'"bulk:{place}"'.encode() not in said:
        raise Hidden
    visit.open(study)
    if place == _PIXELS:
        numbers = range(1, min(found.frame_count, _MOST_FRAMES) + 1)
        frames = content.find_frames(visit.view, study, series, instance, numbers)
        return frames_of(frames.kept, frames.syntax, frames.spans, set())
    kept = content.object_of(found)
    with vault.open(kept) as stream:
        value = _whole(isolated_images.value(stream, size=kept.size, place=place))
    if _wants_it_alone(visit.request.headers.get("Accept", "")):
        return HttpResponse(value, headers={"Content-Type": OCTETS, "Cache-Control": "no-store, private"})
    return multipart([Part(OCTETS, lambda: [value])], OCTETS, size=len(value))


def _whole(pieces: Iterator[bytes]) -> bytes:
    """The value; raises `Hidden` for one that is not to be had or longer than anybody needs."""
    value = bytearray()
    try:
        for piece in pieces:
            value += piece
            if len(value) > _LONGEST:
                raise Hidden
    except isolated_images.Unreadable:
        raise Hidden from None
    return bytes(value)


def _wants_it_alone(accept: str) -> bool:
    return OCTETS in accept and "multipart" not in accept
