"""What the answers of the emergency check mean. Pure: no I/O, no clock.

The check decides "stop", "call someone today" or "go on", never how ill a person is; it is not a triage scale.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from secunda.care.triage import ruleset
from secunda.care.triage.ruleset import GRAVITY, Action, Level, Row, Ruleset, Screen, When

Answer = Literal["yes", "no", "unsure"]
Verdict = Literal["EMERGENCY", "CRISIS", "INPATIENT", "SAME_DAY", "HUMAN_REVIEW", "OK", "INCOMPLETE"]
ANSWERS: tuple[Answer, ...] = ("yes", "no", "unsure")
STOPS: tuple[Verdict, ...] = ("EMERGENCY", "CRISIS", "INPATIENT")
_STRENGTH = {"yes": 2, "unsure": 1, "no": 0}


@dataclass(frozen=True, slots=True)
class Fired:
    """A row that holds: at which level, with which action, surely or only by a "not sure", and by which answers."""

    row: Row
    action: Action
    is_sure: bool
    call: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What to do. `verdict` is the gravest; `fired` holds every row, the gravest first."""

    verdict: Verdict
    fired: tuple[Fired, ...]
    unanswered: tuple[str, ...]
    version: str

    @property
    def stops(self) -> bool:
        """Whether the way ends here: the full-screen page, nothing to buy, save for later."""
        return self.verdict in STOPS

    @property
    def may_continue(self) -> bool:
        """Whether the person may go on to intake (with what to do today, if anything)."""
        return self.verdict in ("SAME_DAY", "HUMAN_REVIEW", "OK")

    @property
    def actions(self) -> tuple[Action, ...]:
        """Every action that a row asks for, the gravest first: a crisis line stands beside an emergency number."""
        return tuple(action for action in GRAVITY if any(one.action == action for one in self.fired))

    @property
    def rows(self) -> tuple[str, ...]:
        """The ids of the rows that hold."""
        return tuple(one.row.id for one in self.fired)

    @property
    def calls(self) -> tuple[str, ...]:
        """Whom to call (ids of wording.CALLS), each once."""
        return tuple(dict.fromkeys(one.call for one in self.fired if one.call))

    def task_due_at(self, at: datetime) -> datetime | None:
        """By when a named person must have dealt with it, None when nobody has to."""
        after = [
            ruleset.current().task_after[one] for one in self.actions if one in ruleset.current().task_after
        ]
        return at + min(after) if after else None


def screens() -> tuple[Screen, ...]:
    """The groups of questions, in order; their words are in `wording`."""
    return ruleset.current().screens


def none_of_these(screen_id: str) -> dict[str, Answer]:
    """An explicit no to each question of a screen. Raises `KeyError` for a screen that does not exist."""
    by_id = {screen.id: screen for screen in screens()}
    return dict.fromkeys(by_id[screen_id].questions, "no")


def unknown_answers(answers: Mapping[str, str]) -> list[str]:
    """The ids in `answers` that are no question of this version, or whose answer is none."""
    asked = set(ruleset.current().questions())
    return sorted(one for one, answer in answers.items() if one not in asked or answer not in ANSWERS)


def outcome(
    answers: Mapping[str, str],
    *,
    inpatient: bool = False,
    by_doctor: bool = False,
    rules: Ruleset | None = None,
) -> Outcome:
    """What `answers` (question id to "yes", "no" or "unsure") mean. Raises `ValueError` for an unknown answer.

    A question without an answer is never taken for a no: unless a row already stops, the verdict is INCOMPLETE.
    A person who is in hospital now and comes by themselves stops as INPATIENT; their doctor may ask for them.
    """
    rules = rules or ruleset.current()
    if not set(answers.values()) <= set(ANSWERS):
        raise ValueError("an answer is yes, no or unsure")
    fired = [one for row in rules.rows if (one := _fired(row, answers, rules)) is not None]
    fired.sort(key=lambda one: GRAVITY.index(one.action))
    unanswered = tuple(question for question in rules.questions() if question not in answers)
    verdict = _verdict(fired, is_complete=not unanswered, is_ward=inpatient and not by_doctor)
    return Outcome(verdict, tuple(fired), unanswered, rules.version)


def expires_at(answered_at: datetime) -> datetime:
    """From when on the questions are asked again: 72 hours after they were answered."""
    return answered_at + ruleset.current().asked_again_after


def counts(version: str, answered_at: datetime, at: datetime) -> bool:
    """Whether a check still counts at an instant: answered within 72 hours, under the rules now in force."""
    return version == ruleset.current().version and answered_at <= at < expires_at(answered_at)


def _verdict(fired: list[Fired], *, is_complete: bool, is_ward: bool) -> Verdict:
    gravest = fired[0].action if fired else None
    if gravest == "EMERGENCY" or gravest == "CRISIS":
        return gravest
    if is_ward:
        return "INPATIENT"
    if not is_complete:
        return "INCOMPLETE"
    return gravest or "OK"


def _fired(row: Row, answers: Mapping[str, str], rules: Ruleset) -> Fired | None:
    """The gravest level at which a row holds, a "not sure" counting as the rules say."""
    held = [one for level in row.levels if (one := _held(row, level, answers, rules)) is not None]
    return min(held, key=lambda one: (GRAVITY.index(one.action), not one.is_sure), default=None)


def _held(row: Row, level: Level, answers: Mapping[str, str], rules: Ruleset) -> Fired | None:
    strength = _strength(level.when, answers)
    if strength == 0:
        return None
    because = tuple(one for one in level.when.questions() if _STRENGTH[answers.get(one, "no")])
    action = level.action if strength == 2 else rules.unsure[level.action]
    return Fired(row, action, strength == 2, level.call, because)


def _strength(when: When, answers: Mapping[str, str]) -> int:
    """2 if it holds by a yes, 1 if only by a "not sure", 0 if not."""
    if when.asks:
        return _STRENGTH[answers.get(when.asks, "no")]
    parts = [_strength(part, answers) for part in when.parts]
    return min(parts) if when.joint == "all" else max(parts)
