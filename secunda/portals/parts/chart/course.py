"""The timeline: the case in one picture and as a list, filtered by kind, with laboratory values as small charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from secunda.care.chart import actions as chart
from secunda.care.chart import sentences
from secunda.care.chart.access.timeline import FactLine, TimelinePoint
from secunda.portals.parts.chart import lanes, trends
from secunda.portals.parts.chart.visit import Visit
from secunda.portals.parts.record_words import clinical_day

LONGEST = 240  # letters of one line
MOST_FACTS = 6
FIRST_CHARTS = 6


@dataclass(frozen=True)
class Line:
    """One line of the list: when, what, and where it stands."""

    when: str
    iso: str
    kind: str
    words: str
    url: str
    source: str
    by_software: bool
    disputed: bool
    withheld: bool


@dataclass(frozen=True)
class Year:
    """The lines of one year; of those without a day when `label` is empty."""

    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Choice:
    """A kind that can be chosen, and how much of it there is."""

    kind: str
    label: str
    count: int
    chosen: bool


def timeline(visit: Visit) -> HttpResponse:
    """Everything over time, or the kinds that were chosen; opening it is written down."""
    course = chart.open_timeline(view=visit.view, at=timezone.now())
    asked = [kind for kind in visit.request.GET.getlist("kind") if kind in sentences.KINDS]
    points = [point for point in course.points if not asked or point.kind in asked]
    made = trends.charts(course.labs, lambda fact: fact_url(visit, fact))
    made = made if not asked or "laboratory" in asked else []
    drawn = [one for one in made if one.is_line]
    context = {
        "heading": _("What happened when"), "choices": _choices(course.points, asked), "filtered": bool(asked),
        "picture": lanes.picture(points, lambda point: point_url(visit, point)),
        "years": _years(visit, [point for point in points if point.date]),
        "undated": _lines(visit, [point for point in points if not point.date]),
        "charts": drawn[:FIRST_CHARTS], "more_charts": drawn[FIRST_CHARTS:],
        "once": [one for one in made if not one.is_line], "summary": course.summary,
        "unconfirmed": sum(not point.confirmed for point in points), "empty": not course.points,
    }  # fmt: skip
    return visit.show("timeline", context)


def _choices(points: Sequence[TimelinePoint], asked: Sequence[str]) -> list[Choice]:
    counts = {kind: sum(point.kind == kind for point in points) for kind in sentences.KINDS}
    return [
        Choice(kind, sentences.heading(kind), n, kind in asked)
        for kind, n in counts.items()
        if n or kind in asked
    ]


def _years(visit: Visit, dated: Sequence[TimelinePoint]) -> list[Year]:
    by_year = groupby(dated, key=lambda point: point.date[:4])
    return [Year(year, _lines(visit, list(some))) for year, some in by_year]


def _lines(visit: Visit, points: Sequence[TimelinePoint]) -> tuple[Line, ...]:
    return tuple(_line(visit, point) for point in points)


def _line(visit: Visit, point: TimelinePoint) -> Line:
    return Line(
        when=clinical_day(point.date), iso=point.date, kind=point.heading, words=words_of(point),
        url=point_url(visit, point), source=source_of(visit.title(point.record_id, point.record_title), point.page),
        by_software=not point.confirmed, disputed=any(fact.disputed for fact in point.facts),
        withheld=visit.view.is_staff and bool(point.facts) and all(fact.withheld for fact in point.facts),
    )  # fmt: skip


def words_of(point: TimelinePoint) -> str:
    """What a point says, cut to what one reads at a glance."""
    words = point.words
    if len(point.facts) > MOST_FACTS and len(words) > LONGEST:
        first = _(", ").join(f"{fact.label} {fact.words}" for fact in point.facts[:MOST_FACTS])
        left = len(point.facts) - MOST_FACTS
        words = ngettext("%(first)s and %(n)s more", "%(first)s and %(n)s more", left) % {
            "first": first,
            "n": left,
        }
    return words if len(words) <= 2 * LONGEST else words[: 2 * LONGEST].rsplit(" ", 1)[0] + " …"


def source_of(title: str, page: int | None) -> str:
    """ "Letter, page 2"."""
    return _("%(title)s, page %(page)s") % {"title": title, "page": page} if page else title


def point_url(visit: Visit, point: TimelinePoint) -> str:
    """Where a point leads: the document at its page with the passage marked; a scan to its pictures."""
    first = next((fact for fact in point.facts if fact.page == point.page), None)
    return visit.url("document", point.record_id, page=point.page, fact=first.id if first else None)


def fact_url(visit: Visit, fact: FactLine) -> str:
    """The document at the fact's page, with it marked."""
    return visit.url("document", fact.record_id, page=fact.page, fact=fact.id)
