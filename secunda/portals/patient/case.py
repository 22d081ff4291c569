"""The case page: where it stands, what happened, messages, who can see it. And ending the case."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from secunda.care.assignment import access as assignment
from secunda.care.cases import access as cases_access
from secunda.care.cases import actions as cases
from secunda.care.cases import rules
from secunda.care.cases.models import Case, Interval, Party, Task, Wishes
from secunda.care.consultations import access as consultations_access
from secunda.care.consultations import actions as consultations
from secunda.care.opinions import access as opinions
from secunda.care.records.actions.remove import DONE_TASK
from secunda.care.triage import access as triage
from secunda.foundation.audit import actions as audit
from secunda.foundation.errors import Refused
from secunda.foundation.notifications import actions as notifications
from secunda.portals.parts.doors import account_of
from secunda.portals.patient import happened, standing
from secunda.portals.patient.door import of_own_case
from secunda.portals.patient.people import people_of

BEFORE_READING = (
    Case.State.SUBMITTED,
    Case.State.RECORDS_NEEDED,
    Case.State.RECORDS_COMPLETE,
    Case.State.ASSIGNMENT,
)
READABLE = (Case.State.RELEASED, Case.State.FOLLOW_UP, Case.State.CLOSED)


class MessageForm(forms.Form):
    """A message to the coordinator."""

    text = forms.CharField(
        label=gettext_lazy("Write to your coordinator"),
        help_text=gettext_lazy("Not for emergencies: nobody may see this before tomorrow."),
        max_length=consultations.LONGEST,
        widget=forms.Textarea(attrs={"rows": "4"}),
        error_messages={"required": gettext_lazy("The message is empty.")},
    )


@require_safe
@of_own_case
def case_page(request: HttpRequest, party: Party) -> HttpResponse:
    """Everything about the case that the person needs now."""
    case, at = party.case, timezone.now()
    audit.record(
        verb="case.opened", at=at, case_id=case.pk, programme_id=case.programme_id, object_type="case",
        object_id=case.public_id,
    )  # fmt: skip
    response = _shown(request, party, MessageForm())
    if consultations_access.unread(case, by_staff=False):
        consultations.mark_read(case=case, by_staff=False, at=at)
        notifications.opened(by=account_of(request), about_id=case.public_id, at=at)
    return response


def _shown(request: HttpRequest, party: Party, form: MessageForm, status: int = 200) -> HttpResponse:
    return render(request, "patient/case.html", _everything(request, party) | {"form": form}, status=status)


def _everything(request: HttpRequest, party: Party) -> dict[str, Any]:
    case, at = party.case, timezone.now()
    working = assignment.at_work(case)
    who = ", ".join(one.expert.name for one in working)
    intervals = list(
        Interval.objects.filter(case=case).select_related("by", "holder_account").order_by("from_at", "id")
    )
    said_done = Task.objects.filter(case=case, kind=DONE_TASK, done_at=None).exists()
    wishes = Wishes.objects.filter(case=case).first()
    return {
        "case": case,
        "party": party,
        "own": party.role == Party.Role.PATIENT,
        "heading": standing.heading(case, own=party.role == Party.Role.PATIENT, who=who),
        "lead": standing.lead(case, who=who, said_done=said_done, wishes=wishes),
        "stages": standing.stages(case),
        "holder": standing.holder(case, who),
        "clock": standing.clock(case, intervals, at),
        "said_done": said_done,
        "log": happened.log_of(case, intervals, you=account_of(request), who=who),
        "thread": list(consultations_access.thread(case)),
        "people": people_of(party, working, at),
        "opinion": party.may_open_records and opinions.opinions_of(case).exclude(released_at=None).exists(),
        "ask_again": _ask_again(case, at),
        "may_send": case.state in BEFORE_READING,
        "may_decide": rules.may_decide(party),
        "may_cancel": may_cancel(party),
    }


def _ask_again(case: Case, at: datetime) -> bool:
    """Whether 72 hours have passed since somebody said it is safe to wait, and there is still something to wait for."""
    waits = case.state not in rules.ENDED and case.readable_at is None
    return waits and triage.current_check(case, at) is None


@require_POST
@of_own_case
def message(request: HttpRequest, party: Party) -> HttpResponse:
    """Write to the coordinator."""
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _shown(request, party, form, status=422)
    consultations.send(
        case=party.case, text=form.cleaned_data["text"], by=account_of(request), role=consultations.PATIENT_SIDE,
        language=translation.get_language() or "en", at=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("Your message was sent. Your coordinator answers within a day."))
    return redirect("patient:case", party.case.public_id)


def may_cancel(party: Party) -> bool:
    """Whether this person may end the case now."""
    who = rules.MOVES.get((party.case.state, Case.State.CANCELLED), frozenset())
    return rules.may_decide(party) and rules.REQUESTER in who


@require_http_methods(["GET", "HEAD", "POST"])
@of_own_case
def cancel(request: HttpRequest, party: Party) -> HttpResponse:
    """What ends, what stays, and the one button."""
    cases_access.require_may_decide(party)
    if not may_cancel(party):
        raise Refused(
            _("This case can no longer be cancelled: its opinion is signed, or it has ended already.")
        )
    if request.method == "POST":
        cases.cancel(case=party.case, by=account_of(request), at=timezone.now())
        messages.success(request, _("The case is cancelled. Nobody reads it any more."))
        return redirect("patient:case", party.case.public_id)
    return render(request, "patient/cancel.html", {"case": party.case, "party": party})
