"""The table of moves as a table; the clock; ages; requests that cannot be right."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from secunda.care.cases import rules
from secunda.care.cases.models import Case, Party
from secunda.care.cases.request import Subject, require_sound
from secunda.care.cases.tests.factories import a_request
from secunda.foundation.errors import Refused

ROLES = (rules.REQUESTER, rules.COORDINATOR, rules.EXPERT, rules.REVIEWER, rules.SYSTEM)
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(("state", "to"), list(product(Case.State.values, Case.State.values)))
def test_every_move_is_in_the_table_or_refused(state: str, to: str) -> None:
    for role in ROLES:
        if role in rules.MOVES.get((state, to), ()):
            rules.require_move(state, to, role)
        else:
            with pytest.raises(Refused):
                rules.require_move(state, to, role)


def test_nothing_leaves_an_ended_case_and_every_other_state_has_a_way_out() -> None:
    left = {state for state, _to in rules.MOVES}
    assert not left & rules.ENDED
    assert left == set(Case.State.values) - rules.ENDED


def test_nobody_signs_a_case_that_was_not_checked() -> None:
    assert {state for state, to in rules.MOVES if to == Case.State.SIGNED} == {Case.State.QUALITY_CHECK}
    assert {state for state, to in rules.MOVES if to == Case.State.RELEASED} == {Case.State.SIGNED}


def test_every_state_has_a_holder() -> None:
    assert set(rules.HOLDER) == set(Case.State.values)


def test_the_clock_splits_without_losing_a_second() -> None:
    edges = [NOON + timedelta(hours=h) for h in (0, 1, 30, 40, 90)]
    states = (Case.State.DRAFT, Case.State.RECORDS_NEEDED, Case.State.ASSIGNMENT, Case.State.REVIEW)
    stretches = [rules.Stretch(s, a, b) for s, a, b in zip(states, edges, [*edges[1:-1], None], strict=False)]
    split = rules.split(stretches, edges[-1])
    assert sum(split.values(), timedelta()) == timedelta(hours=90)
    assert split["review"] == timedelta(hours=50)


def test_a_promise_follows_the_programmes_own_hours() -> None:
    assert rules.due_at(Case.State.REVIEW, NOON, {}) == NOON + timedelta(hours=48)
    assert rules.due_at(Case.State.REVIEW, NOON, {"review": 12}) == NOON + timedelta(hours=12)
    assert rules.due_at(Case.State.CLOSED, NOON, {}) is None


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2000, 2, 29), date(2018, 2, 28), 17),
        (date(2000, 2, 29), date(2018, 3, 1), 18),
        (date(1981, 5, 3), date(2026, 5, 3), 45),
    ],
)
def test_ages(born: date, day: date, age: int) -> None:
    assert rules.age_on(born, day) == age


def test_majority_of_somebody_born_on_a_leap_day() -> None:
    assert rules.majority_date(date(2000, 2, 29)) == date(2018, 3, 1)
    assert rules.majority_date(date(2004, 2, 29)) == date(2022, 3, 1)
    assert rules.majority_date(date(2010, 6, 1)) == date(2028, 6, 1)


def test_who_speaks_for_the_patient() -> None:
    assert [rules.acts_for_patient(Party(role=r)) for r in ("patient", "proxy", "doctor", "expert", "reviewer")] == [
        True, True, True, False, False,
    ]  # fmt: skip


SUBJECT = Subject(name="Ana Ferreira", birth_date=date(1981, 5, 3), sex="female", country="PT")


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": replace(SUBJECT, birth_date=date(2030, 1, 1))},
        {"subject": replace(SUBJECT, birth_date=date(1880, 1, 1))},
        {"subject": replace(SUBJECT, birth_date=date(2012, 1, 1))},
        {"questions": ()},
        {"questions": ("?",) * 6},
        {"diagnosis": "  "},
        {"decision_date": date(2026, 5, 3)},
        {"given_date": "yesterday"},
        {"given_date": "2026-13"},
        {"given_date": "2026-06"},
        {"requester_kind": "proxy", "proxy_basis": ""},
    ],
)
def test_a_request_that_cannot_be_right_gets_a_sentence(wrong: dict[str, object]) -> None:
    with pytest.raises(Refused):
        require_sound(a_request(**wrong), NOON.date())


@pytest.mark.parametrize("given", ["", "2026", "2026-05", "2026-05-04"])
def test_dates_of_every_precision_are_taken(given: str) -> None:
    require_sound(a_request(given_date=given), NOON.date())
