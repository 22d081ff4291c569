"""Small doors that belong to no portal: alive, activity, language, and the way home."""

from __future__ import annotations

import time

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST

from secunda.portals.parts.doors import SEEN, roles_of


def alive(request: HttpRequest) -> HttpResponse:
    """For the supervisor: the web process answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return HttpResponse("alive", content_type="text/plain")


@require_POST
def activity(request: HttpRequest) -> HttpResponse:
    """The person scrolls, types or looks at images: that counts as being here."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    request.session[SEEN] = int(time.time())
    return HttpResponse(status=204)


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Choose the language of the pages; kept in a cookie and, when signed in, with the account."""
    language = request.POST.get("language", "")
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = f"{request.META.get('SCRIPT_NAME', '')}/"
    response = HttpResponseRedirect(target)
    if check_for_language(language):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=365 * 86400, samesite="Lax")
        if request.user.is_authenticated:
            request.user.language = language
            request.user.save(update_fields=("language",))
    return response


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Where this person's work is: the queue, the worklist, or their own case."""
    roles = roles_of(request)
    for kinds, name in (
        ({"coordinator", "medical_director", "reviewer", "credentialing", "privacy"}, "staff:queue"),
        ({"expert"}, "expert:worklist"),
    ):
        if roles & kinds and _known(name):
            return redirect(name)
    return redirect("patient:home")


def _known(name: str) -> bool:
    try:
        return bool(reverse(name))
    except NoReverseMatch:
        return False
