"""From a draft in a browser to a case: kept with an account, and sent."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from secunda.care.cases import actions as cases
from secunda.care.cases import rules
from secunda.care.cases.models import Case
from secunda.foundation.accounts.models import Account
from secunda.foundation.errors import Refused
from secunda.portals.parts import doors
from secunda.portals.public import assemble, drafts, intake
from secunda.portals.public.drafts import Draft, of_a_draft
from secunda.portals.public.forms import Consents, Page
from secunda.portals.public.views_wizard import after_check, show_letter


@of_a_draft
@after_check
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Behind the account: take the draft over, then, by a press of the button, send it."""
    if not request.user.is_authenticated:
        return _sign_up(reverse("public:send", args=(draft.case.public_id,)))
    fresh = not draft.claimed
    draft = _claimed(request, draft)
    response = _send(request, draft) if request.method == "POST" else _read_again(request, draft, fresh)
    if fresh:
        drafts.forget_in_browser(response)
    return response


def _read_again(request: HttpRequest, draft: Draft, fresh: bool) -> HttpResponse:
    if fresh:
        messages.success(
            request, _("Your case is kept with your account now. Read it once more, then send it.")
        )
    return redirect("public:letter", draft.case.public_id)


def _send(request: HttpRequest, draft: Draft) -> HttpResponse:
    filled = intake.forms_of(draft.answers, draft.about)
    if intake.missing(filled):
        return show_letter(request, draft, _("Something is still missing. It is marked below."), status=422)
    account = doors.account_of(request)
    try:
        _submit(draft, filled, account)
    except Refused as refusal:
        return show_letter(request, draft, refusal.sentence, status=refusal.status)
    messages.success(request, _("Your case has been sent."))
    return redirect("patient:home")


@transaction.atomic
def _submit(draft: Draft, filled: dict[str, Page], account: Account) -> Case:
    """Send it. Consents first: each with the language in which it was read, whatever language the opinion will have."""
    consents = filled["consents"]
    assert isinstance(consents, Consents)
    for purpose in consents.purposes:
        cases.give_consent(
            case=draft.case, purpose=purpose, language=consents.language, by=account, at=draft.at
        )
    asked = assemble.request_of(filled)
    _introduce(account, assemble.own_name(filled), asked.time_zone)
    return cases.submit(draft.case, asked, by=account, at=draft.at)


def _introduce(account: Account, name: str, time_zone: str) -> None:
    """A new account knows nothing of its person but the e-mail address: give it what they told us here."""
    if not account.name:
        account.name = name
    if account.time_zone == "UTC":
        account.time_zone = time_zone
    account.save(update_fields=("name", "time_zone"))


def _claimed(request: HttpRequest, draft: Draft) -> Draft:
    """The draft in the hands of the signed-in account; its link ends."""
    if draft.claimed:
        return draft
    link = request.draft_link  # type: ignore[attr-defined]
    case = cases.claim(link_id=link, by=doors.account_of(request), at=draft.at)
    doors.act_for(request, role="patient")
    return drafts.read(case, claimed=True, at=draft.at)


def _sign_up(target: str) -> HttpResponse:
    return redirect(f"{reverse('account_signup')}?{urlencode({'next': target})}")


@of_a_draft
@require_safe
def keep(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Behind the account: take the draft over, stopped or not, to go on another day."""
    if not request.user.is_authenticated:
        return _sign_up(reverse("public:keep", args=(draft.case.public_id,)))
    fresh = not draft.claimed
    _claimed(request, draft)
    response = redirect("public:later", draft.case.public_id)
    if fresh:
        drafts.forget_in_browser(response)
    return response


@of_a_draft
@require_safe
def later(request: HttpRequest, draft: Draft) -> HttpResponse:
    """How to come back: on this device, or anywhere with an account."""
    context = {
        "draft": draft,
        "until": draft.case.first_click_at + rules.DRAFT_LIFE,
        "home_url": request.build_absolute_uri(reverse("public:home")),
        "stopped": draft.case.state == Case.State.EMERGENCY,
    }
    return render(request, "public/later.html", context)
