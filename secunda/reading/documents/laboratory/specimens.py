"""Of which specimen and of which day a laboratory table is, as its headings say."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from secunda.reading.document import Type
from secunda.reading.documents.days import Day
from secunda.reading.documents.laboratory.cells import WORDS
from secunda.reading.documents.words import any_of, whole

COLLECTED = re.compile(
    r"collect(?:ed|ion)|date drawn|drawn|sampl(?:ed|ing)|sample (?:date|taken|time|received and taken)|"
    r"date of (?:sample|collection|specimen|test)|specimen (?:date|taken)|date taken|taken on|taken:|bled on|"
    r"extraccion|toma de (?:la )?muestra|fecha de (?:la )?(?:toma|muestra|extraccion)|entnahme|abnahme|"
    r"prelevement|preleve|تاريخ السحب|سحب العينه|تاريخ العينه|تاريخ اخذ العينه"
)
GENERIC = re.compile(r"(?m)^(?:test |lab )?(?:date|fecha|datum|التاريخ)(?: of test)? ?:? ?(?=\S)")
NOT_COLLECTED = re.compile(rf"(?<![^\W_]){any_of(WORDS['not_collected'])}")
FLUID = whole(WORDS["fluids"])
BLOOD = whole(WORDS["blood"])
FLUID_LABEL = re.compile(
    r"(?:\b(?:urine|urinary|urin|orina|csf|u|fluid|ascit\w*|pleural|stool|24 ?h(?:our|r)?|spot|synovial)[ ,.-]+)$"
)
PLACED = 60
PANEL_WORDS = 7


def collection_days(text: str, days: Sequence[Day]) -> list[tuple[int, str]]:
    """Where in the folded text a day of collection stands, and the day: in order."""
    said = [match.end() for match in COLLECTED.finditer(text)]
    found = {(day.start, day.value) for place in said if (day := _after(text, place, days)) is not None}
    return sorted(found)


def generic_days(text: str, days: Sequence[Day], kind: Type) -> list[tuple[int, str]]:
    """The days under a heading that says no more than "Date", of a laboratory sheet."""
    if kind != "laboratory":
        return []
    said = [match.end() for match in GENERIC.finditer(text)]
    near = [(place, day) for place in said if (day := _after(text, place, days)) is not None]
    return sorted({(day.start, day.value) for place, day in near if day.start - place < 3})


def _after(text: str, place: int, days: Sequence[Day]) -> Day | None:
    """The day that a label at `place` is about: the next one, if no other label stands between."""
    index = bisect_left(days, place, key=lambda day: day.start)
    if index == len(days) or days[index].start > place + PLACED:
        return None
    between = text[place : days[index].start]
    return None if NOT_COLLECTED.search(between) or between.count("\n") > 1 else days[index]


def day_at(place: int, collected: Sequence[tuple[int, str]]) -> str:
    """The day of what stands at `place`: that of the last heading before it, or the only one of the document."""
    index = bisect_left(collected, (place, ""))
    if index:
        return collected[index - 1][1]
    every = {value for _, value in collected}
    return every.pop() if len(every) == 1 else ""


def fluid_after(line: str, current: str, words: int) -> str:
    """Which fluid the rows after this folded line are of: "" for blood. Only a short line is a heading."""
    if words == 0 or words > PANEL_WORDS:
        return current
    if fluid := FLUID.search(line):
        return "" if BLOOD.search(line) else fluid[0]
    return "" if BLOOD.search(line) else current
