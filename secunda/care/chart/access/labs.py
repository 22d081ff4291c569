"""Laboratory values over time: one series an analyte and unit."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from secunda.care.chart import sentences
from secunda.care.chart.access import View, standing_facts
from secunda.care.chart.access.timeline import FactLine, day_of, line_of, written_of
from secunda.care.chart.models import Fact
from secunda.care.chart.vocabulary import LABORATORY, kind_of


@dataclass(frozen=True)
class LabPoint:
    """A value on a day (ISO 8601 cut to its precision). `range` and `flag` are as the document writes them.

    `stated` is the number in the document's own unit, which its range is in; None where that is not known.
    """

    date: str
    value: Decimal
    stated: Decimal | None
    written: str
    range: str
    flag: str
    fact: FactLine


@dataclass(frozen=True)
class LabSeries:
    """The values of one analyte in one unit (UCUM), by day. `code` is LOINC where it is known."""

    name: str
    label: str
    unit: str
    code: str
    points: tuple[LabPoint, ...]


def lab_series(view: View) -> list[LabSeries]:
    """The laboratory values that are numbers and have a day, as this person may see them, by label."""
    groups: dict[tuple[str, str, str], list[Fact]] = {}
    for fact in standing_facts(view).filter(assertion="affirmed"):
        if kind_of(fact.name) == LABORATORY and day_of(fact) and number_of(fact.value) is not None:
            label = fact.detail.get("label", "").casefold() if fact.name == "lab_other" else ""
            groups.setdefault((fact.name, label, fact.unit), []).append(fact)
    series = [_series(facts) for facts in groups.values()]
    return sorted(series, key=lambda one: (one.label.casefold(), one.unit))


def number_of(written: str) -> Decimal | None:
    """A value as a number; None for text, and for a bound such as "<0.1", which is no point on a line."""
    try:
        number = Decimal(written.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _series(facts: list[Fact]) -> LabSeries:
    first = facts[0]
    points = sorted((_point(fact) for fact in facts), key=lambda point: point.date)
    return LabSeries(
        name=first.name, label=sentences.name_in_words(first.name, first.detail), unit=first.unit, code=first.code,
        points=tuple(points),
    )  # fmt: skip


def _point(fact: Fact) -> LabPoint:
    value = number_of(fact.value)
    assert value is not None  # lab_series takes numbers only
    return LabPoint(
        date=day_of(fact), value=value, stated=sentences.number_in(written_of(fact)), written=fact.value,
        range=fact.detail.get("range", ""), flag=fact.detail.get("flag", ""), fact=line_of(fact),
    )  # fmt: skip
