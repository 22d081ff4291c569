"""Saving what is being written, by itself or with a button; two windows never overwrite each other unseen."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from secunda.foundation.errors import Refused
from secunda.portals.expert.writing.part import Part
from secunda.portals.parts import times

AUTOSAVE = "autosave"
OLDEST = -1


def is_autosave(request: HttpRequest) -> bool:
    """Whether the page saves by itself, and reads the answer by script."""
    return request.headers.get("X-Requested-With") == AUTOSAVE


def edition_of(request: HttpRequest) -> int:
    """The edition that the page was showing; the newest, if the writer chose to keep theirs over it."""
    given = request.POST.get("over") or request.POST.get("version") or ""
    return int(given) if given.isdecimal() and len(given) < 10 else OLDEST


def autosaved(part: Part, save: Callable[[], int]) -> JsonResponse:
    """Save and say so, or say in a sentence why not. `save` returns the new edition."""
    if not part.is_valid():
        field, sentence = part.wrong[0]
        told = _("%(field)s: %(what)s Not saved yet.") % {"field": field.label, "what": sentence}
        return JsonResponse({"ok": False, "sentence": told})
    try:
        edition = save()
    except Refused as refusal:
        return JsonResponse({"ok": False, "sentence": refusal.sentence})
    return JsonResponse({"ok": True, "saved": times.time_of_day(timezone.now()), "version": edition})
