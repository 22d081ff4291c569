"""The opinion: the moment before it, the page, its versions, the report as PDF, and the follow-up question."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from secunda.care.cases import access as cases_access
from secunda.care.cases.models import Party, Wishes
from secunda.care.opinions import access as opinions_access
from secunda.care.opinions import actions as opinions
from secunda.care.opinions import rules
from secunda.care.opinions.models import Addendum, Author, Opinion
from secunda.foundation.audit import actions as audit
from secunda.foundation.audit.models import Event
from secunda.foundation.errors import Hidden, Refused
from secunda.foundation.notifications import actions as notifications
from secunda.portals.parts import files
from secunda.portals.parts.doors import account_of
from secunda.portals.parts.opinion import signed_page
from secunda.portals.patient.door import of_own_case

READY = "ready_to_read"


class QuestionForm(forms.Form):
    """The follow-up question."""

    question = forms.CharField(
        label=gettext_lazy("Your question"),
        max_length=rules.LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": "5"}),
        error_messages={"required": gettext_lazy("The question is empty.")},
    )


@dataclass(frozen=True)
class Asked:
    """A follow-up question and, once it is signed, its answer from the signed bytes."""

    question: str
    asked_at: datetime
    answer: str
    by: str
    signed_at: datetime | None


@require_safe
@of_own_case
def opinion_page(request: HttpRequest, party: Party) -> HttpResponse:
    """The opinion in force. The first time a person comes, a page stands before it."""
    cases_access.require_records_open(party)
    found = opinions_access.released(party.case)
    if found is None:
        return _withdrawn(request, party)
    return _read(request, party, found, QuestionForm())


def _withdrawn(request: HttpRequest, party: Party) -> HttpResponse:
    """What stands where an opinion was taken back; a 404 while there has never been one."""
    last = opinions_access.opinions_of(party.case).exclude(released_at=None).first()
    if last is None:
        raise Hidden
    return render(
        request, "patient/opinion_withdrawn.html", {"case": party.case, "party": party, "opinion": last}
    )


@require_safe
@of_own_case
def version_page(request: HttpRequest, party: Party, opinion: UUID) -> HttpResponse:
    """One version, in force or replaced."""
    cases_access.require_records_open(party)
    return _read(request, party, opinions_access.readable(party.case, opinion), QuestionForm())


@require_POST
@of_own_case
def open_now(request: HttpRequest, party: Party, opinion: UUID) -> HttpResponse:
    """The person chose to read now."""
    cases_access.require_records_open(party)
    found = opinions_access.readable(party.case, opinion)
    request.session[READY] = str(found.public_id)
    everything = {"show": request.POST["show"]} if request.POST.get("show") in ("all", "main") else {}
    address = reverse("patient:opinion_version", args=(party.case.public_id, found.public_id))
    return redirect(f"{address}?{urlencode(everything)}" if everything else address)


def _read(
    request: HttpRequest, party: Party, opinion: Opinion, form: QuestionForm, status: int = 200
) -> HttpResponse:
    wishes = Wishes.objects.filter(case=party.case).first()
    around = {
        "case": party.case,
        "party": party,
        "own": party.role == Party.Role.PATIENT,
        "opinion": opinion,
        "wishes": wishes,
        "authors": list(Author.objects.filter(opinion=opinion).select_related("expert")),
    }
    if not _chose_to_read(request, opinion):
        return render(request, "patient/opinion_ready.html", around)
    opinions.note_opened(opinion=opinion, by=account_of(request), at=timezone.now())
    context = around | _page(request, party, opinion, wishes) | {"form": form}
    return render(request, "patient/opinion.html", context, status=status)


def _chose_to_read(request: HttpRequest, opinion: Opinion) -> bool:
    """Whether this person pressed the button just now, or has read this version before."""
    if request.session.get(READY) == str(opinion.public_id):
        return True
    mine = Event.objects.filter(actor_id=account_of(request).pk, case_id=opinion.case_id)
    return mine.filter(verb="opinion.opened", object_id=opinion.public_id).exists()


def _page(request: HttpRequest, party: Party, opinion: Opinion, wishes: Wishes | None) -> dict[str, Any]:
    versions = list(opinions_access.opinions_of(party.case).exclude(released_at=None))
    asked = _asked(opinion, request)
    last_date = rules.follow_up_date(opinion.signed_at) if opinion.signed_at else None
    return {
        "folded": _folded(request, wishes),
        "report": signed_page(opinion, folded=_folded(request, wishes)),
        "versions": versions,
        "newer": next((one for one in versions if one.supersedes_id == opinion.pk), None),
        "in_force": opinion.state == Opinion.State.RELEASED,
        "asked": asked,
        "ask_until": last_date,
        "may_ask": _may_ask(party, opinion, asked, last_date),
        "other_language": _language_name(opinion),
        "verify_address": request.build_absolute_uri(reverse("public:verify")),
    }


def _folded(request: HttpRequest, wishes: Wishes | None) -> bool:
    """Whether the numbers and the clinical part are folded: as chosen on the page, else as the person wished."""
    chosen = request.GET.get("show", "")
    if chosen in ("all", "main"):
        return chosen == "main"
    return wishes is None or wishes.detail != Wishes.Detail.EVERYTHING


def _may_ask(party: Party, opinion: Opinion, asked: list[Asked], last_date: date | None) -> bool:
    allowed = int(party.case.programme.rules.get("follow_up_questions", rules.FOLLOW_UP_QUESTIONS))
    in_time = last_date is not None and timezone.now().date() <= last_date
    return opinion.state == Opinion.State.RELEASED and len(asked) < allowed and in_time


def _language_name(opinion: Opinion) -> str:
    """The language of the expert's own words, in the reader's; empty when they are the same."""
    here = (translation.get_language() or "en").split("-")[0]
    if opinion.language.split("-")[0] == here:
        return ""
    return str(translation.get_language_info(opinion.language)["name_translated"])


def _asked(opinion: Opinion, request: HttpRequest) -> list[Asked]:
    found = list(opinions_access.addenda(opinion))
    for one in found:
        if one.signed_at:
            _note_opened(one, request)
    return [_as_signed(one) for one in found]


def _note_opened(addendum: Addendum, request: HttpRequest) -> None:
    at = timezone.now()
    audit.record(
        verb="addendum.opened", at=at, case_id=addendum.case_id, programme_id=addendum.programme_id,
        object_type="addendum", object_id=addendum.public_id,
    )  # fmt: skip
    notifications.opened(by=account_of(request), about_id=addendum.public_id, at=at)


def _as_signed(addendum: Addendum) -> Asked:
    """An unsigned answer is nobody's business but its author's; a signed one is read from what was signed."""
    if addendum.signed_at is None:
        return Asked(addendum.question, addendum.asked_at, "", "", None)
    signed = json.loads(bytes(addendum.canonical or b""))
    return Asked(
        signed["question"], addendum.asked_at, signed["answer"], signed["answered_by"], addendum.signed_at
    )


@require_POST
@of_own_case
def ask(request: HttpRequest, party: Party, opinion: UUID) -> HttpResponse:
    """Send the follow-up question; what cannot be sent stays in its box."""
    cases_access.require_records_open(party)
    found = opinions_access.readable(party.case, opinion)
    form = QuestionForm(request.POST)
    if form.is_valid():
        try:
            question = form.cleaned_data["question"]
            opinions.ask(opinion=found, question=question, by=account_of(request), at=timezone.now())
            return redirect(f"{reverse('patient:opinion', args=(party.case.public_id,))}#question")
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    return _read(request, party, found, form, status=422)


@require_safe
@of_own_case
def report(request: HttpRequest, party: Party, opinion: UUID) -> HttpResponseBase:
    """The signed PDF of a version."""
    cases_access.require_records_open(party)
    found = opinions_access.readable(party.case, opinion)
    made = opinions_access.report(found, "patient", found.language)
    audit.record(
        verb="opinion.downloaded", at=timezone.now(), case_id=found.case_id, programme_id=found.programme_id,
        object_type="report", object_id=found.public_id,
    )  # fmt: skip
    name = _("second-opinion-%(reference)s.pdf") % {"reference": party.case.reference}
    return files.attachment(request, made.object, name=name)
