"""One case at a glance, and the small things staff do with it."""

from __future__ import annotations

from datetime import UTC, datetime, time
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from secunda.care.assignment.models import Assignment
from secunda.care.cases import actions as cases
from secunda.care.cases import rules
from secunda.care.cases.consents import PURPOSES
from secunda.care.cases.models import (
    Brief,
    Case,
    Consent,
    FirstOpinion,
    Interval,
    LegalHold,
    Party,
    Provenance,
    ProxyAuthority,
    Question,
    StaffNote,
    Task,
    Wishes,
)
from secunda.care.consultations import access as thread_access
from secunda.care.consultations import actions as consultations
from secunda.care.opinions import access as opinions
from secunda.care.records import access as records
from secunda.foundation.audit import actions as audit
from secunda.foundation.audit.models import Event
from secunda.foundation.errors import Refused
from secunda.portals.parts import files
from secunda.portals.parts.doors import account_of
from secunda.portals.parts.who import sentences
from secunda.portals.staff.door import for_case_staff, staff_case
from secunda.portals.staff.shelf import shelf_of
from secunda.portals.staff.words import holder_words, next_step, task_words

MAY_MOVE = {
    "records_complete": Case.State.RECORDS_COMPLETE,
    "decline": Case.State.DECLINED,
    "cancel": Case.State.CANCELLED,
    "emergency": Case.State.EMERGENCY,
    "resume": Case.State.RECORDS_NEEDED,
    "close": Case.State.CLOSED,
}


@for_case_staff
def case_page(request: HttpRequest, case: UUID) -> HttpResponse:
    """Everything about a case that staff may see, and what comes next."""
    one = staff_case(request, case)
    audit.record(
        verb="case.opened", at=timezone.now(), case_id=one.id, programme_id=one.programme_id, object_type="case",
        object_id=one.public_id,
    )  # fmt: skip
    consultations.mark_read(case=one, by_staff=True, at=timezone.now())
    return render(request, "staff/case.html", _everything(one) | shelf_of(request, one))


def _everything(case: Case) -> dict[str, object]:
    tasks = Task.objects.filter(case=case, done_at=None).order_by("due_at")
    intervals = list(Interval.objects.filter(case=case).select_related("holder_account").order_by("from_at"))
    stretches = [rules.Stretch(i.state, i.from_at, i.until_at) for i in intervals]
    return {
        "case": case,
        "step": next_step(case),
        "tasks": [(task, task_words(task.kind)) for task in tasks],
        "first_opinion": FirstOpinion.objects.filter(case=case).first(),
        "provenance": Provenance.objects.filter(case=case).first(),
        "questions": Question.objects.filter(case=case),
        "wishes": Wishes.objects.filter(case=case).first(),
        "brief": Brief.objects.filter(case=case).select_related("approved_by").first(),
        "consents": [
            (PURPOSES[c.purpose].title, c) for c in Consent.objects.filter(case=case).order_by("given_at")
        ],
        "assignments": Assignment.objects.filter(case=case).select_related("expert").order_by("-invited_at"),
        "opinions": opinions.opinions_of(case),
        "parties": Party.objects.filter(case=case, ended_at=None).select_related("account", "authority"),
        "authorities": ProxyAuthority.objects.filter(case=case).select_related(
            "account", "document", "confirmed_by"
        ),
        "messages_of_case": thread_access.thread(case),
        "notes": StaffNote.objects.filter(case=case).select_related("author").order_by("-written_at"),
        "intervals": [(interval, holder_words(interval)) for interval in intervals],
        "split": rules.split(stretches, timezone.now()),
        "holds": LegalHold.objects.filter(case=case, until_at=None),
        "can": ["resume"] * (case.state == Case.State.EMERGENCY)
        + [
            key
            for key, to in MAY_MOVE.items()
            if key != "resume" and rules.COORDINATOR in rules.MOVES.get((case.state, to), ())
        ],
    }


