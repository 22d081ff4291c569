"""The red flags as read from rules/red_flags.yaml: checked whole when first used, frozen afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

Action = Literal["EMERGENCY", "CRISIS", "SAME_DAY", "HUMAN_REVIEW"]
GRAVITY: tuple[Action, ...] = ("EMERGENCY", "CRISIS", "SAME_DAY", "HUMAN_REVIEW")
FOLDER = Path(__file__).with_name("rules")


@dataclass(frozen=True, slots=True)
class When:
    """A question (`asks`), or the joint of several parts: all of them, or any."""

    asks: str = ""
    joint: Literal["all", "any", ""] = ""
    parts: tuple[When, ...] = ()

    def questions(self) -> tuple[str, ...]:
        """The ids of all questions in it, in order."""
        inner = [question for part in self.parts for question in part.questions()]
        return (self.asks,) if self.asks else tuple(dict.fromkeys(inner))


@dataclass(frozen=True, slots=True)
class Level:
    """What a row does when `when` holds; `call` names whom to call (wording.CALLS), "" for nobody in particular."""

    action: Action
    when: When
    call: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One red flag, its `levels` from the gravest; `tag`, `trigger` and `table_action` are the source's words."""

    id: str
    levels: tuple[Level, ...]
    trigger: str
    table_action: str
    source: str
    tag: str
    note: str
    version: int
    reviewed_by: str | None
    reviewed_on: date | None
    valid_until: date | None

    @property
    def is_reviewed(self) -> bool:
        """Whether a named clinician has signed it; staff see a row that nobody has signed marked so."""
        return bool(self.reviewed_by)

    def is_current(self, today: date) -> bool:
        """Whether its review still holds. An expired row is still asked: it is marked, never dropped."""
        return self.valid_until is None or today <= self.valid_until

    def questions(self) -> tuple[str, ...]:
        """The ids of all questions it depends on."""
        return tuple(dict.fromkeys(question for level in self.levels for question in level.when.questions()))


@dataclass(frozen=True, slots=True)
class Screen:
    """Questions that are asked together, by id."""

    id: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ruleset:
    """One version of the emergency check."""

    version: str
    screens: tuple[Screen, ...]
    rows: tuple[Row, ...]
    unsure: dict[Action, Action]
    task_after: dict[Action, timedelta]
    asked_again_after: timedelta

    def questions(self) -> tuple[str, ...]:
        """The ids of all questions, in the order in which they are asked."""
        return tuple(question for screen in self.screens for question in screen.questions)


@cache
def current() -> Ruleset:
    """The rules in force. Raises `ValueError` or `KeyError` if the file is not whole."""
    with (FOLDER / "red_flags.yaml").open(encoding="utf-8") as text:
        return build(yaml.safe_load(text))


def build(found: dict[str, Any]) -> Ruleset:
    """The ruleset written in `found`; raises `ValueError` or `KeyError` unless every part fits the others."""
    rules = Ruleset(
        version=str(found["version"]),
        screens=tuple(Screen(each["id"], tuple(each["questions"])) for each in found["screens"]),
        rows=tuple(_row(found["unsigned"] | each) for each in found["rows"]),
        unsure={_action(held): _action(then) for held, then in found["unsure"].items()},
        task_after={_action(held): timedelta(minutes=each) for held, each in found["task_minutes"].items()},
        asked_again_after=timedelta(hours=found["again_after_hours"]),
    )
    _check(rules)
    return rules


def _check(rules: Ruleset) -> None:
    asked, used = rules.questions(), {question for row in rules.rows for question in row.questions()}
    if len(set(asked)) != len(asked) or set(asked) != used:
        raise ValueError(f"asked twice, or asked and used differ: {sorted(set(asked) ^ used)}")
    if set(rules.unsure) != set(GRAVITY):
        raise ValueError("what a “not sure” counts for is not said for every action")
    if len({row.id for row in rules.rows}) != len(rules.rows):
        raise ValueError("a row stands twice")


def _row(found: dict[str, Any]) -> Row:
    levels = [
        Level(_action(each["action"]), _when(each["when"]), each.get("call", "")) for each in found["fires"]
    ]
    return Row(
        id=found["id"],
        levels=tuple(sorted(levels, key=lambda level: GRAVITY.index(level.action))),
        trigger=found["trigger"],
        table_action=found["table_action"],
        source=found["source"],
        tag=found["tag"],
        note=found.get("note", ""),
        version=found["version"],
        reviewed_by=found["reviewed_by"],
        reviewed_on=found["reviewed_on"],
        valid_until=found["valid_until"],
    )


def _action(found: str) -> Action:
    for action in GRAVITY:
        if found == action:
            return action
    raise ValueError(f"no such action: {found}")


def _when(found: str | dict[str, Any]) -> When:
    if isinstance(found, str):
        return When(asks=found)
    [(joint, parts)] = found.items()
    if joint == "all":
        return When(joint="all", parts=tuple(_when(part) for part in parts))
    if joint == "any":
        return When(joint="any", parts=tuple(_when(part) for part in parts))
    raise ValueError(f"neither all nor any: {joint}")
