"""The brief: all that a blind expert may know."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from secunda.care.cases import actions as cases
from secunda.care.cases.models import Brief, FirstOpinion, Question
from secunda.portals.parts.doors import account_of
from secunda.portals.staff.door import for_case_staff, staff_case


class BriefForm(forms.Form):
    """The neutral question and summary, and what is kept from the expert."""

    blinded = forms.ChoiceField(
        label=_("The expert reads without knowing"), choices=Brief.Blinded.choices, widget=forms.RadioSelect
    )
    neutral_question = forms.CharField(
        label=_("The neutral question"),
        help_text=_("Ask what the patient asks, without saying what they were told. “Which treatments fit?”"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    neutral_summary = forms.CharField(
        label=_("The neutral summary"),
        help_text=_("Age, history, findings as they stand in the records. No conclusion, no plan, no names."),
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    primary_material = forms.BooleanField(
        label=_("Images or slides themselves are among the records"),
        help_text=_("Without them a diagnosis cannot be read blind, and the report says so."),
        required=False,
    )


@for_case_staff
def brief(request: HttpRequest, case: UUID) -> HttpResponse:
    """Write the brief beside what the patient told; saving takes an approval back."""
    one = staff_case(request, case)
    kept = Brief.objects.filter(case=one).select_related("approved_by").first()
    initial = (
        {name: getattr(kept, name) for name in BriefForm.base_fields} if kept else {"blinded": "treatment"}
    )
    form = BriefForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        cases.write_brief(case=one, **form.cleaned_data)
        return redirect("staff:brief", one.public_id)
    context = {
        "case": one,
        "form": form,
        "brief": kept,
        "first_opinion": FirstOpinion.objects.filter(case=one).first(),
        "questions": Question.objects.filter(case=one),
    }
    return render(request, "staff/brief.html", context)


@require_POST
@for_case_staff
def approve(request: HttpRequest, case: UUID) -> HttpResponse:
    """Answer for it, by name, that the brief says nothing of the first opinion."""
    one = staff_case(request, case)
    cases.approve_brief(case=one, by=account_of(request), at=timezone.now())
    return redirect("staff:case", one.public_id)
