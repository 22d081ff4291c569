"""May it happen? The case's table of moves, its holders, and small facts about people. Pure: no I/O, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from secunda.care.cases.models import Case, Party, ProxyAuthority
from secunda.foundation.errors import Refused

REQUESTER, COORDINATOR, EXPERT, REVIEWER, SYSTEM = "requester", "coordinator", "expert", "reviewer", "system"

DRAFT_LIFE = timedelta(days=30)
MAJORITY_YEARS = 18

S = Case.State

# (from, to) -> who may make the move. The diagram in docs/reference/lifecycle.md is drawn from this table.
MOVES: dict[tuple[str, str], frozenset[str]] = {
    (S.DRAFT, S.SUBMITTED): frozenset({REQUESTER}),
    (S.DRAFT, S.EMERGENCY): frozenset({REQUESTER, SYSTEM}),
    (S.EMERGENCY, S.DRAFT): frozenset({REQUESTER}),
    (S.EMERGENCY, S.RECORDS_NEEDED): frozenset({COORDINATOR}),
    (S.SUBMITTED, S.RECORDS_NEEDED): frozenset({COORDINATOR, SYSTEM}),
    (S.RECORDS_NEEDED, S.RECORDS_COMPLETE): frozenset({COORDINATOR}),
    (S.RECORDS_COMPLETE, S.RECORDS_NEEDED): frozenset({COORDINATOR}),
    (S.RECORDS_COMPLETE, S.ASSIGNMENT): frozenset({COORDINATOR}),
    (S.ASSIGNMENT, S.RECORDS_NEEDED): frozenset({COORDINATOR}),
    (S.ASSIGNMENT, S.REVIEW): frozenset({EXPERT}),
    (S.REVIEW, S.ASSIGNMENT): frozenset({COORDINATOR, EXPERT}),
    (S.REVIEW, S.DRAFTED): frozenset({EXPERT}),
    (S.DRAFTED, S.ASSIGNMENT): frozenset({COORDINATOR, EXPERT}),
    (S.DRAFTED, S.QUALITY_CHECK): frozenset({EXPERT}),
    (S.QUALITY_CHECK, S.DRAFTED): frozenset({REVIEWER, EXPERT}),
    (S.QUALITY_CHECK, S.SIGNED): frozenset({EXPERT}),
    (S.SIGNED, S.RELEASED): frozenset({COORDINATOR}),
    (S.RELEASED, S.FOLLOW_UP): frozenset({REQUESTER, SYSTEM}),
    (S.RELEASED, S.DRAFTED): frozenset({EXPERT}),
    (S.FOLLOW_UP, S.DRAFTED): frozenset({EXPERT}),
    (S.FOLLOW_UP, S.CLOSED): frozenset({COORDINATOR, SYSTEM}),
    **{
        (state, S.CANCELLED): frozenset({REQUESTER, COORDINATOR, SYSTEM})
        for state in (
            S.DRAFT, S.EMERGENCY, S.SUBMITTED, S.RECORDS_NEEDED, S.RECORDS_COMPLETE, S.ASSIGNMENT, S.REVIEW, S.DRAFTED,
            S.QUALITY_CHECK,
        )
    },
    **{
        (state, S.DECLINED): frozenset({COORDINATOR})
        for state in (S.SUBMITTED, S.RECORDS_NEEDED, S.RECORDS_COMPLETE, S.ASSIGNMENT)
    },
    **{
        (state, S.EMERGENCY): frozenset({COORDINATOR})
        for state in (S.SUBMITTED, S.RECORDS_NEEDED, S.RECORDS_COMPLETE, S.ASSIGNMENT)
    },
}  # fmt: skip

# Who has the ball while a case is in a state.
HOLDER: dict[str, str] = {
    S.DRAFT: "patient",
    S.EMERGENCY: "patient",
    S.SUBMITTED: "coordinator",
    S.RECORDS_NEEDED: "patient",
    S.RECORDS_COMPLETE: "coordinator",
    S.ASSIGNMENT: "coordinator",
    S.REVIEW: "expert",
    S.DRAFTED: "expert",
    S.QUALITY_CHECK: "reviewer",
    S.SIGNED: "coordinator",
    S.RELEASED: "patient",
    S.FOLLOW_UP: "patient",
    S.CLOSED: "nobody",
    S.CANCELLED: "nobody",
    S.DECLINED: "nobody",
}

# Within how many hours whoever holds the case has promised the next step; programme.rules["due_hours"] overrides.
# Our defaults, not published figures.
DUE_HOURS: dict[str, int] = {
    S.SUBMITTED: 24,
    S.RECORDS_NEEDED: 7 * 24,
    S.RECORDS_COMPLETE: 24,
    S.ASSIGNMENT: 24,
    S.REVIEW: 48,
    S.DRAFTED: 48,
    S.QUALITY_CHECK: 24,
    S.SIGNED: 12,
    S.RELEASED: 72,
}


def due_at(state: str, at: datetime, overrides: Mapping[str, int]) -> datetime | None:
    """Until when the next step is promised for a case that came into `state` at `at`; None when nothing is."""
    hours = overrides.get(state, DUE_HOURS.get(state))
    return None if hours is None else at + timedelta(hours=hours)


# How the published time splits.
STRETCH: dict[str, str] = {
    S.DRAFT: "intake",
    S.EMERGENCY: "intake",
    S.SUBMITTED: "records",
    S.RECORDS_NEEDED: "records",
    S.RECORDS_COMPLETE: "assignment",
    S.ASSIGNMENT: "assignment",
    S.REVIEW: "review",
    S.DRAFTED: "review",
    S.QUALITY_CHECK: "quality_check",
    S.SIGNED: "quality_check",
}

ENDED = frozenset({S.CLOSED, S.CANCELLED, S.DECLINED})


def require_sent_stays_sent(to: str, submitted_at: datetime | None) -> None:
    """Raise `Refused` where a sent case would become a draft, or a draft one that waits for records."""
    if submitted_at is not None and to == S.DRAFT:
        raise Refused(_("This case has been sent. Your coordinator decides how it goes on."))
    if submitted_at is None and to == S.RECORDS_NEEDED:
        raise Refused(_("This case has not been sent yet."))


def require_move(state: str, to: str, role: str) -> None:
    """Raise `Refused` unless somebody in `role` may move a case from `state` to `to`."""
    who = MOVES.get((state, to))
    if who is None:
        raise Refused(
            _("This case is “%(now)s”; it cannot become “%(then)s” from there.")
            % {"now": S(state).label, "then": S(to).label}
        )
    if role not in who:
        raise Refused(_("This step belongs to somebody else on the case."))


@dataclass(frozen=True)
class Stretch:
    """A stretch of the clock: state, from (inclusive) and until (exclusive; None = still running)."""

    state: str
    from_at: datetime
    until_at: datetime | None


def split(stretches: Iterable[Stretch], now: datetime) -> dict[str, timedelta]:
    """Time held by stretch (`intake`, `records`, `assignment`, `review`, `quality_check`), the running one too."""
    held: dict[str, timedelta] = dict.fromkeys(dict.fromkeys(STRETCH.values()), timedelta())
    for one in stretches:
        name = STRETCH.get(one.state)
        if name is not None:
            held[name] += (one.until_at or now) - one.from_at
    return held


def age_on(birth_date: date, day: date) -> int:
    """Completed years."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def majority_date(birth_date: date) -> date:
    """The day a child comes of age; somebody born on 29 February does so on 1 March."""
    try:
        return birth_date.replace(year=birth_date.year + MAJORITY_YEARS)
    except ValueError:
        return date(birth_date.year + MAJORITY_YEARS, 3, 1)


def may_decide(party: Party) -> bool:
    """Whether this part may give and withdraw consents, end the case and say who sees it.

    The patient; a proxy whose authority leaves decisions not out; the treating doctor who asked, nobody else's doctor.
    """
    if party.role == Party.Role.PROXY:
        return party.authority is not None and party.authority.scope != ProxyAuthority.Scope.WITHOUT_DECISIONS
    if party.role == Party.Role.DOCTOR:
        return party.case.requester_id == party.account_id
    return party.role == Party.Role.PATIENT


def acts_for_patient(party: Party) -> bool:
    """Whether this part in the case speaks for the patient's side."""
    return party.role in (Party.Role.PATIENT, Party.Role.PROXY, Party.Role.DOCTOR)
