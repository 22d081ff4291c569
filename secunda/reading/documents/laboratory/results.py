"""From a written value to a fact: the unit decides which analyte it is and how the value is converted."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from secunda.reading.document import Assertion, Fact
from secunda.reading.documents.found import fact
from secunda.reading.documents.laboratory.analytes import Analyte, as_text, convert
from secunda.reading.documents.laboratory.cells import Cell
from secunda.reading.documents.laboratory.units import squash
from secunda.reading.text import Text

IN_A_TABLE = 0.97
WITHOUT_UNIT = 0.5
OF_NO_NAME = 0.6


@dataclass(frozen=True, slots=True)
class Result:
    """A value with what belongs to it, before it is a fact. `unit` None: the document writes none."""

    start: int
    end: int
    value: Cell
    meant: tuple[Analyte, ...]
    unit: Cell | None = None
    strange: Cell | None = None
    range: str = ""
    flag: str = ""
    date: str = ""
    specimen: str = ""
    absolute: bool = False
    confidence: float = IN_A_TABLE
    assertion: Assertion = "affirmed"


def result_fact(text: Text, read: Result) -> Fact | None:
    """The fact of a result in the analyte's unit; None when that is beyond what is physically possible.

    A unit that is none of the analyte's makes it `lab_other` as written; no unit at all leaves it without one, at low
    confidence. Nothing is converted by guess.
    """
    comparator = read.value.text[0] if read.value.text[0] in "<>" else ""
    plain = read.value.text.removeprefix(comparator)
    if read.unit is None and read.strange is None:
        return _without_unit(text, read, comparator + plain)
    if read.unit is not None and read.specimen == "":
        written = squash(read.unit.text)
        for analyte in read.meant:
            converted = convert(Decimal(plain), analyte, written, read.unit.units)
            if converted is not None:
                return _known(text, read, analyte, comparator + as_text(converted, plain), converted)
    return other_fact(text, read)


def _known(text: Text, read: Result, analyte: Analyte, value: str, converted: Decimal) -> Fact | None:
    low, high = analyte.limits
    if not low <= converted <= high:
        return None
    return _made(text, read, analyte.name, value, analyte.unit.ucum, analyte.loinc, read.confidence)


def _without_unit(text: Text, read: Result, value: str) -> Fact | None:
    candidates = read.meant[:1] if read.absolute else read.meant
    if len(candidates) != 1 or read.specimen:
        return other_fact(text, read)
    analyte = candidates[0]
    if analyte.unitless:
        return _known(text, read, analyte, value, Decimal(value.lstrip("<>")))
    return _made(text, read, analyte.name, value, "", "", min(read.confidence, WITHOUT_UNIT))


def other_fact(text: Text, read: Result, label: str = "") -> Fact | None:
    """The result as written, under its own label."""
    plain = text.plain
    written = read.unit or read.strange
    unit = plain[written.start : written.end].strip("()[] ") if written else ""
    named = label or " ".join(plain[read.start : read.value.start].split()).strip(" :.,(")
    if written and written.end <= read.value.start:
        named = " ".join(plain[read.start : written.start].split()).strip(" :.,(")
    detail = {"label": named, **_detail(text, read)}
    return _made(text, read, "lab_other", read.value.text, unit, "", OF_NO_NAME, detail)


def _made(
    text: Text,
    read: Result,
    name: str,
    value: str,
    unit: str,
    loinc: str,
    confidence: float,
    detail: dict[str, str] | None = None,
) -> Fact:
    return fact(
        text, name, value, read.start, read.end, unit=unit, code=loinc, code_system="LOINC" if loinc else "",
        confidence=confidence, assertion=read.assertion, specimen=read.specimen, date=read.date,
        detail=detail or _detail(text, read),
    )  # fmt: skip


def _detail(text: Text, read: Result) -> dict[str, str]:
    unit = read.unit or read.strange
    written = text.plain[read.value.start : read.value.end]
    unit_written = text.plain[unit.start : unit.end].strip("()[] ") if unit else ""
    found = {"as_written": " ".join(f"{written.strip('*() ')} {unit_written}".split())}
    if read.range:
        found["range"] = read.range
    if read.flag:
        found["flag"] = read.flag
    return found
