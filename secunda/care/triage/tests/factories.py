"""Answers of the emergency check, by what they say yes to."""

from __future__ import annotations

from datetime import datetime

from secunda.care.cases.models import Case
from secunda.care.cases.tests.factories import Cast, acting, now
from secunda.care.triage import actions, rules
from secunda.care.triage.models import Check
from secunda.foundation.accounts.models import Account


def answers(*yes: str, unsure: tuple[str, ...] = ()) -> dict[str, str]:
    """A no to every question but these."""
    none: dict[str, str] = {question: "no" for screen in rules.screens() for question in screen.questions}
    return none | dict.fromkeys(yes, "yes") | dict.fromkeys(unsure, "unsure")


def a_check(
    them: Cast,
    case: Case,
    *yes: str,
    by: Account | None = None,
    at: datetime | None = None,
    inpatient: bool = False,
    country: str = "DE",
) -> Check:
    """A check that Ana answered with these a yes, and every other question a no."""
    by = by or them.ana
    with acting(by, them.programme):
        return actions.answer(
            case=case, answers=answers(*yes), country=country, inpatient=inpatient, by=by, at=at or now()
        )
