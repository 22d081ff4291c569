"""Consents: each purpose with its text, when it was given, and one button to withdraw or to give it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from secunda.care.cases import access as cases_access
from secunda.care.cases import actions as cases
from secunda.care.cases import consents as texts
from secunda.care.cases import rules
from secunda.care.cases.models import Case, Consent, Party
from secunda.foundation.errors import Hidden, Refused
from secunda.portals.parts.doors import account_of
from secunda.portals.patient.case import may_cancel
from secunda.portals.patient.door import of_own_case

STOPPED = (Case.State.CANCELLED, Case.State.DECLINED)
EFFECTS: dict[str, str | Promise] = {
    texts.CROSS_BORDER: gettext_lazy(
        "If you withdraw it, whoever is reading now stops at once, and your coordinator looks for a "
        "specialist in your own country. That can take longer."
    ),
    texts.TELL_DOCTOR: gettext_lazy(
        "If you withdraw it, we send nothing to your doctor. You can still give them the report yourself."
    ),
    texts.FOLLOW_UP: gettext_lazy("If you withdraw it, we do not ask you how it went. Nothing else changes."),
    texts.LEARNING: gettext_lazy(
        "If you withdraw it, your case no longer counts in what is published. Nothing else changes."
    ),
}


@dataclass(frozen=True)
class Row:
    """One purpose: the text as it was shown, the live consent if there is one, and what withdrawing it does."""

    key: str
    title: str
    text: str
    language: str
    live: Consent | None
    last: Consent | None
    effect: str
    stops: bool
    may_give: bool


@require_safe
@of_own_case
def consents_page(request: HttpRequest, party: Party) -> HttpResponse:
    """Every purpose, given or not."""
    given = Consent.objects.filter(case=party.case).select_related("given_by").order_by("-given_at")
    found = list(given)
    context = {
        "case": party.case,
        "party": party,
        "rows": [_row(key, [one for one in found if one.purpose == key], party) for key in texts.PURPOSES],
        "may_decide": rules.may_decide(party),
    }
    return render(request, "patient/consents.html", context)


def _row(key: str, given: list[Consent], party: Party) -> Row:
    live = next((one for one in given if one.withdrawn_at is None), None)
    language = live.language if live else translation.get_language() or "en"
    with translation.override(language):
        text = str(texts.PURPOSES[key].text)
    may_consent = rules.may_decide(party) and party.may_open_records
    return Row(
        key=key,
        title=str(texts.PURPOSES[key].title),
        text=text,
        language=language,
        live=live,
        last=given[0] if given else None,
        effect=_effect(key, party),
        stops=key == texts.OPINION and may_cancel(party),
        may_give=live is None and may_consent and party.case.state not in STOPPED,
    )


def _effect(key: str, party: Party) -> str:
    if key != texts.OPINION:
        return str(EFFECTS[key])
    if may_cancel(party):
        return _("If you withdraw it, everything stops: nobody reads on, and the case ends without an opinion. "
                 "Your records are not shown to anybody else.")  # fmt: skip
    return _(
        "If you withdraw it, the doctors who worked on your case can no longer open it, or answer a "
        "question about it. The opinion stays yours."
    )


@require_POST
@of_own_case
def give(request: HttpRequest, party: Party) -> HttpResponse:
    """Give a consent in the language in which its text stood on the page."""
    cases_access.require_may_consent(party)
    if party.case.state in STOPPED:
        raise Refused(_("This case has ended, so there is nothing left to consent to."))
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        language = translation.get_language() or "en"
    cases.give_consent(
        case=party.case, purpose=request.POST.get("purpose", ""), language=language, by=account_of(request),
        at=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("Your consent is on file. You can withdraw it here at any time."))
    return redirect("patient:consents", party.case.public_id)


@require_POST
@of_own_case
def withdraw(request: HttpRequest, party: Party, consent: UUID) -> HttpResponse:
    """Withdraw a consent, effective at once."""
    cases_access.require_may_decide(party)
    found = (
        Consent.objects.filter(case=party.case, public_id=consent).select_related("case__programme").first()
    )
    if found is None:
        raise Hidden
    cases.withdraw_consent(consent=found, by=account_of(request), at=timezone.now())
    messages.success(request, _("Your consent is withdrawn, from this moment on."))
    return redirect("patient:consents", party.case.public_id)
