"""An invitation: what is needed to decide, the conflict declaration, and the answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from secunda.care.assignment import actions as assignment_actions
from secunda.care.assignment.models import Assignment
from secunda.care.assignment.wording import QUESTIONS
from secunda.care.cases.models import Provenance
from secunda.foundation.errors import Hidden, Refused
from secunda.portals.expert import words
from secunda.portals.expert.door import for_experts, invited, note
from secunda.portals.parts.doors import account_of

S = Assignment.State
NO_YES = (("no", gettext_lazy("No")), ("yes", gettext_lazy("Yes")))


class DeclareForm(forms.Form):
    """Every conflict question with yes or no, and room to say more."""

    disclosure = forms.CharField(
        label=gettext_lazy("Anything the patient should know"),
        help_text=gettext_lazy("It is printed on the report, as you write it."),
        required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = {
            rule: forms.ChoiceField(
                label=words_, choices=NO_YES, widget=forms.RadioSelect(attrs={"class": "in-line"})
            )
            for rule, words_ in QUESTIONS.items()
        }
        self.fields = asked | self.fields


def _open(request: HttpRequest, assignment: UUID) -> Assignment:
    """An invitation that can still be answered, or was accepted; raises `Hidden` for one that ended."""
    found = invited(request, assignment)
    if found.state not in (S.INVITED, S.DECLARED):
        raise Hidden
    return found


@for_experts
def invitation(request: HttpRequest, assignment: UUID) -> HttpResponse:
    """What is needed to decide, and no more; after the declaration, accept or decline."""
    one = invited(request, assignment)
    if one.state not in (S.INVITED, S.DECLARED):
        return redirect(words.next_step(one, None).url if one.state != S.DONE else "expert:worklist")
    note(one, "invitation.opened", "assignment", one.public_id)
    context = {
        "assignment": one,
        "offer": one.offer,
        "person": words.person(one.offer),
        "family": words.family(one.offer.get("family", "")),
        "country": words.country(one.offer.get("country", "")),
        "language": words.language(one.offer.get("language", "")),
        "decision_date": parse_date(one.offer.get("decision_date") or ""),
        "material": words.material(one.offer),
        "blinded": words.blinded(one.offer),
        "declared": one.state == S.DECLARED,
    }
    return render(request, "expert/invitation.html", context)


@for_experts
def declare(request: HttpRequest, assignment: UUID) -> HttpResponse:
    """The conflict declaration, with the names it is made against and nothing else of the case."""
    one = _open(request, assignment)
    form = DeclareForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answers = {rule: form.cleaned_data[rule] for rule in QUESTIONS}
        blocks = assignment_actions.declare(
            assignment=one, answers=answers, disclosure=form.cleaned_data["disclosure"], by=account_of(request),
            at=timezone.now(),
        )  # fmt: skip
        return redirect("expert:thanks") if blocks else redirect("expert:invitation", one.public_id)
    note(one, "provenance.opened", "provenance", one.case.public_id)
    provenance = Provenance.objects.filter(case=one.case).first()
    context = {"assignment": one, "form": form, "provenance": provenance, "patient": one.case.patient}
    return render(request, "expert/declare.html", context)


@require_POST
@for_experts
def answer(request: HttpRequest, assignment: UUID) -> HttpResponse:
    """Accept, or decline with a reason."""
    one = _open(request, assignment)
    by, at = account_of(request), timezone.now()
    if request.POST.get("do") == "accept":
        if one.state != S.DECLARED:
            raise Refused(_("First declare whether anything ties you to this case."))
        assignment_actions.accept(assignment=one, by=by, at=at)
        return redirect("expert:room", one.public_id)
    assignment_actions.decline(assignment=one, reason=request.POST.get("reason", ""), by=by, at=at)
    messages.success(request, _("Thank you for answering. The coordinator has been told."))
    return redirect("expert:worklist")


@for_experts
def thanks(request: HttpRequest) -> HttpResponse:
    """After a declaration that bars: kind, and without anything of the case."""
    return render(request, "expert/thanks.html")
