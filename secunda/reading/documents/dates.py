"""The days a document states, each with its role: told by the label before it, never by its place alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from secunda.reading.document import DateSeen
from secunda.reading.documents.days import Day, days
from secunda.reading.documents.folded import folded
from secunda.reading.text import Text

# Languages that write 03/04/2021 in more than one order: for these the document must show its own.
_BOTH_ORDERS = frozenset(("", "en"))
_YEAR_FIRST = frozenset(("zh", "ja", "ko", "hu", "lt"))
_NUMBERS = re.compile(r"([0-3]?\d)\s?[/.-]\s?([0-3]?\d)\s?[/.-]\s?((?:19|20)\d\d)")
_KNOWN_MONTHS = frozenset(("", "en", "es", "de", "fr", "ar"))
_WORDED = re.compile(
    r"(?<!\w)[0-3]?\d\.?\s(?:de\s)?[^\W\d_]{3,12}\.?\s(?:de\s)?(?P<year>(?:19|20)\d\d)(?!\d)"
)
_FARTHEST = 60  # letters from a label to its day
_MOST = 200


def dates(text: Text, *, language: str = "") -> tuple[DateSeen, ...]:
    """Every day the text states, its role told by the label before it; birth dates left out.

    Ambiguous days are cut to their year (`days`), future ones are kept: there is no clock here.
    """
    plain = text.plain
    plainly = folded(plain)
    found: dict[tuple[str, str], DateSeen] = {}
    known = days_of(plain, language)
    for index, day in enumerate(known):
        role = _role(plainly, known, index)
        if role == "birth":
            continue
        place = text.place(day.start, day.end)
        seen = DateSeen(day.value, day.precision, role, place.quote, place.page, place.box)
        found.setdefault((day.value, role), seen)
    return tuple(found.values())[:_MOST]


def days_of(plain: str, language: str = "") -> tuple[Day, ...]:
    """The days written in a text (`days`), and in its language (ISO 639-1) where `days` does not know its months.

    Days that `days` cut to their year are whole where the language writes them in one order only.
    """
    found = days(plain)
    if language not in _BOTH_ORDERS and language not in _YEAR_FIRST:
        found = tuple(_day_first(plain, day) if day.precision == "year" else day for day in found)
    if language in _KNOWN_MONTHS:
        return found
    taken = {place for day in found for place in range(day.start, day.end)}
    others = (day for day in _worded(plain, language) if day.start not in taken and day.end - 1 not in taken)
    return tuple(sorted([*found, *others]))


def _worded(plain: str, language: str) -> Iterator[Day]:
    """Days with the month in words of a language that dateparser knows; only what it reads as a whole day."""
    import dateparser

    settings: Any = {"STRICT_PARSING": True, "DATE_ORDER": "DMY"}
    for match in list(_WORDED.finditer(plain))[:_MOST]:
        try:
            parsed = dateparser.parse(match[0], languages=[language], settings=settings)
        except ValueError:  # a language that it does not know
            return
        if parsed is not None and parsed.year == int(match["year"]):
            yield Day(match.start(), match.end(), parsed.date().isoformat(), "day")


def _day_first(plain: str, day: Day) -> Day:
    numbers = _NUMBERS.fullmatch(folded(plain[day.start : day.end]))
    if numbers is None:
        return day
    try:
        whole = date(int(numbers[3]), int(numbers[2]), int(numbers[1]))
    except ValueError:
        return day
    return Day(day.start, day.end, whole.isoformat(), "day")


@cache
def _labels() -> re.Pattern[str]:
    roles = yaml.safe_load(files("secunda.reading.documents").joinpath("dates.yaml").read_text("utf-8"))
    groups = "|".join(f"(?P<{role}>{'|'.join(labels)})" for role, labels in roles.items())
    return re.compile(rf"(?<![^\W_])(?:{groups})(?![^\W_])")


def _role(plainly: str, known: tuple[Day, ...], index: int) -> Any:
    """The role of a day: by the nearest label since the day before it, on its line or on the one above."""
    day = known[index]
    line = plainly.rfind("\n", 0, day.start) + 1
    before = known[index - 1].end if index else 0
    from_here = plainly[max(before, line, day.start - _FARTHEST) : day.start]
    roles = _roles(from_here)
    if roles:
        return roles[-1]
    if line == 0 or from_here.strip(" :-|,"):
        return "unknown"
    above = plainly[plainly.rfind("\n", 0, line - 1) + 1 : line - 1]
    return (
        "unknown" if any(map(str.isdigit, above)) else _of_heading(_roles(above), plainly, known, index, line)
    )


def _of_heading(roles: list[str], plainly: str, known: tuple[Day, ...], index: int, line: int) -> str:
    """The role by the labels of the line above: one label for one day, or as many labels as days, in their order."""
    end = plainly.find("\n", line)
    on_line = [
        each for each, day in enumerate(known) if line <= day.start < (end if end >= 0 else len(plainly))
    ]
    return roles[on_line.index(index)] if len(roles) == len(on_line) else "unknown"


def _roles(stretch: str) -> list[str]:
    return [match.lastgroup or "unknown" for match in _labels().finditer(stretch)]
