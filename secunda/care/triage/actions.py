"""Every write of the emergency check."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from secunda.care.cases import actions as cases
from secunda.care.cases.models import Case
from secunda.care.cases.rules import REQUESTER
from secunda.care.triage import rules
from secunda.care.triage.models import Check
from secunda.foundation.accounts.models import Account
from secunda.foundation.audit import actions as audit
from secunda.foundation.errors import Refused

TASK = "red_flag"
UNSENT = (Case.State.DRAFT, Case.State.EMERGENCY)
SENT_EMERGENCY_WITHIN = timedelta(hours=1)


@transaction.atomic
def answer(
    *,
    case: Case,
    answers: Mapping[str, str],
    country: str,
    inpatient: bool,
    by: Account | None,
    at: datetime,
    by_doctor: bool = False,
) -> Check:
    """Keep one answering of the emergency questions, and do what it asks for.

    A draft stops at EMERGENCY and CRISIS, and goes on again when a later check lets it; whatever needs a named person
    becomes a task with a clock, also beside a stop. `country` is where the person is (ISO 3166-1 alpha-2).
    Raises `Refused` for answers to other questions ("questions_changed") or missing ones ("unanswered").
    """
    now = cases.locked(case)
    outcome = _outcome(answers, inpatient, by_doctor or now.requester_kind == Case.Requester.DOCTOR)
    check = Check.objects.create(
        case=now, programme_id=now.programme_id, rules_version=outcome.version, country=country.strip().upper()[:2],
        answers=dict(answers), outcome=outcome.verdict, inpatient=inpatient, answered_at=at, answered_by=by,
        rows=[{"row": one.row.id, "action": one.action, "sure": one.is_sure} for one in outcome.fired],
    )  # fmt: skip
    _record("emergency.checked", check, at)
    _ask_staff(check, now, outcome, at)
    _stop_or_go_on(now, outcome, by, at)
    case.state, case.state_at = now.state, now.state_at
    return check


def _outcome(answers: Mapping[str, str], inpatient: bool, by_doctor: bool) -> rules.Outcome:
    if rules.unknown_answers(answers):
        raise Refused(_("The questions have changed. Please answer them again."), code="questions_changed")
    outcome = rules.outcome(answers, inpatient=inpatient, by_doctor=by_doctor)
    if outcome.verdict == "INCOMPLETE":
        raise Refused(_("Please answer every question. “Not sure” is an answer too."), code="unanswered")
    return outcome


def _ask_staff(check: Check, case: Case, outcome: rules.Outcome, at: datetime) -> None:
    due_at = outcome.task_due_at(at)
    if "EMERGENCY" in outcome.actions and case.state not in UNSENT:  # somebody we know, with a case in work
        due_at = min(due_at or at + SENT_EMERGENCY_WITHIN, at + SENT_EMERGENCY_WITHIN)
    if due_at is not None:
        cases.add_task(case=case, kind=TASK, due_at=due_at, at=at, about_id=check.public_id)
        _record("red_flag.raised", check, at)


def _stop_or_go_on(case: Case, outcome: rules.Outcome, by: Account | None, at: datetime) -> None:
    if outcome.verdict in ("EMERGENCY", "CRISIS"):
        audit.record(
            verb="emergency.stopped", at=at, case_id=case.id, programme_id=case.programme_id, object_type="case",
            object_id=case.public_id, purpose="emergency",
        )  # fmt: skip
        if case.state == Case.State.DRAFT:
            cases.move(case, Case.State.EMERGENCY, by=by, role=REQUESTER, at=at)
    elif outcome.may_continue and case.state == Case.State.EMERGENCY and case.submitted_at is None:
        cases.move(case, Case.State.DRAFT, by=by, role=REQUESTER, at=at)


@transaction.atomic
def acknowledge(*, check: Check, at: datetime) -> None:
    """The person says that they have read the stop page; the first time counts."""
    Check.objects.filter(pk=check.pk, acknowledged_at=None).update(acknowledged_at=at)
    check.refresh_from_db(fields=("acknowledged_at",))


@transaction.atomic
def settle(*, check: Check, by: Account, at: datetime) -> None:
    """A named person has dealt with a check: its task is done; a second press changes nothing."""
    if Check.objects.filter(pk=check.pk, handled_at=None).update(handled_at=at, handled_by=by):
        cases.finish_tasks(case=check.case, kind=TASK, by=by, at=at, about_id=check.public_id)
        _record("red_flag.handled", check, at)
    check.refresh_from_db(fields=("handled_at", "handled_by"))


@transaction.atomic
def erase(*, case: Case) -> int:
    """Destroy what was answered in every check of a case; that and when it was asked stays. Returns how many."""
    return Check.objects.filter(case=case).update(answers={}, rows=[])


def _record(verb: str, check: Check, at: datetime) -> None:
    audit.record(
        verb=verb, at=at, case_id=check.case_id, programme_id=check.programme_id, object_type="red_flag",
        object_id=check.public_id, purpose="emergency",
    )  # fmt: skip
