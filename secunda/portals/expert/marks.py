"""The marks of the expert's read, kept while they draw in the imaging room."""

from __future__ import annotations

import json
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from secunda.care.imaging import actions as imaging
from secunda.care.imaging.access import marks
from secunda.care.imaging.actions.marks import Drawn
from secunda.foundation.errors import Refused
from secunda.portals.expert.door import for_experts
from secunda.portals.expert.imaging import desk
from secunda.portals.parts.times import time_of_day


@for_experts
def every_mark(request: HttpRequest, assignment: UUID) -> JsonResponse:
    """The marks that this expert may see."""
    return JsonResponse({"marks": marks.marks_of(desk.view_of(request, assignment))})


@for_experts
def keep(request: HttpRequest, assignment: UUID, mark: UUID) -> JsonResponse:
    """Keep one mark, as it is drawn now."""
    view, at = desk.view_of(request, assignment), timezone.now()
    imaging.keep_mark(view=view, mark=mark, drawn=_drawn(request), at=at)
    return JsonResponse({"ok": True, "saved": time_of_day(at)})


@for_experts
def remove(request: HttpRequest, assignment: UUID, mark: UUID) -> JsonResponse:
    """Take one mark away."""
    imaging.remove_mark(view=desk.view_of(request, assignment), mark=mark)
    return JsonResponse({"ok": True, "saved": time_of_day(timezone.now())})


def _drawn(request: HttpRequest) -> Drawn:
    """The mark that was sent; raises `Refused` (400) for what is none."""
    try:
        said = json.loads(request.body)
        drawn = Drawn(**said)
    except (ValueError, TypeError):
        raise Refused(_("This cannot be kept as a mark."), code="mark", status=400) from None
    words = (drawn.study, drawn.series, drawn.sop, drawn.kind, drawn.text)
    if not all(isinstance(one, str) for one in words) or not isinstance(drawn.frame, int):
        raise Refused(_("This cannot be kept as a mark."), code="mark", status=400)
    if not isinstance(drawn.geometry, dict):
        raise Refused(_("This cannot be kept as a mark."), code="mark", status=400)
    return drawn