@require_POST
@for_case_staff
def message(request: HttpRequest, case: UUID) -> HttpResponse:
    """Write to the patient's side."""
    one = staff_case(request, case)
    _tell_patient(request, one, request.POST.get("text", ""))
    messages.success(request, _("Your message was sent."))
    return redirect("staff:case", one.public_id)


@require_POST
@for_case_staff
def note(request: HttpRequest, case: UUID) -> HttpResponse:
    """Keep a note that only staff read."""
    one = staff_case(request, case)
    cases.note(case=one, text=request.POST.get("text", ""), by=account_of(request), at=timezone.now())
    return redirect("staff:case", one.public_id)


@require_POST
@for_case_staff
def move(request: HttpRequest, case: UUID) -> HttpResponse:
    """One of the moves that a coordinator makes by hand."""
    one = staff_case(request, case)
    to = MAY_MOVE.get(request.POST.get("to", ""))
    if to is None:
        raise Refused(_("There is no such step."))
    reason = request.POST.get("reason", "").strip()
    if to != Case.State.RECORDS_COMPLETE and not reason:
        raise Refused(_("Please say why; the patient reads it."))
    if to == Case.State.RECORDS_COMPLETE and records.unclassified(one):
        raise Refused(_("First decide for every record whether the expert may see it before they commit."))
    by, at = account_of(request), timezone.now()
    cases.move(one, to, by=by, role=rules.COORDINATOR, at=at)
    if reason:
        _tell_patient(request, one, reason)
    return redirect("staff:case", one.public_id)


def _tell_patient(request: HttpRequest, case: Case, words: str) -> None:
    consultations.send(
        case=case,
        text=words,
        by=account_of(request),
        role=consultations.STAFF,
        language=translation.get_language() or "en",
        at=timezone.now(),
    )


@require_POST
@for_case_staff
def task_done(request: HttpRequest, case: UUID, task: UUID) -> HttpResponse:
    """A task is done."""
    one = staff_case(request, case)
    cases.finish_task(
        task=get_object_or_404(Task, case=one, public_id=task), by=account_of(request), at=timezone.now()
    )
    return (
        redirect("staff:queue")
        if request.POST.get("back") == "queue"
        else redirect("staff:case", one.public_id)
    )


@for_case_staff
def who_looked(request: HttpRequest, case: UUID) -> HttpResponse:
    """Who opened what of this case and when, in words."""
    one = staff_case(request, case)
    events = Event.objects.filter(case_id=one.pk).order_by("-seq")[:500]
    return render(request, "staff/who.html", {"case": one, "sentences": sentences(events)})


class AuthorityForm(forms.Form):
    """Until when the proxy may act, if the document says less than the law."""

    until_date = forms.DateField(
        label=gettext_lazy("Until (leave empty if the document names no end)"), required=False
    )


@for_case_staff
def authority(request: HttpRequest, case: UUID, authority: UUID) -> HttpResponse:
    """Read a proxy's document and confirm or end the authority."""
    one = staff_case(request, case)
    found = get_object_or_404(ProxyAuthority, case=one, public_id=authority)
    form = AuthorityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by, at = account_of(request), timezone.now()
        if request.POST.get("do") == "end":
            cases.withdraw_authority(authority=found, by=by, at=at)
        else:
            end = form.cleaned_data["until_date"]
            until_at = datetime.combine(end, time.min, UTC) if end else None
            cases.confirm_authority(authority=found, until_at=until_at, by=by, at=at)
        return redirect("staff:case", one.public_id)
    return render(request, "staff/authority.html", {"case": one, "authority": found, "form": form})


@for_case_staff
def authority_document(request: HttpRequest, case: UUID, authority: UUID) -> HttpResponseBase:
    """The document itself; opening it is audited."""
    one = staff_case(request, case)
    found = get_object_or_404(ProxyAuthority, case=one, public_id=authority, document__isnull=False)
    assert found.document is not None
    audit.record(
        verb="record.opened", at=timezone.now(), case_id=one.id, programme_id=one.programme_id, object_type="proxy",
        object_id=found.public_id,
    )  # fmt: skip
    return files.attachment(request, found.document, name="authority")
