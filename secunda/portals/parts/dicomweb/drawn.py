"""Images drawn by the server (PS3.18 10.4.1.1.3): `rendered` with a window of one's own, and thumbnails."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from secunda.care.imaging import looks, pictures
from secunda.care.imaging.access import content
from secunda.care.imaging.models import Instance
from secunda.foundation.errors import Hidden, Refused
from secunda.foundation.vault import actions as vault
from secunda.portals.parts.dicomweb import asked
from secunda.portals.parts.dicomweb.visit import Visit

_LARGEST_SIDE = 4096


def rendered(visit: Visit, study: str, series: str, instance: str, numbers: str = "") -> HttpResponseBase:
    """One frame as JPEG or PNG, the middle one where none is named."""
    asked.uids(study, series, instance)
    wish = _wish(visit)
    (found,) = content.found_in(visit.view, study, series, instance)
    number = asked.frames(numbers)[0] if numbers else found.frame_count // 2 + 1
    visit.open(study)
    return _sent(_drawn(visit, found, number, wish), png=wish.as_png)


def thumbnail(visit: Visit, study: str, series: str = "", instance: str = "") -> HttpResponseBase:
    """A small picture of an instance, or of the one in the middle of a series or of a study's first one."""
    asked.uids(*filter(None, (study, series, instance)))
    found = _middle(content.found_in(visit.view, study, series, instance))
    visit.open(study)
    if found.thumbnail is not None:
        return _sent(vault.read(found.thumbnail), png=False)
    return _sent(_drawn(visit, found, found.frame_count // 2 + 1, looks.SMALL), png=False)


def _middle(found: Iterable[Instance]) -> Instance:
    """Of the first series that has pictures the one in the middle; raises `Hidden` when there is none."""
    pictured = [one for one in found if one.frame_count]
    if not pictured:
        raise Hidden
    first = [one for one in pictured if one.series_id == pictured[0].series_id]
    return first[len(first) // 2]


def _drawn(visit: Visit, one: Instance, number: int, wish: looks.Wish) -> bytes:
    if not one.frame_count:
        raise Hidden
    frames = content.find_frames(visit.view, one.study.uid, one.series.uid, one.uid, [number])
    return pictures.drawn(
        kept=frames.kept,
        syntax=frames.syntax,
        span=frames.spans[0],
        header=content.header_of(visit.view, one),
        wish=wish,
    )


def _sent(picture: bytes, *, png: bool) -> HttpResponse:
    kind = "image/png" if png else "image/jpeg"
    return HttpResponse(picture, headers={"Content-Type": kind, "Cache-Control": "no-store, private"})


def _wish(visit: Visit) -> looks.Wish:
    """How the picture is wanted; raises `Refused` (400) for what cannot be read."""
    given = visit.request.GET
    try:
        window = [float(one) for one in given["window"].split(",")[:2]] if "window" in given else []
        sides = [int(float(one)) for one in given["viewport"].split(",")[:2]] if "viewport" in given else []
        quality = int(given.get("quality", 85))
    except ValueError:
        raise Refused(_("This picture cannot be drawn as asked."), code="rendering", status=400) from None
    if sides and not all(1 <= side <= _LARGEST_SIDE for side in sides):
        raise Refused(_("This picture cannot be drawn as asked."), code="rendering", status=400)
    return looks.Wish(
        window=(window[0], window[1]) if len(window) == 2 else None,
        viewport=(sides[0], sides[1]) if len(sides) == 2 else None,
        quality=min(max(quality, 1), 100), as_png=asked.wants_png(visit.request),
    )  # fmt: skip
