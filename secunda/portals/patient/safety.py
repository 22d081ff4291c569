"""The safety questions asked again of somebody whose case is at work: two short pages, and where to get help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pycountry
from babel import Locale
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from secunda.care.cases.models import Case, Party
from secunda.care.triage import access as triage_access
from secunda.care.triage import actions as triage
from secunda.care.triage import numbers, rules, wording
from secunda.care.triage.models import Check
from secunda.care.triage.ruleset import Screen
from secunda.portals.parts.doors import account_of
from secunda.portals.parts.forms import yes_no_unsure
from secunda.portals.patient.door import of_own_case

NONE, SOME = "none", "some"
YES_NO = (("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")))


@dataclass(frozen=True)
class Signs:
    """A group of signs on the first page, with its two answers."""

    name: str
    title: str
    questions: tuple[str, ...]
    chosen: str
    error: str


class Where(forms.Form):
    """Where the person is, and whether in hospital."""

    country = forms.ChoiceField(label=gettext_lazy("In which country are you now?"))
    inpatient = forms.ChoiceField(
        choices=YES_NO, widget=forms.RadioSelect(attrs={"class": "in-line"}),
        error_messages={"required": gettext_lazy("Please answer this question.")},
    )  # fmt: skip

    def __init__(self, posted: Mapping[str, Any] | None, country: str) -> None:
        super().__init__(posted, initial={"country": country})
        self.fields["country"].choices = _countries()  # type: ignore[attr-defined]
        self.fields["inpatient"].label = wording.said(wording.INPATIENT)


class Closer(forms.Form):
    """The single questions of the groups in which something may be there."""

    def __init__(self, posted: Mapping[str, Any] | None, screens: list[Screen]) -> None:
        super().__init__(posted)
        for question in (one for screen in screens for one in screen.questions):
            hint = wording.said(wording.HINTS[question]) if question in wording.HINTS else ""
            self.fields[question] = yes_no_unsure(
                label=wording.said(wording.QUESTIONS[question]), help_text=hint
            )


def _countries() -> list[tuple[str, str]]:
    names = Locale.parse((translation.get_language() or "en").replace("-", "_")).territories
    rows = ((one.alpha_2, str(names.get(one.alpha_2, one.name))) for one in pycountry.countries)
    return sorted(rows, key=lambda row: row[1])


@require_http_methods(["GET", "HEAD", "POST"])
@of_own_case
def questions(request: HttpRequest, party: Party) -> HttpResponse:
    """The groups at a glance; then, only where something may be there, its single questions."""
    posted = request.POST if request.method == "POST" else None
    where = Where(posted, _last_country(party.case))
    signs = [_signs(screen, posted) for screen in rules.screens()]
    if posted is None or not where.is_valid() or any(not one.chosen for one in signs):
        status = 200 if posted is None else 422
        return _page(request, party, {"where": where, "signs": signs}, status)
    named = [screen for screen in rules.screens() if posted.get(f"group_{screen.id}") == SOME]
    closer = Closer(posted if "closer" in posted else None, named)
    if named and not closer.is_valid():
        carried = [
            (name, posted[name]) for name in posted if name not in closer.fields and name not in CARRIED_NOT
        ]
        context = {"closer": closer, "carried": carried}
        return _page(request, party, context, 422 if "closer" in posted else 200)
    return _answered(request, party, where, closer if named else None)


CARRIED_NOT = ("csrfmiddlewaretoken", "closer")


def _page(request: HttpRequest, party: Party, context: dict[str, Any], status: int) -> HttpResponse:
    around = {"case": party.case, "party": party, "own": party.role == Party.Role.PATIENT}
    return render(request, "patient/safety.html", around | context, status=status)


def _signs(screen: Screen, posted: Mapping[str, Any] | None) -> Signs:
    chosen = str((posted or {}).get(f"group_{screen.id}", ""))
    chosen = chosen if chosen in (NONE, SOME) else ""
    return Signs(
        name=f"group_{screen.id}",
        title=wording.said(wording.SCREENS[screen.id]),
        questions=tuple(wording.said(wording.QUESTIONS[one]) for one in screen.questions),
        chosen=chosen,
        error=_("Please choose one of the two.") if posted is not None and not chosen else "",
    )


def _last_country(case: Case) -> str:
    last = triage_access.checks_of(case).first()
    return (last.country if last else "") or case.country


def _answered(request: HttpRequest, party: Party, where: Where, closer: Closer | None) -> HttpResponse:
    """Hand the answers to triage: an explicit no for each question of a group in which there is nothing."""
    answers: dict[str, str] = {one: "no" for screen in rules.screens() for one in screen.questions}
    answers |= closer.cleaned_data if closer else {}
    check = triage.answer(
        case=party.case, answers=answers, country=where.cleaned_data["country"],
        inpatient=where.cleaned_data["inpatient"] == "yes", by=account_of(request), at=timezone.now(),
    )  # fmt: skip
    if check.outcome != Check.Verdict.OK:
        return redirect("patient:safety_help", party.case.public_id)
    messages.success(request, _("Thank you. Nothing you told us is a reason to hurry."))
    return redirect("patient:case", party.case.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@of_own_case
def get_help(request: HttpRequest, party: Party) -> HttpResponse:
    """Whom to call: the red page for an emergency or a crisis, a quiet one for what should be seen today."""
    at = timezone.now()
    check = triage_access.current_check(party.case, at)
    if check is None or check.outcome == Check.Verdict.OK:
        return redirect("patient:case", party.case.public_id)
    if request.method == "POST":
        triage.acknowledge(check=check, at=at)
        return redirect("patient:case", party.case.public_id)
    is_red = check.outcome in (Check.Verdict.EMERGENCY, Check.Verdict.CRISIS)
    template = "patient/help_now.html" if is_red else "patient/help_today.html"
    return render(request, template, {"case": party.case, "party": party} | _advice(check, party.case))


def _advice(check: Check, case: Case) -> dict[str, Any]:
    by_doctor = case.requester_kind == Case.Requester.DOCTOR
    outcome = rules.outcome(check.answers, inpatient=check.inpatient, by_doctor=by_doctor)
    because = dict.fromkeys(question for fired in outcome.fired for question in fired.because)
    known = numbers.numbers(check.country)
    return {
        "is_emergency": "EMERGENCY" in outcome.actions,
        "is_inpatient": check.outcome == Check.Verdict.INPATIENT,
        "in_hospital": wording.said(wording.INPATIENT_REASON),
        "first": [(one, numbers.dial(one)) for one in known.emergency[:1]],
        "others": [(one, numbers.dial(one)) for one in (*known.emergency[1:], *known.ambulance)],
        "lines": known.crisis if "CRISIS" in outcome.actions else (),
        "fallback": "" if known.is_known else wording.said(wording.FALLBACK_NUMBER),
        "calls": [wording.said(wording.CALLS[one]) for one in outcome.calls],
        "because": [wording.said(wording.QUESTIONS[question]) for question in because],
    }
