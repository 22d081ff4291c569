"""The emergency check on its way: what has been answered, which screen comes next, and whether one may go on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import QueryDict

from secunda.care.cases import actions as cases
from secunda.care.cases.models import Case
from secunda.care.triage import access as triage_access
from secunda.care.triage import actions as triage
from secunda.care.triage import rules
from secunda.care.triage.models import Check
from secunda.care.triage.ruleset import Screen
from secunda.foundation.accounts.models import Account
from secunda.portals.public import intake, places
from secunda.portals.public.drafts import Draft
from secunda.portals.public.forms import DOCTOR

WHERE = "where"
PAGE = "check"
KEPT_FOR = timedelta(hours=12)  # half a check older than this is asked from the beginning

# Where somebody stands who opens a page of a draft.
CLEAR, ASK, STOPPED, TODAY, INPATIENT = "clear", "ask", "stopped", "today", "inpatient"


@dataclass(frozen=True)
class SoFar:
    """The check that is being filled in: the country, whether in hospital, and each question's answer."""

    country: str
    inpatient: str
    answers: dict[str, str]

    def outcome(self, *, by_doctor: bool) -> rules.Outcome:
        """What they mean until now; INCOMPLETE as long as nothing stops and something is unanswered."""
        return rules.outcome(self.answers, inpatient=self.inpatient == "yes", by_doctor=by_doctor)

    def as_raw(self, at: datetime) -> dict[str, list[str]]:
        """The form in which a draft keeps them."""
        kept = {"at": at.isoformat(), "country": self.country, "inpatient": self.inpatient} | self.answers
        return {name: [value] for name, value in kept.items()}


def standing(draft: Draft) -> str:
    """Whether a draft may go on, and if not, which page explains why."""
    return of_check(draft, triage_access.current_check(draft.case, draft.at))


def of_check(draft: Draft, check: Check | None) -> str:
    """The same for a check that was read already; a check of a stopped draft that does not stop is of before."""
    if check is not None and check.outcome in (Check.Verdict.EMERGENCY, Check.Verdict.CRISIS):
        return STOPPED
    if check is not None and check.inpatient and not by_doctor(draft):
        return INPATIENT
    if check is None or draft.case.state == Case.State.EMERGENCY or check.outcome == Check.Verdict.INPATIENT:
        return ASK
    return TODAY if check.outcome != Check.Verdict.OK and check.acknowledged_at is None else CLEAR


def overdue(draft: Draft) -> bool:
    """Whether a check that let the draft go on has become too old in the meantime."""
    latest = triage_access.checks_of(draft.case).first()
    return draft.case.state == Case.State.DRAFT and latest is not None and latest.outcome not in rules.STOPS


def by_doctor(draft: Draft) -> bool:
    """Whether the treating doctor asks, for their patient."""
    return draft.about.kind == DOCTOR


def so_far(draft: Draft, posted: QueryDict) -> SoFar:
    """What has been answered: kept in the draft; carried by the page itself while the draft is stopped."""
    if draft.case.state == Case.State.EMERGENCY:
        return of_values({name: posted.get(name, "") for name in ("country", "inpatient", *questions())})
    kept = intake.raw_of(draft.answers, PAGE) or {}
    values = {name: str(given[0]) for name, given in kept.items() if given}
    begun_at = values.get("at", "")
    if not begun_at or draft.at - datetime.fromisoformat(begun_at) > KEPT_FOR:
        return SoFar(country=values.get("country", ""), inpatient="", answers={})
    return of_values(values)


def of_values(values: Mapping[str, str]) -> SoFar:
    """Only what answers a question that is asked; everything else is left out."""
    known = questions()
    answers = {name: str(value) for name, value in values.items() if name in known and value in rules.ANSWERS}
    inpatient, country = values.get("inpatient", ""), values.get("country", "")
    return SoFar(
        country=country if places.is_country(country) else "",
        inpatient=inpatient if inpatient in ("yes", "no") else "",
        answers=answers,
    )


def keep(draft: Draft, so_far: SoFar) -> None:
    """Keep what was answered until now in the draft; a stopped draft keeps nothing but whole checks."""
    if draft.case.state == Case.State.DRAFT:
        cases.keep_answers(case=draft.case, page=PAGE, answers=so_far.as_raw(draft.at), at=draft.at)


def finish(draft: Draft, so_far: SoFar, by: Account | None) -> Check:
    """Hand the answers to triage, which stops the draft or lets it go on; only the country stays in the draft."""
    if draft.case.state == Case.State.DRAFT:
        only = SoFar(country=so_far.country, inpatient="", answers={})
        cases.keep_answers(case=draft.case, page=PAGE, answers=only.as_raw(draft.at), at=draft.at)
    return triage.answer(
        case=draft.case, answers=so_far.answers, country=so_far.country, inpatient=so_far.inpatient == "yes", by=by,
        at=draft.at, by_doctor=by_doctor(draft),
    )  # fmt: skip


def questions() -> frozenset[str]:
    """The ids of everything that is asked."""
    return frozenset(question for screen in rules.screens() for question in screen.questions)


def screen_of(screen_id: str) -> Screen | None:
    """A screen by its id."""
    return next((screen for screen in rules.screens() if screen.id == screen_id), None)


def first_open(so_far: SoFar) -> str:
    """The first screen with something left to answer; the last one when nothing is."""
    if not so_far.country or not so_far.inpatient:
        return WHERE
    left = (s.id for s in rules.screens() if not set(s.questions) <= set(so_far.answers))
    return next(left, rules.screens()[-1].id)


def before(screen_id: str) -> str:
    """The screen before; empty for the first."""
    order = order_of_screens()
    place = order.index(screen_id)
    return order[place - 1] if place else ""


def order_of_screens() -> list[str]:
    """All screens in their order."""
    return [WHERE, *(screen.id for screen in rules.screens())]
