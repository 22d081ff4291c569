"""What stands in a row of a laboratory table: values, ranges, units, flags and days, told apart one by one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from secunda.reading.documents.days import Day, days_within
from secunda.reading.documents.laboratory.units import Unit, units_at
from secunda.reading.documents.words import any_of, word_lists

Kind = Literal["value", "range", "unit", "flag", "day", "empty", "word"]
NUMBER = r"\d+(?:[.,]\d+)*"
VALUE = re.compile(rf"(?P<star>\*?)(?P<comparator>[<>]=?)? ?(?P<number>{NUMBER})")
RANGE = re.compile(
    rf"[(\[]?(?:ref(?:erence)?\.?(?: range| interval)?:? ?|normal(?: range)?:? ?|vr:? ?)?[(\[]?(?:"
    rf"(?P<low>{NUMBER}(?: 000)*) ?(?:-|to|a|bis|\.\.\.?) ?(?P<high>{NUMBER}(?: 000)*)"
    rf"|(?:up to|bis|hasta|jusqu'a|less than|more than|inf\. a|menor de|< ?o? ?=?|> ?=?) ?{NUMBER})[)\]]?"
)
LONG_NUMBER = re.compile(r"\d{1,3}(?:(?: 000)+(?!\d)|(?: \d{3})+(?= ?(?:/|cells|zellen)))")
NO_VALUE_AFTER = re.compile(
    r" ?(?:[ap]\.?m\b|(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b)"
)
FLAGS: dict[str, str] = {
    spelling: flag
    for flag, spellings in {
        "H": "h + high hi alto alta hoch elevated eleve ↑ ▲ ^ +h abn-h مرتفع",
        "L": "l low lo bajo baja niedrig bas ↓ ▼ -l منخفض",
        "HH": "hh h* *h ↑↑ critical-high crit-h h! ++",
        "LL": "ll l* *l ↓↓ critical-low crit-l l! --",
        "*": "* ** ! abnormal abn a critical crit # panic",
        "N": "n normal wnl طبيعي",
    }.items()
    for spelling in spellings.split()
}
EMPTY = {
    "-",
    "--",
    "---",
    "n/a",
    "na",
    "nd",
    "n.d.",
    "n.d",
    ".",
    "…",
    "...",
    "pending",
    "not",
    "haem",
    "hemolysed",
}
WORD = re.compile(r"\S+")
BRACKETED = re.compile(r"\([^()\n]{1,40}\)")
TIME = re.compile(r"\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]\.?m)?(?!\w)")
WORDS = word_lists(Path(__file__).parent / "words.yaml")
QUALITIES = re.compile(rf"(?P<quality>{any_of(WORDS['qualities'])})(?![\w/])")


class Cell(NamedTuple):
    """A piece of a row: its place in the folded text, and what it says.

    `text` is the number ("<0.1" with its sign, point as decimal mark), the range, the flag (H, L, HH, LL, *, N), the
    day (ISO 8601) or the word; `units` are what a unit may be.
    """

    kind: Kind
    start: int
    end: int
    text: str
    units: tuple[Unit, ...] = ()


class Writing(NamedTuple):
    """How the document writes numbers: with a decimal comma or not."""

    comma: bool


def writing(text: str) -> Writing:
    """Whether the folded text writes 13,2 rather than 13.2."""
    commas = len(re.findall(r"(?<![\d.,])\d{1,3},\d{1,2}(?![\d.,])", text))
    points = len(re.findall(r"(?<![\d.,])\d{1,3}\.\d{1,2}(?![\d.,])", text))
    return Writing(commas > points)


def number(written: str, how: Writing) -> str | None:
    """A number with a decimal point, or None for what is none ("1.2.3"). Marks of thousands are left out."""
    written = written.replace(" ", "")
    if (
        re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", written)
        and not how.comma
        and not written.startswith("0")
    ):
        return written.replace(",", "")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", written) and how.comma and not written.startswith("0"):
        return written.replace(".", "").replace(",", ".")
    plain = written.replace(",", ".")
    return plain if re.fullmatch(r"\d+(?:\.\d+)?", plain) else None


def cells(text: str, start: int, end: int, days: Sequence[Day], how: Writing) -> list[Cell]:
    """The pieces of `text[start:end]` (folded) in order."""
    at_day = {day.start: day for day in days_within(days, start, end)}
    found: list[Cell] = []
    place = start
    while place < end:
        if text[place] in " \n|;:=,":
            place += 1
            continue
        cell = _day(at_day, place) or _measured(text, place, how) or _spoken(text, place)
        found.append(cell)
        place = max(cell.end, place + 1)
    return [cell for cell in found if cell.end <= end]


def _day(at_day: dict[int, Day], place: int) -> Cell | None:
    day = at_day.get(place) or at_day.get(place + 1)
    return Cell("day", place, day.end, day.value) if day and day.precision != "year" else None


def _measured(text: str, place: int, how: Writing) -> Cell | None:
    """A unit, a range or a value at that place; a time or a number within a word ("25-oh") is none of them."""
    if TIME.match(text, place):
        return None
    end, units = units_at(text, place)
    if units and not text[place:end].isdigit():
        return Cell("unit", place, end, text[place:end].strip("()[]"), units)
    found = RANGE.match(text, place)
    if found and _stands_alone(text, found.end()) and _is_range(found):
        return Cell("range", place, found.end(), found[0].strip("()[] "))
    return _value(text, place, how)


def _is_range(found: re.Match[str]) -> bool:
    """A lone "<5" is a value until its row says otherwise; "(<5)" and "up to 5" are ranges."""
    return found["low"] is not None or found[0][0] not in "<>"


def _value(text: str, place: int, how: Writing) -> Cell | None:
    found = VALUE.match(text, place) or VALUE.match(
        text, place + (text[place] in "hl(" and place + 1 < len(text))
    )
    if not found or not _stands_alone(text, found.end()) or NO_VALUE_AFTER.match(text, found.end()):
        return None
    written, end = found["number"], found.end()
    if (long := LONG_NUMBER.match(text, found.start("number"))) and units_at(text, long.end() + 1)[1]:
        written, end = long[0], long.end()
    plain = number(written, how)
    if plain is None:
        return None
    return Cell("value", place, end, (found["comparator"] or "").replace("=", "") + plain)


def _stands_alone(text: str, end: int) -> bool:
    """Whether a number ends there: before a space, a mark, a flag or a unit written to it."""
    rest = text[end : end + 8]
    if not rest or not (rest[0].isalpha() or rest[0] in "%µ/^*-"):
        return not rest[:1].isdigit()
    if rest[0] == "-":
        return not rest[1:2].isalnum()
    if rest[0] in "*^":
        return True
    flag = WORD.match(rest)
    return bool(units_at(text, end)[1]) or (
        flag is not None and flag[0].strip("),.;") in ("h", "l", "hh", "ll")
    )


def _spoken(text: str, place: int) -> Cell:
    word = TIME.match(text, place) or BRACKETED.match(text, place) or WORD.match(text, place)
    assert word is not None
    said = word[0].strip("()[].,;:")
    if said in FLAGS:
        return Cell("flag", place, word.end(), FLAGS[said])
    if word[0] in EMPTY:
        return Cell("empty", place, word.end(), "")
    return Cell("word", place, word.end(), said)
