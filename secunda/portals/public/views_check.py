"""The emergency check: where the person is, six quiet screens, and the pages that say what to do now."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from secunda.care.cases.models import Case
from secunda.care.triage import access as triage_access
from secunda.care.triage import actions as triage
from secunda.care.triage import numbers, rules, wording
from secunda.care.triage.models import Check
from secunda.portals.parts import times
from secunda.portals.public import checking, drafts
from secunda.portals.public.checking import WHERE, SoFar
from secunda.portals.public.drafts import Draft, of_a_draft
from secunda.portals.public.forms.check import Group, Where

PAGE_OF = {
    checking.STOPPED: "public:stop",
    checking.INPATIENT: "public:in-hospital",
    checking.TODAY: "public:today",
    checking.ASK: "public:check",
    checking.CLEAR: "public:draft",
}


def place(draft: Draft, standing: str) -> HttpResponse:
    """On to the page for where somebody stands."""
    return redirect(PAGE_OF[standing], draft.case.public_id)


@of_a_draft
@require_safe
def begin(request: HttpRequest, draft: Draft) -> HttpResponse:
    """To the first screen with something to answer."""
    so_far = checking.so_far(draft, QueryDict())
    return redirect("public:check-screen", draft.case.public_id, checking.first_open(so_far))


@of_a_draft
@require_http_methods(["GET", "HEAD", "POST"])
def screen(request: HttpRequest, draft: Draft, screen_id: str) -> HttpResponse:
    """One screen of the check. A stop comes at once, not at the end."""
    if screen_id not in checking.order_of_screens():
        raise Http404
    if request.method == "POST":
        return _answered(request, draft, screen_id)
    so_far = checking.so_far(draft, QueryDict())
    if screen_id != WHERE and not (so_far.country and so_far.inpatient):
        return redirect("public:check-screen", draft.case.public_id, WHERE)
    return _show(request, draft, screen_id, so_far, _form(draft, screen_id, so_far))


def _form(draft: Draft, screen_id: str, so_far: SoFar, posted: Any = None) -> forms.Form:
    """The form of a screen, with what was answered on it before."""
    asked = checking.screen_of(screen_id)
    if asked is not None:
        return Group(asked, posted, initial=so_far.answers)
    initial = {"country": so_far.country, "inpatient": so_far.inpatient}
    return Where(posted, initial=initial, by_doctor=checking.by_doctor(draft))


def _answered(request: HttpRequest, draft: Draft, screen_id: str) -> HttpResponse:
    posted = _with_none(request.POST, screen_id)
    so_far = _with(checking.so_far(draft, request.POST), posted)
    checking.keep(draft, so_far)
    if request.headers.get("X-Requested-With") == "autosave":
        return JsonResponse({"ok": True, "saved": times.time_of_day(draft.at)})
    form = _form(draft, screen_id, so_far, posted)
    outcome = so_far.outcome(by_doctor=checking.by_doctor(draft))
    if outcome.stops and (screen_id != WHERE or form.is_valid()):
        return _finished(request, draft, so_far)
    if not form.is_valid():
        return _show(request, draft, screen_id, so_far, form, status=422)
    return _next(request, draft, screen_id, so_far)


def _with_none(posted: QueryDict, screen_id: str) -> QueryDict:
    """What was sent; “none of these” is a no to every question of the screen that has no answer yet."""
    if "none" not in posted or screen_id == WHERE:
        return posted
    filled = posted.copy()
    for question, answer in rules.none_of_these(screen_id).items():
        if filled.get(question) not in rules.ANSWERS:
            filled[question] = answer
    return filled


def _with(so_far: SoFar, posted: QueryDict) -> SoFar:
    """The answers so far, with those that were just sent."""
    sent = checking.of_values({name: str(value) for name, value in posted.items()})
    return SoFar(
        country=sent.country or so_far.country,
        inpatient=sent.inpatient or so_far.inpatient,
        answers=so_far.answers | sent.answers,
    )


def _next(request: HttpRequest, draft: Draft, screen_id: str, so_far: SoFar) -> HttpResponse:
    order = checking.order_of_screens()
    later = order[order.index(screen_id) + 1 :]
    following = later[0] if later else checking.first_open(so_far)
    if not later and not so_far.outcome(by_doctor=checking.by_doctor(draft)).unanswered:
        return _finished(request, draft, so_far)
    if draft.case.state == Case.State.EMERGENCY:  # a stopped draft keeps no half check: the pages carry it on
        return _show(request, draft, following, so_far, _form(draft, following, so_far))
    return redirect("public:check-screen", draft.case.public_id, following)


def _finished(request: HttpRequest, draft: Draft, so_far: SoFar) -> HttpResponse:
    check = checking.finish(draft, so_far, drafts.account_or_none(request))
    return place(draft, checking.of_check(draft, check))


def _show(
    request: HttpRequest, draft: Draft, screen_id: str, so_far: SoFar, form: forms.Form, status: int = 200
) -> HttpResponse:
    order = checking.order_of_screens()
    stopped = draft.case.state == Case.State.EMERGENCY
    address = reverse("public:check-screen", args=(draft.case.public_id, screen_id))
    earlier = checking.before(screen_id)
    carried = so_far.as_raw(draft.at) if stopped else {}
    context = {
        "form": form,
        "draft": draft,
        "is_where": screen_id == WHERE,
        "open_question": next((form[name].auto_id for name in form.errors if screen_id != WHERE), ""),
        "heading": _heading(screen_id),
        "introduction": wording.said(wording.INTRODUCTIONS.get(screen_id, "")) if screen_id != WHERE else "",
        "none_of_these": wording.said(wording.NONE_OF_THESE),
        "position": order.index(screen_id) + 1,
        "of": len(order),
        "action": address,
        "autosave_url": "" if stopped or screen_id == WHERE else address,
        "carried": [
            (name, values[0]) for name, values in carried.items() if name not in form.fields and name != "at"
        ],
        "back_url": _back(draft, earlier, stopped),
    }
    return render(request, "public/check.html", context, status=status)


def _heading(screen_id: str) -> str:
    if screen_id == WHERE:
        return _("First: is it safe to wait?")
    return wording.said(wording.SCREENS[screen_id])


def _back(draft: Draft, earlier: str, stopped: bool) -> str:
    if not earlier:
        return reverse("public:home")
    return reverse("public:check-screen", args=(draft.case.public_id, WHERE if stopped else earlier))


@of_a_draft
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The one red page: whom to call, what to say, what to take along. That it was read is kept."""
    check = triage_access.current_check(draft.case, draft.at)
    standing = checking.of_check(draft, check)
    if check is None or standing != checking.STOPPED:
        return place(draft, standing)
    if request.method == "POST":
        triage.acknowledge(check=check, at=draft.at)
        return redirect("public:check" if "again" in request.POST else "public:later", draft.case.public_id)
    return render(request, "public/stop.html", _advice(draft, check))


