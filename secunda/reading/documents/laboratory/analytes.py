"""The analytes: what a label on a laboratory sheet means, and how its value is written in one unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from secunda.reading.documents.folded import folded
from secunda.reading.documents.laboratory.units import Unit, squash, units

ANALYTES = Path(__file__).parent / "analytes.yaml"
LANGUAGES = ("en", "es", "de", "fr", "ar")
LETTERS = re.compile(r"[^\W_]+")
SIGNIFICANT = 4


@dataclass(frozen=True, slots=True)
class Analyte:
    """One row of analytes.yaml. `unit` is what values are converted to; `limits` is what is believable in it."""

    name: str
    loinc: str
    also: tuple[str, ...]
    unit: Unit
    molar_mass: Decimal | None
    valence: Decimal | None
    extra: dict[str, Decimal]
    limits: tuple[Decimal, Decimal]

    @property
    def unitless(self) -> bool:
        """Whether values are written without a unit (INR, pH)."""
        return self.unit.measure == "number"


class Written(NamedTuple):
    """A label found in folded text: its place and the analytes it may mean (the unit tells them apart)."""

    start: int
    end: int
    analytes: tuple[Analyte, ...]


@cache
def analytes() -> dict[str, Analyte]:
    """Every analyte by its fact name."""
    rows: dict[str, Any] = yaml.safe_load(ANALYTES.read_text(encoding="utf-8"))
    rows.pop("version")
    return {name: _analyte(name, row) for name, row in rows.items()}


def _analyte(name: str, row: dict[str, Any]) -> Analyte:
    low, high = row["limits"]
    extra = {squash(unit.lower()): Decimal(str(factor)) for unit, factor in row.get("units", {}).items()}
    return Analyte(
        name,
        row["loinc"],
        tuple(row["also"]),
        units().of_measure(row["unit"], row.get("measure", "")),
        Decimal(str(row["mass"])) if "mass" in row else None,
        Decimal(row["valence"]) if "valence" in row else None,
        extra,
        (Decimal(str(low)), Decimal(str(high))),
    )


@cache
def _aliases() -> dict[str, tuple[tuple[str, tuple[Analyte, ...]], ...]]:
    """Every spelling by its first run of letters, longest first."""
    rows = yaml.safe_load(ANALYTES.read_text(encoding="utf-8"))
    rows.pop("version")
    spelled: dict[str, list[str]] = {}
    for name, row in rows.items():
        source = rows[row["share"]] if "share" in row else row
        for spelling in (word for language in LANGUAGES for word in source.get(language, ())):
            names = spelled.setdefault(folded(str(spelling)), [])
            if name not in names:
                names.append(name)
    by_first: dict[str, list[tuple[str, tuple[Analyte, ...]]]] = {}
    for spelling, names in spelled.items():
        first = LETTERS.search(spelling)
        assert first is not None
        by_first.setdefault(first[0], []).append((spelling, tuple(analytes()[name] for name in names)))
    return {first: tuple(sorted(found, key=lambda row: -len(row[0]))) for first, found in by_first.items()}


def labels(text: str) -> Iterator[Written]:
    """Every label of an analyte in folded text, in order, the longest where several fit, none inside another."""
    done = 0
    for word in LETTERS.finditer(text):
        if word.start() < done:
            continue
        for spelling, meant in _aliases().get(word[0], ()):
            start = word.start() - (LETTERS.search(spelling) or word).start()
            end = start + len(spelling)
            if start >= done and text.startswith(spelling, start) and not _goes_on(text, start, end):
                yield Written(start, end, meant)
                done = end
                break


def _goes_on(text: str, start: int, end: int) -> bool:
    """Whether the stretch is part of a longer word ("na" in "na-free", "ca" in "ca-125")."""
    before, after = text[start - 1 : start], text[end : end + 2]
    if before and (before.isalnum() or before in "_@"):
        return True
    if after[:1].isalnum() or after[:1] in ("_", "@"):
        return True
    return after[:1] in ("-", "/", "'", "+") and after[1:2].isalpha()


def of_loinc(code: str) -> Analyte | None:
    """The analyte with that LOINC code, its own or one that becomes it by conversion."""
    return next((each for each in analytes().values() if code in (each.loinc, *each.also)), None)


def convert(value: Decimal, analyte: Analyte, written: str, meant: tuple[Unit, ...]) -> Decimal | None:
    """`value` in the analyte's unit; None when that unit is none of the analyte's. `written`: the unit as squashed."""
    if written in analyte.extra:
        return value * analyte.extra[written]
    for unit in sorted(meant, key=lambda unit: unit.measure != analyte.unit.measure):
        based = _to_measure(value * unit.factor + unit.offset, unit.measure, analyte)
        if based is not None:
            return (based - analyte.unit.offset) / analyte.unit.factor
    return None


def _to_measure(based: Decimal, measure: str, analyte: Analyte) -> Decimal | None:
    """From a measure's base to the base of the analyte's measure (g/L, mol/L and mEq/L are told apart by its mass)."""
    wanted, mass = analyte.unit.measure, analyte.molar_mass
    if measure == wanted:
        return based
    if (measure, wanted) == ("charge", "substance") and analyte.valence:
        return based / analyte.valence / 1000
    if (measure, wanted) == ("mass", "substance") and mass:
        return based / mass
    if (measure, wanted) == ("substance", "mass") and mass:
        return based * mass
    return None


def as_text(value: Decimal, written: str) -> str:
    """A converted number: as written when unchanged, else to four figures or as many as were written."""
    if value == Decimal(written):
        return written
    digits = len(written.replace(".", "").lstrip("0"))
    if len(value.normalize().as_tuple().digits) > max(digits, SIGNIFICANT):
        value = Decimal(f"{value:.{max(digits, SIGNIFICANT)}g}")
    return f"{value.normalize():f}"
