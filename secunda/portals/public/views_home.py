"""The doors: what you get, the first click, a sample report, and the page that verifies a report."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods, require_safe

from secunda.care.cases import access as cases_access
from secunda.care.cases import actions as cases
from secunda.care.cases.models import Case
from secunda.care.opinions import access as opinions
from secunda.foundation.accounts import principal
from secunda.foundation.audit import actions as audit
from secunda.portals.parts.limits import only_so_often
from secunda.portals.public import drafts, figures, places, sample
from secunda.portals.public.forms import DOCTOR


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What you get, what it costs, how long it really takes, who reads; and the two doors."""
    now = timezone.now()
    programme = request.programme  # type: ignore[attr-defined]
    context = {
        "price": figures.price(programme),
        "time": figures.time(programme, now),
        "readers": figures.readers(programme),
        "begun": drafts.begun(request, now),
    }
    return render(request, "public/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@only_so_often("start")
def start(request: HttpRequest) -> HttpResponse:
    """The first click: a draft with its clock running, in this browser or with the account, then the check."""
    if request.method != "POST":
        return redirect("public:home")
    held = cases_access.draft_of(getattr(request, "draft_link", None))
    if held is not None and drafts.is_open(held) and "anew" not in request.POST:
        return redirect("public:draft", held.public_id)
    case, token = _open(request)
    response = redirect("public:check", case.public_id)
    if token:
        drafts.keep_in_browser(response, token)
    return response


def _open(request: HttpRequest) -> tuple[Case, str]:
    """A new draft, and the token that holds it; an empty token when a signed-in account holds it at once."""
    now = timezone.now()
    programme, account = request.programme, drafts.account_or_none(request)  # type: ignore[attr-defined]
    zone = request.POST.get("time_zone", "")
    case, token = cases.open_draft(
        programme=programme, language=translation.get_language() or "en",
        time_zone=zone if places.zone_known(zone) else "UTC", at=now, by=account,
    )  # fmt: skip
    link = cases.resume_draft(programme=programme, token=token)
    assert link is not None
    with principal.as_link(link, programme.id):
        if request.POST.get("for") == DOCTOR:
            cases.keep_answers(case=case, page="who", answers={"kind": [DOCTOR]}, at=now)
        if account is not None:
            return cases.claim(link_id=link, by=account, at=now), ""
    return case, token


@require_safe
def sample_report(request: HttpRequest) -> HttpResponse:
    """A whole report of a made-up case, because the report is what one gets."""
    language = translation.get_language() or "en"
    programme = request.programme  # type: ignore[attr-defined]
    return render(request, "public/sample.html", {"report": sample.page(programme, language)})


@require_http_methods(["GET", "HEAD", "POST"])
@only_so_often("verify")
def verify(request: HttpRequest) -> HttpResponse:
    """Who signed the report with this code, where they are licensed, and whether it is unchanged. Nothing it says."""
    given = request.POST if request.method == "POST" else request.GET
    code = given.get("code", "").strip()[:60]
    programme = request.programme  # type: ignore[attr-defined]
    found = opinions.verification(code, programme) if code else None
    if found:
        audit.record(
            verb="opinion.verified", at=timezone.now(), case_id=found.case_id, programme_id=programme.pk,
            object_type="opinion", object_id=found.public_id,
        )  # fmt: skip
    context = {"code": code, "asked": bool(code), "found": found, "verify_url": reverse("public:verify")}
    return render(request, "public/verify.html", context)
