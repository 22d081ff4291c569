"""Records as the coordinator handles them: whose, how titled, open or sealed; and asking for more."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from secunda.care.cases import actions as cases
from secunda.care.cases import rules
from secunda.care.cases.models import Case
from secunda.care.chart.models import Reading
from secunda.care.chart.sentences import suggested_title
from secunda.care.consultations import actions as consultations
from secunda.care.records import access as records
from secunda.care.records import actions as record_actions
from secunda.care.records.lines import Line
from secunda.care.records.models import Record
from secunda.portals.parts import record_words
from secunda.portals.parts.chart.states import states_of
from secunda.portals.parts.doors import account_of
from secunda.portals.staff.door import for_case_staff, staff_case


class ClassifyForm(forms.Form):
    """What the expert may see of a record before they commit, and under which title."""

    title = forms.CharField(
        label=gettext_lazy("A neutral title for the expert"),
        help_text=gettext_lazy(
            "What it is and from when, without the first opinion: “Core biopsy report, 12 May”."
        ),
        max_length=200,
    )
    blinding = forms.ChoiceField(
        label=gettext_lazy("Before the expert has committed, this record is"),
        choices=[choice for choice in Record.Blinding.choices if choice[0] != Record.Blinding.PASSAGES],
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Seal whatever names the diagnosis or the plan that is under review."),
    )
    clinical_date = forms.CharField(
        label=gettext_lazy("From when is it?"),
        help_text=gettext_lazy(
            "The day it reports on: 2026, 2026-05 or 2026-05-03. Leave it empty if unknown."
        ),
        widget=forms.TextInput(attrs={"class": "short"}),
        max_length=10,
        required=False,
    )
    theirs = forms.BooleanField(
        label=gettext_lazy("I have looked: this record belongs to the patient"), required=False
    )


@for_case_staff
def classify(request: HttpRequest, case: UUID, record: UUID) -> HttpResponse:
    """Say whose a record is, what it is called, and whether a blind expert may see it."""
    one = staff_case(request, case)
    found = records.find_for_staff(one, record)
    sure = found.identity == Record.Identity.MATCH or found.identity_confirmed_at is not None
    form = ClassifyForm(
        request.POST or None,
        initial={
            "title": found.title or _suggested(found),
            "blinding": found.blinding,
            "theirs": sure,
            "clinical_date": found.clinical_date,
        },
    )
    if found.sealed_passages.exists():
        form.fields["blinding"].choices = Record.Blinding.choices  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        _decided(request, found, form, sure=sure)
        return redirect("staff:case", one.public_id)
    context = {
        "case": one,
        "record": found,
        "form": form,
        "sure": sure,
        "whose": record_words.for_staff(found),
        "name": found.title or record_words.name(Line.of(found)),
        "sent_as": found.name,
        "origin": record_words.origin(found),
        "reading": states_of([found]).get(found.public_id),
    }
    return render(request, "staff/classify.html", context)


def _decided(request: HttpRequest, record: Record, form: ClassifyForm, *, sure: bool) -> None:
    """Keep what the coordinator said of a record, in one transaction with whose it is."""
    by, at, said = account_of(request), timezone.now(), form.cleaned_data
    if said["theirs"] and not sure:
        record_actions.confirm_identity(record=record, by=by, at=at)
    record_actions.classify(
        record=record, blinding=said["blinding"], title=said["title"], clinical_date=said["clinical_date"],
        by=by, at=at,
    )  # fmt: skip


def _suggested(record: Record) -> str:
    """A neutral title by what software takes the record for; empty when it is not sure."""
    reading = Reading.objects.filter(record=record, is_current=True).first()
    return suggested_title(reading) if reading else ""


@require_POST
@for_case_staff
def ask_for_more(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask the patient's side for what is missing; the case waits for them, and its clock says so."""
    one = staff_case(request, case)
    by, at = account_of(request), timezone.now()
    consultations.send(
        case=one, text=request.POST.get("text", ""), by=by, role=consultations.STAFF,
        language=translation.get_language() or "en", at=at,
    )  # fmt: skip
    if one.state != Case.State.RECORDS_NEEDED:
        cases.move(one, Case.State.RECORDS_NEEDED, by=by, role=rules.COORDINATOR, at=at)
    messages.success(request, _("We have asked for it. The case waits for the patient now."))
    return redirect("staff:case", one.public_id)


@require_POST
@for_case_staff
def release_scan(request: HttpRequest, case: UUID, record: UUID) -> HttpResponse:
    """What was too large for the virus scanner may be opened, says this person."""
    found = records.find_for_staff(staff_case(request, case), record)
    record_actions.release_unscanned(record=found, by=account_of(request), at=timezone.now())
    return redirect("staff:classify", case, record)


@require_POST
@for_case_staff
def not_theirs(request: HttpRequest, case: UUID, record: UUID) -> HttpResponse:
    """It is somebody else's, says this person: it is taken out of the case and destroyed."""
    one = staff_case(request, case)
    found = records.find_for_staff(one, record)
    record_actions.say_not_theirs(record=found, by=account_of(request), at=timezone.now())
    messages.success(request, _("It is out of the case, and whoever sent it is told. No expert has seen it."))
    return redirect("staff:case", one.public_id)


@require_POST
@for_case_staff
def seal_rest(request: HttpRequest, case: UUID) -> HttpResponse:
    """Every record that nobody has decided about stays sealed to a blind expert, says this person."""
    one = staff_case(request, case)
    n = record_actions.seal_rest(case=one, by=account_of(request), at=timezone.now())
    said = ngettext("%(n)s record stays sealed.", "%(n)s records stay sealed.", n) % {"n": n}
    messages.success(request, said)
    return redirect("staff:case", one.public_id)
