"""Results that want a person's eyes within the hour: which facts, by which rule of critical.yaml (RF-25).

Pure, without a clock: whoever asks judges by the day of the specimen (`fact.date`); a fact without one counts as now.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

import yaml

from secunda.reading.document import Fact

RULES = Path(__file__).parent / "critical.yaml"
NUMBER = re.compile(r"(?P<sign>[<>]?)(?P<number>\d+(?:\.\d+)?)")
IN_RANGE = re.compile(r"\d+(?:[.,]\d+)?")
NO_FINDING = ("negated", "family")
NOTHING = ("absent", "none", "negative", "0")


@dataclass(frozen=True, slots=True)
class Rule:
    """One limit. `above`, `below` are strict, `at_least` is not; in `unit` (UCUM)."""

    id: str
    facts: tuple[str, ...]
    unit: str
    above: Decimal | None = None
    at_least: Decimal | None = None
    below: Decimal | None = None
    any: bool = False
    beyond_limit: bool = False
    limit: Decimal | None = None
    without_unit: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules with their version, where they come from, and who signed them ("" = nobody yet)."""

    version: int
    reference: str
    tag: str
    signed_by: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Critical:
    """A fact that a rule calls critical; `rule` is its id in critical.yaml."""

    rule: str
    fact: Fact


@cache
def rules() -> Rules:
    """The rules as read from critical.yaml."""
    rows = yaml.safe_load(RULES.read_text(encoding="utf-8"))
    return Rules(
        version=rows["version"],
        reference=rows["reference"],
        tag=rows["tag"],
        signed_by=rows["signed_by"] or "",
        rules=tuple(
            Rule(
                id=name,
                facts=tuple(row["facts"]),
                unit=row["unit"],
                above=_decimal(row.get("above")),
                at_least=_decimal(row.get("from")),
                below=_decimal(row.get("below")),
                any=row.get("any", False),
                beyond_limit=row.get("beyond_limit", False),
                limit=_decimal(row.get("limit")),
                without_unit=row.get("without_unit", False),
            )
            for name, row in rows["rules"].items()
        ),
    )


def critical(facts: Iterable[Fact]) -> tuple[Critical, ...]:
    """Every fact that is critical, with the rule that says so. Facts that are denied or of the family are none."""
    return tuple(
        Critical(rule.id, fact)
        for fact in facts
        if fact.assertion not in NO_FINDING
        for rule in rules().rules
        if fact.name in rule.facts and _is_critical(rule, fact)
    )


def _decimal(written: float | int | None) -> Decimal | None:
    return None if written is None else Decimal(str(written))


def _is_critical(rule: Rule, fact: Fact) -> bool:
    found = NUMBER.fullmatch(fact.value)
    if found is None:
        return rule.any and fact.value not in NOTHING
    if fact.unit != rule.unit and not (rule.without_unit and fact.unit == ""):
        return False
    sign, value = found["sign"], Decimal(found["number"])
    if rule.any:
        return sign != "<" and value > 0
    if rule.beyond_limit:
        return _is_beyond(rule, fact, sign, value)
    return _is_outside(rule, sign, value)


def _is_outside(rule: Rule, sign: str, value: Decimal) -> bool:
    """Whether a value, or every value that "<10" or ">6.5" may stand for, is beyond the rule's limits."""
    if rule.below is not None:
        return value <= rule.below if sign == "<" else sign == "" and value < rule.below
    if sign == "<":
        return False
    if rule.at_least is not None:
        return value >= rule.at_least
    return rule.above is not None and (value >= rule.above if sign == ">" else value > rule.above)


def _is_beyond(rule: Rule, fact: Fact, sign: str, value: Decimal) -> bool:
    """Whether the document itself calls the value high, by flag or range; without either, by the rule's own limit."""
    detail = dict(fact.detail)
    if detail.get("flag", "") in ("H", "HH"):
        return True
    if sign == "<":
        return False
    printed = _printed_limit(detail)
    limit = printed if printed is not None else rule.limit
    written = _number(detail.get("as_written", "")) if printed is not None else value
    return limit is not None and (written if written is not None else value) > limit


def _printed_limit(detail: dict[str, str]) -> Decimal | None:
    """The upper end of the range that the document prints, in the unit it prints the value in."""
    numbers = IN_RANGE.findall(detail.get("range", ""))
    return _number(numbers[-1]) if numbers else None


def _number(written: str) -> Decimal | None:
    found = IN_RANGE.search(written)
    try:
        return Decimal(found[0].replace(",", ".")) if found else None
    except InvalidOperation:
        return None
