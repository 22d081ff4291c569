"""Units of laboratory results: what a written unit is, and how its values become those of another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

UNITS = Path(__file__).parent / "units.yaml"
NOISE = re.compile(r"[\s^*'°~`´\[\]]|\\")
MISREAD_LITRE = re.compile(r"/([mdunfp]?)[i1|!]$")
LEADING_TIMES = re.compile(r"^x(?=[\d.]|$)")


class Unit(NamedTuple):
    """A unit of the closed list: UCUM, what it measures, and how it becomes the measure's base (× factor + offset)."""

    ucum: str
    measure: str
    factor: Decimal
    offset: Decimal


@dataclass(frozen=True)
class Units:
    """The closed list: by spelling (several measures may share one) with how spellings begin, and by measure."""

    spelled: dict[str, tuple[Unit, ...]]
    beginnings: frozenset[str]
    known: dict[tuple[str, str], Unit]

    def of_measure(self, ucum: str, measure: str = "") -> Unit:
        """The unit with that UCUM code. Raises KeyError for one that is not in the list."""
        for (of, code), unit in self.known.items():
            if code == ucum and measure in ("", of):
                return unit
        raise KeyError(ucum)


def squash(written: str) -> str:
    """How a folded unit is looked up: no spaces or marks of powers, a misread litre mended ("umol/I" → "umol/l")."""
    plain = NOISE.sub("", written).replace("**", "").strip("().,:;")
    plain = LEADING_TIMES.sub("", plain)
    return MISREAD_LITRE.sub(r"/\1l", plain)


@cache
def units() -> Units:
    """The list as read from units.yaml."""
    rows = yaml.safe_load(UNITS.read_text(encoding="utf-8"))["measures"]
    known: dict[tuple[str, str], Unit] = {}
    spelled: dict[str, list[Unit]] = {}
    for measure, members in rows.items():
        for ucum, row in members.items():
            unit = Unit(ucum, measure, Decimal(str(row["factor"])), Decimal(str(row.get("offset", 0))))
            known[measure, ucum] = unit
            for spelling in {*row["written"], squash(ucum.lower())}:
                spelled.setdefault(str(spelling), []).append(unit)
    beginnings = frozenset(key[:size] for key in spelled for size in range(1, len(key) + 1))
    return Units({key: tuple(found) for key, found in spelled.items()}, beginnings, known)


def units_at(text: str, start: int) -> tuple[int, tuple[Unit, ...]]:
    """The longest written unit of the list that begins at `start` of the folded text, and where it ends.

    Returns (start, ()) when there is none. It may have spaces inside ("x 10^9 / L") and stand in brackets.
    """
    listed = units()
    if text[start : start + 1] == "*" and not text[start + 1 : start + 3].lstrip()[:1].isdigit():
        return start, ()
    begin = start + (start < len(text) and text[start] in "([")
    if (first := text[begin : begin + 2]).isalpha() and first not in listed.beginnings:
        return start, ()
    line_end = text.find("\n", begin)
    stop = min(line_end if line_end >= 0 else len(text), begin + 30)
    found: tuple[int, tuple[Unit, ...]] = (start, ())
    words = 0
    for end in range(begin + 1, stop + 1):
        if end < len(text) and text[end] not in " \n),;]":
            continue
        if text[end - 1] == " ":
            continue
        words += 1
        spelling = squash(text[begin:end])
        if spelling in listed.spelled:
            found = (
                end + (begin > start and end < len(text) and text[end] in ")]"),
                listed.spelled[spelling],
            )
        may_go_on = spelling in listed.beginnings or text[begin:end].replace(" ", "") in listed.beginnings
        if words == 6 or (spelling and not may_go_on):
            break
    return found
