"""Who may see the emergency checks of a case: its own people and the programme's case staff, as row security says."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from secunda.care.cases import access as cases
from secunda.care.cases.models import Case
from secunda.care.triage import rules
from secunda.care.triage.models import Check
from secunda.foundation.accounts.models import Account, Programme
from secunda.foundation.errors import Hidden, Refused

FOR_STAFF = (Check.Verdict.CRISIS, Check.Verdict.SAME_DAY, Check.Verdict.HUMAN_REVIEW)


def checks_of(case: Case) -> QuerySet[Check]:
    """Every check of a case that its holder was given by `cases.access`, latest first."""
    return Check.objects.filter(case=case).order_by("-answered_at", "-id")


def current_check(case: Case, at: datetime) -> Check | None:
    """The latest check while it still counts: not older than 72 hours, and of the rules in force."""
    latest = checks_of(case).first()
    return (
        latest if latest is not None and rules.counts(latest.rules_version, latest.answered_at, at) else None
    )


def require_going_on(case: Case, at: datetime) -> Check:
    """The check that lets a case go on. Raises `Refused` if it is missing or too old ("ask_again") or stops."""
    check = current_check(case, at)
    if check is None:
        raise Refused(_("Please answer the safety questions again. It takes two minutes."), code="ask_again")
    if check.outcome in rules.STOPS:
        raise Refused(
            _("Please get help first. Your answers are saved, and you can come back."), code="stopped"
        )
    return check


def check_of(case: Case, check_id: UUID) -> Check:
    """One check of a case by its public id; raises `Hidden`."""
    check = checks_of(case).filter(public_id=check_id).first()
    if check is None:
        raise Hidden
    return check


def unhandled_checks(account: Account, programme: Programme, at: datetime) -> QuerySet[Check]:
    """Checks that wait for a named person, for the programme's case staff, oldest first; raises `Hidden` to others."""
    theirs = cases.staff_cases(account, programme, at)
    waiting = Check.objects.filter(
        programme=programme, case__in=theirs, outcome__in=FOR_STAFF, handled_at=None
    )
    return waiting.select_related("case").order_by("answered_at")
