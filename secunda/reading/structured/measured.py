"""From a LOINC code and a written number to the fact's name, value and unit, where the vocabulary has one."""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

# Observations that are facts of other sections of vocabulary.yaml, by LOINC (loinc.org), and their one unit.
_OTHERS = {
    "8867-4": ("heart_rate", "/min"),
    "10230-1": ("lvef", "%"),
    "18043-0": ("lvef", "%"),
    "8806-2": ("lvef", "%"),
    "8634-8": ("qtc", "ms"),
}
_NUMBER = re.compile(r"([<>]=?|)\s*([-+]?\d{1,15}(?:\.\d{1,15})?)")


@dataclass(frozen=True, slots=True)
class Measured:
    """A result as a fact states it. `name` is empty when the vocabulary has none; then nothing was converted."""

    name: str
    value: str
    unit: str

    @property
    def is_known(self) -> bool:
        """Whether the vocabulary has a name for it."""
        return bool(self.name)


def measured(loinc: str, value: str, unit: str) -> Measured:
    """The result under its name and in its unit; as written when code, number or unit say nothing to us."""
    as_written = Measured("", value, unit)
    number = _NUMBER.fullmatch(value.strip())
    if number is None:
        return as_written
    if loinc in _OTHERS:
        name, wanted = _OTHERS[loinc]
        return (
            Measured(name, value, unit) if unit.strip("{}") in (wanted, "beats/minute", "bpm") else as_written
        )
    return _analyte(loinc, number, unit) or as_written


def labelled(label: str, value: str, unit: str) -> Measured:
    """As `measured`, for a result that has a label and no code."""
    as_written = Measured("", value, unit)
    number, laboratory = _NUMBER.fullmatch(value.strip()), _laboratory()
    if number is None or laboratory is None:
        return as_written
    folded = importlib.import_module("secunda.reading.documents.folded").folded(label).strip()
    meant = [each for each in laboratory.labels(folded) if (each.start, each.end) == (0, len(folded))]
    made = (_converted(laboratory, each, number, unit) for found in meant for each in found.analytes)
    return next((each for each in made if each is not None), as_written)


def _analyte(loinc: str, number: re.Match[str], unit: str) -> Measured | None:
    laboratory = _laboratory()
    found = laboratory.of_loinc(loinc) if laboratory else None
    return _converted(laboratory, found, number, unit) if found is not None else None


def _converted(laboratory: Any, found: Any, number: re.Match[str], unit: str) -> Measured | None:
    units = importlib.import_module("secunda.reading.documents.laboratory.units")
    written = units.squash(unit.lower())
    meant = units.units().spelled.get(written, ())
    comparator, plain = number.groups()
    if found.unitless and not unit.strip("{}1"):
        return Measured(found.name, comparator + plain, "")
    converted = laboratory.convert(Decimal(plain), found, written, meant)
    if converted is None or not found.limits[0] <= converted <= found.limits[1]:
        return None
    return Measured(found.name, comparator + laboratory.as_text(converted, plain), found.unit.ucum)


def warm() -> None:
    """Reads the lists of names and units now, so that a process forked later has them."""
    measured("718-7", "1", "g/L")
    labelled("haemoglobin", "1", "g/L")


def _laboratory() -> Any:
    try:
        return importlib.import_module("secunda.reading.documents.laboratory.analytes")
    except (ImportError, OSError):
        return None
