"""Days written in a text, in the languages we read. Which day is which is for others to say."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from secunda.reading.documents.folded import folded
from secunda.reading.facts import Precision

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan enero ene januar janner janvier janv يناير كانون_الثاني",
            "february feb febrero februar fevrier fevr فبراير شباط",
            "march mar marzo marz mars mrz مارس اذار",
            "april apr abril abr avril avr ابريل نيسان",
            "may mayo mai مايو ايار",
            "june jun junio juni juin يونيو حزيران",
            "july jul julio juli juillet juil يوليو تموز",
            "august aug agosto ago aout اغسطس اب",
            "september sept sep septiembre setiembre septembre سبتمبر ايلول",
            "october oct octubre oktober okt octobre اكتوبر تشرين_الاول",
            "november nov noviembre novembre نوفمبر تشرين_الثاني",
            "december dec diciembre dic dezember dez decembre ديسمبر كانون_الاول",
        ),
        start=1,
    )
    for name in names.replace("_", " ").split()
    if name not in {"الثاني", "الاول", "كانون", "تشرين"}
} | {"كانون الثاني": 1, "تشرين الاول": 10, "تشرين الثاني": 11, "كانون الاول": 12}
MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")(?![^\W\d_])\.?"
YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
WORDED = re.compile(
    rf"(?<![\w./])(?:(?P<day>[0-3]?\d)(?:st|nd|rd|th|er|\.)?(?:[\s-]*(?:of|de|del)\s|[\s-]*)?)?{MONTH}"
    rf"(?:[\s,/-]*(?P<after>[0-3]?\d)(?:st|nd|rd|th)?(?!\d)(?=[\s,]+(?:19|20)\d\d(?!\d)))?"
    rf"[\s,-]*(?:of |de |del )?{YEAR}"
)
SHORT_YEAR = re.compile(
    rf"(?<![\w./-])(?P<day>[0-3]?\d)[ -]{MONTH}[ -]'?(?P<year>\d\d)(?![\d:/.,%-]|"
    r"[ ]?(?:mg|mcg|ug|g|kg|ml|mm|cm|iu|u|units?|years?|days?|weeks?|months?|tablets?|x|%)(?![^\W_]))"
)
ISO = re.compile(r"(?<![\d.-])(?P<year>(?:19|20)\d\d)[-/.](?P<month>[01]?\d)[-/.](?P<day>[0-3]?\d)(?!\d)")
NUMBERS = re.compile(
    r"(?<![\d./-])(?P<first>[0-3]?\d) ?(?P<mark>[./-]) ?(?P<second>[0-3]?\d) ?(?P=mark) ?"
    r"(?P<year>(?:19|20)\d\d|\d\d)(?![\d/]|\.\d)"
)
MONTH_YEAR = re.compile(r"(?<![\d./-])(?P<month>[01]?\d)/(?P<year>(?:19|20)\d\d)(?![\d/])")

# Small words that tell the language; "die", "des", "no" are in several and left out.
DAY_FIRST_WORDS = re.compile(
    r"\b(?:de|del|la|el|los|con|para|fecha|und|der|das|mit|vom|datum|les|du|et|le|dans|في|من|على|تاريخ|المريض)\b"
)
ENGLISH_WORDS = re.compile(r"\b(?:the|of|and|with|was|is|for|date|to|in)\b")


class Day(NamedTuple):
    """A day in `plain[start:end]`: ISO 8601 cut to its precision."""

    start: int
    end: int
    value: str
    precision: Precision


@lru_cache(maxsize=2)
def days(plain: str) -> tuple[Day, ...]:
    """Every day written in `plain`, in order, none inside another.

    12/03/2026 is day first when any day of the text needs that, month first when any needs that; when the text does not
    say, and its language has both orders (English), it is cut to its year: nothing is guessed. With dots it is always
    day first.
    """
    text = folded(plain)
    numbers = list(NUMBERS.finditer(text))
    day_first = _day_first(numbers)
    if day_first is None and _is_of_day_first_language(text):
        day_first = True
    found = [_worded(match) for match in WORDED.finditer(text)]
    found += [_short(match) for match in SHORT_YEAR.finditer(text)]
    found += [_of(match, match["year"], match["month"], match["day"]) for match in ISO.finditer(text)]
    found += [_numbers(match, day_first) for match in numbers]
    found += [_of(match, match["year"], match["month"], None) for match in MONTH_YEAR.finditer(text)]
    return _apart(sorted(day for day in found if day is not None))


def _day_first(numbers: list[re.Match[str]]) -> bool | None:
    """Whether the text writes the day before the month; None when it does not show."""
    slashed = [match for match in numbers if match["mark"] != "."]
    shows_day = any(int(match["first"]) > 12 for match in slashed)
    shows_month = any(int(match["second"]) > 12 for match in slashed)
    return None if shows_day == shows_month else shows_day


def days_within(found: Sequence[Day], start: int, end: int) -> Sequence[Day]:
    """Those of `found` (in order) that begin in `plain[start:end]`."""
    first = bisect_left(found, start, key=lambda day: day.start)
    return found[first : bisect_left(found, end, key=lambda day: day.start)]


def _is_of_day_first_language(text: str) -> bool:
    """Whether the text reads as Spanish, German, French or Arabic, where the day always comes first."""
    begin = text[:8000]
    others = len(DAY_FIRST_WORDS.findall(begin))
    return others >= 3 and others > 2 * len(ENGLISH_WORDS.findall(begin))


def _numbers(match: re.Match[str], day_first: bool | None) -> Day | None:
    first, second = match["first"], match["second"]
    year = match["year"] if len(match["year"]) == 4 else _century(match["year"])
    if match["mark"] == ".":
        day_first = True
    if int(first) > 12 or int(second) > 12:
        day_first = int(first) > 12
    if day_first is None and int(first) != int(second):
        return Day(match.start(), match.end(), year, "year")
    return _of(match, year, second if day_first else first, first if day_first else second)


def _century(two: str) -> str:
    """The year of two digits: 70 to 99 are of the last century."""
    return ("19" if int(two) >= 70 else "20") + two


def _worded(match: re.Match[str]) -> Day | None:
    return _of(match, match["year"], str(MONTHS[match["month"]]), match["day"] or match["after"])


def _short(match: re.Match[str]) -> Day | None:
    """ "22 Oct 21": a day with the year's last two digits."""
    return _of(match, _century(match["year"]), str(MONTHS[match["month"]]), match["day"])


def _of(match: re.Match[str], year: str, month: str, day: str | None) -> Day | None:
    """The day, or None for what no calendar has."""
    try:
        real = date(int(year), int(month), int(day or 1))
    except ValueError:
        return None
    if day is None:
        return Day(match.start(), match.end(), f"{real:%Y-%m}", "month")
    return Day(match.start(), match.end(), real.isoformat(), "day")


def _apart(found: list[Day]) -> tuple[Day, ...]:
    kept: list[Day] = []
    for day in found:
        if not kept or day.start >= kept[-1].end:
            kept.append(day)
    return tuple(kept)
