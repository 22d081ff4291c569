"""From a draft to a signature: handed in, taken back, signed with a fresh second factor, corrected, given back."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from secunda.care.assignment import actions as assignments
from secunda.care.assignment import rules as assignment_rules
from secunda.care.assignment.models import Assignment
from secunda.care.opinions import access as opinion_access
from secunda.care.opinions import actions as opinions
from secunda.care.opinions.models import Opinion, Rendering
from secunda.foundation.errors import Hidden, Refused
from secunda.portals.expert.door import at_work, for_experts, note, own_opinion
from secunda.portals.expert.report import beside, draft_of
from secunda.portals.expert.room import party_in
from secunda.portals.expert.step_up import ask_again, fresh_factor
from secunda.portals.expert.writing.saving import edition_of
from secunda.portals.parts import files
from secunda.portals.parts.doors import account_of
from secunda.portals.parts.opinion import draft_page, signed_page

S = Opinion.State
STOP_POLLING = 286


@for_experts
def hand_in(request: HttpRequest, assignment: UUID) -> HttpResponse:
    """Give the whole report to the second reader; while anything is open, the list of it instead."""
    draft = draft_of(request, assignment)
    if draft.opinion.state != S.DRAFT:
        return redirect("expert:report", draft.work.public_id)
    party_in(request, draft.work)
    points = beside(draft)
    if request.method == "POST":
        if points["open_points"]:
            raise Refused(_("Something is still open; the list says what."), code="missing")
        opinions.hand_in(opinion=draft.opinion, by=account_of(request), at=timezone.now())
        messages.success(request, _("Handed in. You will hear from us when the second reader has looked."))
        return redirect("expert:report", draft.work.public_id)
    return render(request, "expert/hand_in.html", points | {"report": draft_page(draft.opinion)})


@require_POST
@for_experts
def take_back(request: HttpRequest, assignment: UUID) -> HttpResponse:
    """Change the text after all; it is checked again afterwards."""
    work, opinion = own_opinion(request, assignment)
    opinions.take_back(opinion=opinion, by=account_of(request), at=timezone.now())
    messages.success(request, _("It is a draft again."))
    return redirect("expert:report", work.public_id)


@for_experts
def sign(request: HttpRequest, assignment: UUID) -> HttpResponse:
    """The moment of signing: what will be fixed, for whom, and who signs; only with a fresh second factor."""
    work, opinion = own_opinion(request, assignment)
    if opinion.state != S.PASSED:
        return redirect("expert:report", work.public_id)
    party_in(request, work)
    factor = fresh_factor(request)
    if request.method == "POST":
        if not factor:
            return ask_again(request, request.get_full_path())
        opinions.sign(
            opinion=opinion, edition=edition_of(request), second_factor=factor, by=account_of(request),
            at=timezone.now(),
        )  # fmt: skip
        return redirect("expert:signed", work.public_id)
    context = {
        "assignment": work,
        "opinion": opinion,
        "report": draft_page(opinion),
        "factor": factor,
        "again_url": ask_again(request, request.get_full_path()).url,
        "check": opinion_access.last_check(opinion),
    }
    return render(request, "expert/sign.html", context)


@require_GET
@for_experts
def signed(request: HttpRequest, assignment: UUID) -> HttpResponse:
    """What was signed: hash, code, the report as PDF, and the text itself. With `version` an earlier one."""
    work, opinion = _signed_version(request, assignment)
    note(work, "opinion.opened", "opinion", opinion.public_id)
    context = _made(work, opinion) | {
        "report": signed_page(opinion),
        "versions": opinion_access.opinions_of(work.case)
        .exclude(signed_at=None)
        .defer("content", "canonical"),
        "addenda": opinion_access.addenda(opinion),
        "verify_url": reverse("public:verify"),
    }
    return render(request, "expert/signed.html", context)


def _signed_version(request: HttpRequest, assignment: UUID) -> tuple[Assignment, Opinion]:
    work = at_work(request, assignment)
    found = (
        opinion_access.opinions_of(work.case)
        .exclude(signed_at=None)
        .filter(authors__account=account_of(request))
    )
    number = request.GET.get("version", "")
    opinion = (found.filter(version=number) if number.isdecimal() and len(number) < 5 else found).first()
    if opinion is None:
        raise Hidden
    return work, opinion


def _made(work: Assignment, opinion: Opinion) -> dict[str, object]:
    ready = Rendering.objects.filter(opinion=opinion, reader="patient", language=opinion.language).exists()
    return {"assignment": work, "opinion": opinion, "ready": ready}


@require_GET
@for_experts
def rendering(request: HttpRequest, assignment: UUID) -> HttpResponse:
    """Whether the PDF is made: a fragment that asks again until it is."""
    context = _made(*_signed_version(request, assignment))
    return render(
        request, "expert/_rendering.html", context, status=STOP_POLLING if context["ready"] else 200
    )


@require_GET
@for_experts
def pdf(request: HttpRequest, assignment: UUID) -> HttpResponseBase:
    """The signed report as PDF."""
    work, opinion = _signed_version(request, assignment)
    made = opinion_access.report(opinion, "patient", opinion.language)
    note(work, "opinion.downloaded", "report", opinion.public_id)
    name = f"second-opinion-{work.case.reference}-{opinion.version}.pdf"
    return files.attachment(request, made.object, name=name)


class ReasonForm(forms.Form):
    """A reason that others will read."""

    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Please say why.")},
    )  # fmt: skip


@for_experts
def correct(request: HttpRequest, assignment: UUID) -> HttpResponse:
    """Begin a corrected version of a released opinion; the old one stays until the new one is released."""
    work, opinion = own_opinion(request, assignment)
    if opinion.state != S.RELEASED:
        return redirect("expert:report", work.public_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        opinions.correct(
            opinion=opinion, reason=form.cleaned_data["reason"], by=account_of(request), at=timezone.now()
        )
        return redirect("expert:report", work.public_id)
    back = reverse("expert:signed", args=(work.public_id,))
    return render(request, "expert/correct.html", {"assignment": work, "form": form, "back_url": back})


@for_experts
def give_back(request: HttpRequest, assignment: UUID) -> HttpResponse:
    """Give the case back; nothing that was written is lost, and the coordinator finds somebody else."""
    work = at_work(request, assignment)
    if work.state == work.State.DONE:
        raise Hidden
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        assignments.withdraw(
            assignment=work, reason=form.cleaned_data["reason"], by=account_of(request),
            role=assignment_rules.EXPERT, at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("The case is back with the coordinator. Thank you for saying so early."))
        return redirect("expert:worklist")
    back = reverse("expert:room", args=(work.public_id,))
    return render(request, "expert/give_back.html", {"assignment": work, "form": form, "back_url": back})
