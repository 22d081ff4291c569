"""The case in one picture: a lane for each kind of thing, a spot for each day. Places in percent of the width."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import translation
from django.utils.translation import gettext as _

from secunda.care.chart import sentences
from secunda.care.chart.access.timeline import TimelinePoint
from secunda.portals.parts import times

Address = Callable[[TimelinePoint], str]
EDGE = 3.0  # percent left free on both sides
MOST_TICKS = 6
FEW_MONTHS = 550  # days up to which months are written below and not years


@dataclass(frozen=True)
class Spot:
    """A point of a lane; with a `width` when only the month or the year is known."""

    x: str
    width: str
    url: str
    words: str
    certain: bool


@dataclass(frozen=True)
class Lane:
    """All of one kind, in the order of time."""

    kind: str
    label: str
    spots: tuple[Spot, ...]


@dataclass(frozen=True)
class Tick:
    """A month or a year below the lanes. `anchor` keeps its word inside the picture."""

    x: str
    label: str


@dataclass(frozen=True)
class Picture:
    """The lanes with their ticks, and what the picture shows in one sentence."""

    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    words: str


@dataclass(frozen=True)
class Span:
    """From one day to another. `place` mirrors in languages that run from right to left."""

    first: date
    last: date

    def place(self, day: date) -> float:
        """Where a day lies, in percent from the left."""
        whole = max((self.last - self.first).days, 1)
        along = EDGE + (100 - 2 * EDGE) * (day - self.first).days / whole
        return 100 - along if translation.get_language_bidi() else along


def picture(points: Sequence[TimelinePoint], address: Address) -> Picture | None:
    """The dated points as lanes; None when there are fewer than two days to part."""
    dated = [point for point in points if point.date]
    if len({point.date for point in dated}) < 2:
        return None
    span = Span(min(from_day(p.date) for p in dated), max(until_day(p.date) for p in dated))
    kinds = [kind for kind in sentences.KINDS if any(point.kind == kind for point in dated)]
    lanes = tuple(_lane(kind, [p for p in dated if p.kind == kind], span, address) for kind in kinds)
    said = _("%(count)s entries from %(first)s to %(last)s. The same stands in the list below.") % {
        "count": len(dated), "first": times.short_day(span.first), "last": times.short_day(span.last),
    }  # fmt: skip
    return Picture(lanes, tuple(_ticks(span)), said)


def _lane(kind: str, points: Sequence[TimelinePoint], span: Span, address: Address) -> Lane:
    spots = tuple(_spot(point, span, address(point)) for point in points)
    return Lane(kind, sentences.heading(kind), spots)


def _spot(point: TimelinePoint, span: Span, url: str) -> Spot:
    ends = sorted((span.place(from_day(point.date)), span.place(until_day(point.date))))
    width = ends[1] - ends[0] if point.precision != "day" else 0.0
    x = ends[0] if width else span.place(from_day(point.date))
    return Spot(f"{x:.2f}%", f"{width:.2f}%" if width else "", url, point.words[:120], point.confirmed)


def from_day(written: str) -> date:
    """The first day of a day, month or year in ISO 8601."""
    return date.fromisoformat(written + "-01-01"[len(written) - 4 :])


def until_day(written: str) -> date:
    """The last day of a day, month or year in ISO 8601."""
    first = from_day(written)
    if len(written) == 10:
        return first
    following = date(first.year + 1, 1, 1) if len(written) == 4 or first.month == 12 else None
    return (following or date(first.year, first.month + 1, 1)) - timedelta(days=1)


def _ticks(span: Span) -> list[Tick]:
    by_month = (span.last - span.first).days <= FEW_MONTHS
    days = _months(span) if by_month else _years(span)
    step = -(-len(days) // MOST_TICKS) or 1
    return [Tick(f"{span.place(day):.2f}%", _tick(day, by_month)) for day in days[::step]]


def _tick(day: date, by_month: bool) -> str:
    return times.month_of(day.year, day.month) if by_month else str(day.year)


def _years(span: Span) -> list[date]:
    return [date(year, 1, 1) for year in range(span.first.year + 1, span.last.year + 1)]


def _months(span: Span) -> list[date]:
    months = range(span.first.year * 12 + span.first.month, span.last.year * 12 + span.last.month)
    return [date(month // 12, month % 12 + 1, 1) for month in months]
