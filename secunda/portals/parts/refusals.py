"""How the house says no on the web: one sentence, what to do, and that nothing was lost."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from secunda.foundation.errors import Refused

UPLOAD = "upload"
FOR_A_SCRIPT = (UPLOAD, "autosave")


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The refusal as a page, as a fragment for htmx, or as JSON for an upload or an autosave."""
    if request.headers.get("X-Requested-With") in FOR_A_SCRIPT:
        return JsonResponse(
            {"ok": False, "sentence": refusal.sentence, "code": refusal.code}, status=refusal.status
        )
    template = "parts/refused_fragment.html" if getattr(request, "htmx", False) else "parts/refused.html"
    return render(request, template, {"refusal": refusal}, status=refusal.status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long, or another site sent the form."""
    sentence = _(
        "This page was open for too long, so we did not take the form. Go back, reload, and send it again."
    )
    return refused(request, Refused(sentence, code="csrf", status=403))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The one answer to everything a person may not see or that is not there."""
    return render(request, "404.html", status=404)
