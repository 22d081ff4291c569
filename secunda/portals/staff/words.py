"""Words for what staff have to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from secunda.care.cases.models import Case, Interval, Task
from secunda.care.triage import cover
from secunda.care.triage.critical import TASK as CRITICAL
from secunda.foundation.accounts.models import Programme

TASKS = {
    "summary_by_model": gettext_lazy(
        "A language model is drafting the summary: read it, or draft it by rule"
    ),
    "record_unreadable": gettext_lazy(
        "Software could not read a record: look at it, or ask for a better one"
    ),
    "red_flag": gettext_lazy("Call this person: they named a warning sign that should be seen today"),
    "confirm_proxy": gettext_lazy("Check the document of the person who acts for the patient"),
    "consent_withdrawn": gettext_lazy(
        "The patient withdrew a consent; tell everybody who was working on the case"
    ),
    "answer_message": gettext_lazy("Answer the message"),
    "critical_value": gettext_lazy("A critical value or statement in a record: look at it now"),
    "chase_records": gettext_lazy("A hospital has not answered for a week: call its records office"),
    "records_overdue": gettext_lazy(
        "The time in which a hospital had to answer is over: call, then decide without"
    ),
    "find_next_expert": gettext_lazy("Invite another expert"),
    "choose_reviewer": gettext_lazy("Choose who checks the report"),
    "opinion_unopened": gettext_lazy("The opinion lies unopened for three days: call"),
    "case_cancelled": gettext_lazy("The patient cancelled the case; tell everybody who was working on it"),
    "mail_bounced": gettext_lazy("Our e-mail did not arrive: call"),
    "answer_follow_up": gettext_lazy("A follow-up question waits for the expert"),
    "records_done": gettext_lazy("The patient says that is everything: look through the records"),
    "classify_records": gettext_lazy("Decide what the expert may see of the new records"),
    "confirm_identity": gettext_lazy("Confirm whose record this is"),
}

STEPS = {
    Case.State.SUBMITTED: ("staff:case", gettext_lazy("Look at it")),
    Case.State.RECORDS_NEEDED: ("staff:case", gettext_lazy("See what is missing")),
    Case.State.RECORDS_COMPLETE: ("staff:assign", gettext_lazy("Invite an expert")),
    Case.State.ASSIGNMENT: ("staff:assign", gettext_lazy("See the invitation")),
    Case.State.REVIEW: ("staff:case", gettext_lazy("Look at it")),
    Case.State.DRAFTED: ("staff:case", gettext_lazy("Look at it")),
    Case.State.QUALITY_CHECK: ("staff:case", gettext_lazy("Look at it")),
    Case.State.SIGNED: ("staff:release", gettext_lazy("Release the opinion")),
    Case.State.RELEASED: ("staff:case", gettext_lazy("Look at it")),
}


HOLDERS = {
    "patient": gettext_lazy("the patient"),
    "coordinator": gettext_lazy("us"),
    "reviewer": gettext_lazy("the quality check"),
    "expert": gettext_lazy("the expert"),
    "nobody": gettext_lazy("nobody"),
}


def holder_words(interval: Interval | None) -> str:
    """Who holds the case during a stretch of its clock, by name where there is one."""
    if interval is None:
        return ""
    if interval.holder_account:
        return interval.holder_account.name
    return str(HOLDERS.get(interval.holder, ""))


@dataclass(frozen=True)
class Step:
    """The next action on a case: where it leads and what the button says."""

    url: str
    label: str


def next_step(case: Case) -> Step:
    """What the coordinator would do next with a case."""
    name, label = STEPS.get(Case.State(case.state), ("staff:case", _("Look at it")))
    return Step(reverse(name, args=(case.public_id,)), str(label))


def task_words(kind: str) -> str:
    """What a task asks for, as a sentence."""
    return str(TASKS.get(kind, _("Look at this case")))


def cover_words(programme: Programme, at: datetime, tasks: Iterable[Task]) -> str:
    """Outside office hours, with a critical value waiting: who covers, or that nobody is named. Empty otherwise."""
    now = cover.cover_at(programme, at)
    if now.in_hours or not any(task.kind == CRITICAL for task in tasks):
        return ""
    if not now.name:
        return _("It is outside office hours, and nobody is named who covers now. Please look yourself.")
    return _("Outside office hours %(name)s covers: %(telephone)s") % {
        "name": now.name,
        "telephone": now.telephone or "–",
    }
