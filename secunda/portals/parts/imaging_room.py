"""The imaging room: a case's studies with their series, one image at a time without script, the viewer with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_safe

from secunda.care.imaging.access import View, content
from secunda.care.imaging.access import marks as kept_marks
from secunda.care.imaging.access import overview as at_a_glance
from secunda.foundation.errors import Hidden
from secunda.portals.parts.dicomweb.desk import Desk
from secunda.portals.parts.imaging_words import StudyLine, lines_of, rest_of

# Codecs are WebAssembly in workers of our own; nothing else of the site may do either.
NEEDED = {"worker-src": [SELF], "script-src": ["'wasm-unsafe-eval'"]}
Json = dict[str, Any]


@dataclass(frozen=True)
class Still:
    """One image as the server draws it, with the way to its neighbours: what is there without script."""

    picture: str
    number: int
    of: int
    before: str
    after: str


def room_url(desk: Desk) -> URLPattern:
    """The address of the room in a portal, below the case's."""

    @csp_update(NEEDED)
    @require_safe
    def room(request: HttpRequest, **parts: UUID) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
        place = parts[desk.key]
        view = desk.view_of(request, place)
        return render(request, "parts/imaging_room.html", _context(request, desk.portal, place, view))

    found: URLPattern = path(f"case/<uuid:{desk.key}>/images/", room, name="images")
    return found


def _context(request: HttpRequest, portal: str, place: UUID, view: View) -> Json:
    root = reverse(f"{portal}:dicomweb_root", args=(place,))
    seen = at_a_glance.overview(view)
    studies = lines_of(seen, root)
    back = {"expert": "expert:room", "staff": "staff:case"}.get(portal, "patient:records")
    return {
        "marks_url": reverse("expert:marks", args=(place,)) if portal == "expert" else "",
        "draws": portal == "expert" and not kept_marks.is_committed(view), "root": root,
        "portal": portal, "view": view,
        "studies": studies, "back_url": reverse(back, args=(place,)),
        "plain": portal == "patient", "still": _still(request, view, root, studies),
        "set_aside": rest_of(seen),
    }  # fmt: skip


def _still(request: HttpRequest, view: View, root: str, studies: list[StudyLine]) -> Still | None:
    """The image that the address names, of the series that it names; none when it names no series."""
    uid = request.GET.get("series", "")
    study = next((one for one in studies if any(series.uid == uid for series in one.series)), None)
    if study is None:
        return None
    shown = [
        (one.uid, frame) for one in _pictured(view, study.uid, uid) for frame in _numbers(one.frame_count)
    ]
    asked = request.GET.get("image", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else len(shown) // 2 + 1
    if not 1 <= number <= len(shown):
        raise Hidden
    instance, frame = shown[number - 1]
    at = f"{root}/studies/{study.uid}/series/{uid}/instances/{instance}/frames/{frame}/rendered"
    before = _beside(uid, number - 1) if number > 1 else ""
    after = _beside(uid, number + 1) if number < len(shown) else ""
    return Still(at, number, len(shown), before, after)


def _pictured(view: View, study: str, series: str) -> list[Any]:
    return [one for one in content.found_in(view, study, series) if one.frame_count]


def _numbers(frames: int) -> range:
    return range(1, frames + 1)


def _beside(series: str, number: int) -> str:
    return "?" + urlencode({"series": series, "image": number})
