"""The clinical rule data, for the clinician who has to sign it: red flags, completeness, conflicts of interest."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby

from secunda.care.assignment import rules as assignment
from secunda.care.assignment import wording as assignment_wording
from secunda.care.records import completeness as needed
from secunda.care.triage import ruleset, wording
from secunda.care.triage.ruleset import Row, When
from secunda.project.reference.markdown import code, table

UNREVIEWED = "**not reviewed by a clinician**"
UNSENT = "nobody while it is a draft; within 1 h once the case was sent"
TAGS = (
    "Tags: V read in the named source; S a secondary source; K well known, not looked up again; C our own consensus, "
    "no published rule; P a rule of the programme."
)


def red_flags() -> str:
    """Every red flag, what fires it, and every question with its words."""
    rules = ruleset.current()
    return "\n\n".join(
        (
            "# Red flags",
            f"The emergency check, version `{rules.version}`: {len(rules.rows)} rows that a patient can answer. "
            f"{_reviewed([row.reviewed_by for row in rules.rows])}",
            TAGS,
            f"The check is asked before an account or a price, and again after {_hours(rules.asked_again_after)}. A "
            "question without an answer is never taken for a no.",
            table(("id", "holds when", "then", "source's words", "source's action", "tag", "signed by"),
                  (_red_flag(row) for row in rules.rows)),
            _notes(rules.rows),
            "## What “not sure” counts for, and who looks",
            table(("a row at", "held only by “not sure” counts as", "a named person looks within"),
                  ((code(a), code(b), _hours(rules.task_after[a]) if a in rules.task_after else UNSENT)
                   for a, b in rules.unsure.items())),
            "## The questions",
            *_screens(rules),
        )
    )  # fmt: skip


def _red_flag(row: Row) -> tuple[str, ...]:
    levels = row.levels
    holds = "<br>".join(phrase(level.when) for level in levels)
    then = "<br>".join(level.action + (f", call {level.call}" if level.call else "") for level in levels)
    return (
        row.id,
        holds,
        then,
        row.trigger or "(none given)",
        row.table_action,
        f"{row.tag}; {row.source}",
        row.reviewed_by or "nobody",
    )


def phrase(when: When) -> str:
    """What makes a level hold, by the ids of its questions."""
    if when.asks:
        return code(when.asks)
    joint = " and " if when.joint == "all" else " or "
    return joint.join(f"({phrase(part)})" if part.parts else phrase(part) for part in when.parts)


def _notes(rows: tuple[Row, ...]) -> str:
    told = [f"- {row.id}: {row.note}" for row in rows if row.note]
    return "\n".join(("Where we ask more widely or narrowly than the source says:\n", *told))


def _screens(rules: ruleset.Ruleset) -> list[str]:
    return [
        f"### {wording.SCREENS[screen.id]}\n\n"
        + table(("id", "question"), ((code(one), wording.QUESTIONS[one]) for one in screen.questions))
        for screen in rules.screens
    ]


def completeness() -> str:
    """What a specialist needs to see, by condition."""
    rows = needed.rows()
    parts = [
        "# Record completeness",
        f"What a specialist needs to see, by condition: {len(rows)} rows. {_reviewed([row.reviewer for row in rows])}",
        f"Level: R required, C conditional, O optional, R-if-… required in that case. {TAGS}",
        "It guides people; nothing checks yet whether a record is there.",
    ]
    for condition, of_it in groupby(rows, key=lambda row: row.condition):
        parts.append(f"## {condition.replace('_', ' ').capitalize()}")
        parts.append(
            table(
                ("what", "as patients read it", "level", "age limit", "asked of", "tag", "valid until"),
                ((_item(row), row.label, row.level, _days(row.max_age_days), row.asked_of, row.tag, row.valid_until)
                 for row in of_it),
            )
        )  # fmt: skip
    return "\n\n".join(parts)


def _item(row: needed.Row) -> str:
    return f"{row.item} ({row.detail})" if row.detail else row.item


def conflicts() -> str:
    """The conflict-of-interest declaration."""
    rules = assignment.conflict_rules()
    rows = (
        (row["id"], assignment_wording.QUESTIONS[row["id"]], row["effect"], "yes" if row["waivable"] else "no",
         row["source"], row["tag"])
        for row in rules["rows"]
    )  # fmt: skip
    return "\n\n".join(
        (
            "# Conflicts of interest",
            f"What an expert declares for each case before anything of it opens, version `{rules['version']}`. "
            f"{_reviewed([rules['reviewed_by']])}",
            f"A yes to a rule that blocks ends the invitation; a yes to one that discloses is printed in the report. "
            f"{TAGS}",
            table(("id", "question", "effect", "patient may waive", "source", "tag"), rows),
        )
    )


def _reviewed(signed_by: list[str | None]) -> str:
    missing = sum(1 for one in signed_by if not one)
    if missing == len(signed_by):
        return f"It is {UNREVIEWED}."
    return f"{missing} of its {len(signed_by)} rows are {UNREVIEWED}." if missing else "Every row is signed."


def _days(days: int | None) -> str:
    return f"{days} days" if days else ""


def _hours(span: timedelta) -> str:
    return f"{span.total_seconds() / 3600:g} h"