@of_a_draft
@require_http_methods(["GET", "HEAD", "POST"])
def today(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Not an emergency, but not to be put off: whom to call today. Then one may go on."""
    check = triage_access.current_check(draft.case, draft.at)
    standing = checking.of_check(draft, check)
    if check is None or check.outcome == Check.Verdict.OK or standing not in (checking.TODAY, checking.CLEAR):
        return place(draft, standing)
    if request.method == "POST":
        triage.acknowledge(check=check, at=draft.at)
        return redirect("public:draft", draft.case.public_id)
    return render(request, "public/today.html", _advice(draft, check))


@of_a_draft
@require_safe
def in_hospital(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Why this is not for somebody who lies in hospital now, and who may ask instead."""
    check = triage_access.current_check(draft.case, draft.at)
    standing = checking.of_check(draft, check)
    if check is None or standing != checking.INPATIENT:
        return place(draft, standing)
    reason = wording.said(wording.INPATIENT_REASON)
    return render(request, "public/in_hospital.html", {"draft": draft, "reason": reason})


def _advice(draft: Draft, check: Check) -> dict[str, Any]:
    """Numbers, calls and the answers that led here, in words."""
    outcome = rules.outcome(check.answers, inpatient=check.inpatient, by_doctor=checking.by_doctor(draft))
    because = dict.fromkeys(question for fired in outcome.fired for question in fired.because)
    known = numbers.numbers(check.country)
    is_emergency, is_crisis = "EMERGENCY" in outcome.actions, "CRISIS" in outcome.actions
    urgent = [_number(one) for one in (*known.emergency, *known.ambulance)]
    lines = [_number(line.number, line.name) for line in known.crisis] if is_crisis else []
    in_order = [*urgent, *lines] if is_emergency else [*lines, *urgent]
    return {
        "draft": draft,
        "is_emergency": is_emergency,
        "is_for_us": outcome.verdict == "HUMAN_REVIEW",
        "call": in_order[0],
        "others": in_order[1:],
        "emergency_number": urgent[0],
        "fallback": "" if known.is_known else wording.said(wording.FALLBACK_NUMBER),
        "calls": [wording.said(wording.CALLS[one]) for one in outcome.calls],
        "by_us": "our_team" in outcome.calls or is_crisis,
        "because": [wording.said(wording.QUESTIONS[question]) for question in because],
    }


def _number(number: str, name: str = "") -> dict[str, str]:
    return {"number": number, "dial": numbers.dial(number), "name": name}
