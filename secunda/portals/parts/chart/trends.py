"""Laboratory values over time as small charts: a line through the values, the range that counts as usual behind it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import translation

from secunda.care.chart import sentences
from secunda.care.chart.access.labs import LabPoint, LabSeries
from secunda.care.chart.access.timeline import FactLine
from secunda.portals.parts.chart.lanes import from_day
from secunda.portals.parts.record_words import clinical_day

Address = Callable[[FactLine], str]
WIDTH, HEIGHT = 320.0, 96.0
SIDE, TOP = 10.0, 12.0
FLAGS = frozenset({"H", "HH", "L", "LL", "A", "AA", "HIGH", "LOW", "↑", "↓", "*"})
_NUMBER = r"(\d{1,9}(?:[.,]\d{1,9})?)"
_FROM_TO = re.compile(rf"{_NUMBER}\s*(?:-|–|—|to|bis|à|a)\s*{_NUMBER}")
_BELOW = re.compile(rf"(?:<|≤|<=|up to|bis)\s*{_NUMBER}")
_ABOVE = re.compile(rf"(?:>|≥|>=|from|ab)\s*{_NUMBER}")
Range = tuple[float | None, float | None]


@dataclass(frozen=True)
class Reading:
    """One value: where it lies in the chart, and what is said of it."""

    x: str
    y: str
    day: str
    iso: str
    words: str
    range: str
    flag: str
    url: str
    by_software: bool
    outside: bool


@dataclass(frozen=True)
class Chart:
    """One analyte over time. `line` is an SVG path, `band` the usual range as y and height."""

    label: str
    unit: str
    readings: tuple[Reading, ...]
    line: str
    band: tuple[str, str] | None
    latest: Reading

    @property
    def is_line(self) -> bool:
        """Whether there are days enough to draw."""
        return len({one.iso for one in self.readings}) > 1


def charts(series: Sequence[LabSeries], address: Address) -> list[Chart]:
    """A chart for each series, those with most values first."""
    made = [_chart(one, address) for one in series]
    return sorted(made, key=lambda chart: (not chart.is_line, chart.label.casefold()))


def _chart(series: LabSeries, address: Address) -> Chart:
    told = (usual_of(point) for point in reversed(series.points))
    usual: Range = next((one for one in told if one != (None, None)), (None, None))
    values = [float(point.value) for point in series.points]
    low, high = _limits([*values, *(edge for edge in usual if edge is not None)])
    days = [from_day(point.date).toordinal() for point in series.points]
    across = _scale(min(days), max(days), SIDE, WIDTH - SIDE, mirrored=translation.get_language_bidi())
    down = _scale(high, low, TOP, HEIGHT - TOP)
    readings = tuple(
        _reading(point, across(day), down(value), address, usual)
        for point, day, value in zip(series.points, days, values, strict=True)
    )
    line = "M" + "L".join(f"{one.x} {one.y}" for one in readings)
    unit = sentences.value_in_words(series.name, "", series.unit)
    return Chart(series.label, unit, readings, line, _band(usual, low, high, down), readings[-1])


def _reading(point: LabPoint, x: float, y: float, address: Address, usual: Range) -> Reading:
    own = range_of(point.range) if point.stated is not None else usual_of(point)
    told = own != (None, None)
    held = point.stated if point.stated is not None and told else point.value
    outside = is_outside(held, own if told else usual)
    return Reading(
        x=f"{x:.1f}", y=f"{y:.1f}", day=clinical_day(point.date), iso=point.date, words=point.fact.words,
        range=point.range if told else "", flag=point.flag, url=address(point.fact),
        by_software=point.fact.by_software, outside=outside or point.flag.strip().upper() in FLAGS,
    )  # fmt: skip


def usual_of(point: LabPoint) -> Range:
    """The range beside a value, where it is in the same unit: the value stands in the quote as it is.

    One that was converted ("13.1 g/dl" is 131 g/L) is held against the document's range as it was stated there, and the
    range is no band behind the converted values.
    """
    written = {Decimal(number.replace(",", ".")) for number in re.findall(_NUMBER, point.fact.quote)}
    return range_of(point.range) if point.value in written else (None, None)


def range_of(text: str) -> Range:
    """The edges of a usual range as documents write it: "115-160", "< 5", "≥ 60"; None for an edge that is not told."""
    if found := _FROM_TO.search(text):
        return _number(found[1]), _number(found[2])
    if found := _BELOW.search(text):
        return None, _number(found[1])
    if found := _ABOVE.search(text):
        return _number(found[1]), None
    return None, None


def is_outside(value: Decimal, usual: Range) -> bool:
    """Whether a value lies outside the usual range; not when none is told."""
    low, high = usual
    return (low is not None and float(value) < low) or (high is not None and float(value) > high)


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _limits(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    room = (high - low) * 0.12 or abs(high) * 0.1 or 1.0
    return low - room, high + room


def _scale(
    low: float, high: float, start: float, end: float, *, mirrored: bool = False
) -> Callable[[float], float]:
    """From a value of `low` to `high` to a place of `start` to `end`; the middle when there is one value only."""

    def place(value: float) -> float:
        along = (value - low) / (high - low) if high != low else 0.5
        return start + (end - start) * (1 - along if mirrored else along)

    return place


def _band(usual: Range, low: float, high: float, down: Callable[[float], float]) -> tuple[str, str] | None:
    if usual == (None, None):
        return None
    top = down(min(usual[1], high)) if usual[1] is not None else 0.0
    foot = down(max(usual[0], low)) if usual[0] is not None else HEIGHT
    return f"{top:.1f}", f"{max(foot - top, 0.0):.1f}"
