"""An HL7 v2 file: what its messages report about one person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from secunda.reading.archives.entries import Entry
from secunda.reading.document import Assertion, DateRole, DateSeen, Fact
from secunda.reading.facts import Limits, PatientSeen, Refusal
from secunda.reading.structured.codes import system_name
from secunda.reading.structured.days import of_hl7, precision_of
from secunda.reading.structured.fhir.attached import attachment
from secunda.reading.structured.fhir.tree import Code
from secunda.reading.structured.found import Structured, line, whole
from secunda.reading.structured.hl7.message import Segment, messages_of, unescaped
from secunda.reading.structured.measured import measured
from secunda.reading.text import Text

_DAYS: tuple[tuple[str, int, DateRole], ...] = (
    ("OBR", 7, "collected"), ("SPM", 17, "collected"), ("OBR", 14, "received"), ("OBR", 22, "reported"),
    ("PV1", 44, "admitted"), ("PV1", 45, "discharged"), ("PR1", 5, "performed"),
)  # fmt: skip
_CODED = ("CE", "CWE", "CNE", "CF")
_WORDS = ("TX", "FT")
_GONE = ("D", "W", "X")  # table 0085: deleted, posted as wrong, cannot be obtained
# The coded segments that become facts: name, the field that says what, the field with its day.
_OTHERS = {
    "DG1": ("diagnosis", 3, 5), "AL1": ("allergy", 3, 6), "IAM": ("allergy", 3, 11), "PR1": ("procedure", 3, 5),
    "RXA": ("immunization", 5, 3), "RXE": ("medicine", 2, 32), "RXO": ("medicine", 1, 28), "RXD": ("medicine", 2, 3),
}  # fmt: skip


def read_hl7(stream: BinaryIO, limits: Limits | None = None) -> Structured:
    """Every result and coded segment of an HL7 v2 file, each fact with its place ("OBX[3]-5", "MSH[2]/OBX[1]-5").

    Raises `Refusal`: "export_broken" (no header, wrong separators), "export_several", "export_empty",
    "export_too_large".
    """
    messages = list(messages_of(whole(stream, limits or Limits())))
    if not messages:
        raise Refusal("export_broken")
    patients = {patient_of(message) for message in messages} - {PatientSeen()}
    if len({(seen.names, seen.birth_dates) for seen in patients}) > 1:
        raise Refusal("export_several")
    places = [f"MSH[{number}]/" if len(messages) > 1 else "" for number in range(1, len(messages) + 1)]
    placed = list(zip(places, messages, strict=True))
    facts = tuple(fact for place, message in placed for fact in _facts(message, place))
    attachments = tuple(entry for place, message in placed for entry in _attachments(message, place))
    text = _text(messages)
    if not facts and not attachments and not text.plain.strip():
        raise Refusal("export_empty")
    return Structured(next(iter(patients), PatientSeen()), _dates(placed), facts, attachments, text)


def patient_of(message: list[Segment]) -> PatientSeen:
    """PID-5 and PID-9 (names), PID-7 (birth date), PID-3 (numbers); several PID segments are several people's."""
    rows = [segment for segment in message if segment.name == "PID"]
    seen = {_person(row) for row in rows}
    if len({(each.names, each.birth_dates) for each in seen}) > 1:
        raise Refusal("export_several")
    return next(iter(seen), PatientSeen())


def _person(row: Segment) -> PatientSeen:
    names = [
        "^".join(row.of(each, part) for part in (1, 2, 3)).strip("^")
        for place in (5, 9)
        for each in row.repeats(place)
    ]
    born = of_hl7(row.part(7))
    numbers = [row.of(each, 1) for each in row.repeats(3)]
    return PatientSeen(
        tuple(dict.fromkeys(filter(None, names))),
        (born,) if len(born) == 10 else (),
        tuple(dict.fromkeys(filter(None, numbers))),
    )


def _facts(message: list[Segment], place: str) -> Iterator[Fact]:
    request: Segment | None = None
    for segment in message:
        if segment.name == "OBR":
            request = segment
            yield _request(segment, place)
        elif segment.name == "OBX" and _is_result(segment):
            yield from _results(segment, request, place)
        elif segment.name in _OTHERS:
            yield _other(segment, place)


def _is_result(row: Segment) -> bool:
    return row.part(2) not in ("ED", "RP") and (row.part(2) not in _WORDS or bool(row.raw(5)))


def _request(row: Segment, place: str) -> Fact:
    what, more = _code(row, row.raw(4))
    detail = {"status": row.part(25), **more}
    return _made(
        "report", what.display.lower(), what, f"{place}OBR[{row.number}]-4", detail, day=_collected(row)
    )


def _results(row: Segment, request: Segment | None, place: str) -> Iterator[Fact]:
    """One fact for each repetition of OBX-5."""
    what, more = _code(row, row.raw(3))
    coded = row.part(2) in _CODED
    unit = row.part(6)
    for number, written in enumerate(row.repeats(5) or [""]):
        answer, answers = _code(row, written) if coded else (Code("", "", ""), {})
        value = _number(row, written) if row.part(2) == "SN" else answer.display or _words(row, written)
        loinc = what.code if what.system == "LOINC" else ""
        result = measured(loinc, value, unit)
        detail = {
            "label": what.display, "range": row.part(7), "flag": row.part(8), "status": row.part(11),
            "as_written": f"{value} {unit}".strip() if result.is_known else "", **more,
            **({"value.coding[0]": f"{answer.system}|{answer.code} {answer.display}".strip()} if answer.code else {}),
            **{f"value.{key}": kept for key, kept in answers.items()},
        }  # fmt: skip
        day = of_hl7(row.part(14)) or (_collected(request) if request else "")
        name = "withdrawn" if row.part(11) in _GONE else result.name or "lab_other"
        path = f"{place}OBX[{row.number}]-5" + (f"[{number + 1}]" if number else "")
        yield _made(name, result.value, what, path, detail, day=day, unit=result.unit)


def _other(row: Segment, place: str) -> Fact:
    name, field, day = _OTHERS[row.name]
    what, more = _code(row, row.raw(field))
    refused = row.name == "RXA" and row.part(20) in ("RE", "NA")  # table 0322: refused, not administered
    value = (what.display or what.code).lower()
    path = f"{place}{row.name}[{row.number}]-{field}"
    return _made(
        name,
        value,
        what,
        path,
        more,
        day=of_hl7(row.part(day)),
        assertion="negated" if refused else "affirmed",
    )


def _made(
    name: str, value: str, what: Code, path: str, detail: dict[str, str], *, day: str = "", unit: str = "",
    assertion: Assertion = "affirmed",
) -> Fact:  # fmt: skip
    stated = detail.get("as_written") or f"{value} {unit}".strip()
    quote = what.display if value == what.display.lower() else f"{what.display}: {stated}"
    return Fact(
        name=name, value=value, unit=unit, quote=line(quote.strip(": ")), code=what.code, code_system=what.system,
        path=path, assertion=assertion, date=day, detail=tuple((key, kept) for key, kept in detail.items() if kept),
    )  # fmt: skip


def _code(row: Segment, written: str) -> tuple[Code, dict[str, str]]:
    """A coded field (CWE): its code, and its alternate code for the detail."""
    first = Code(
        system_name(row.of(written, 3)), row.of(written, 1), row.of(written, 2) or row.of(written, 9)
    )
    other = Code(system_name(row.of(written, 6)), row.of(written, 4), row.of(written, 5))
    if not first.code and other.code:
        first, other = other, Code("", "", "")
    shown = Code(first.system, first.code, first.display or first.code)
    more = {"coding[1]": f"{other.system}|{other.code} {other.display}".strip()} if other.code else {}
    return shown, more


def _number(row: Segment, written: str) -> str:
    """A structured number (SN): its sign, number, separator and second number."""
    return "".join(row.of(written, part) for part in (1, 2, 3, 4))


def _words(row: Segment, written: str) -> str:
    parts = (row.of(written, part) for part in range(1, written.count(row.marks.component) + 2))
    return " ".join(part for part in parts if part)


def _collected(row: Segment) -> str:
    return of_hl7(row.part(7)) or of_hl7(row.part(22))


def _dates(placed: list[tuple[str, list[Segment]]]) -> tuple[DateSeen, ...]:
    found: dict[tuple[str, DateRole], DateSeen] = {}
    for place, message in placed:
        for row in message:
            for name, field, role in _DAYS:
                day = of_hl7(row.part(field)) if row.name == name else ""
                if day:
                    path = f"{place}{name}[{row.number}]-{field}"
                    found.setdefault(
                        (day, role), DateSeen(day, precision_of(day), role, row.part(field), path=path)
                    )
    return tuple(found.values())


def _text(messages: list[list[Segment]]) -> Text:
    """The report's words: text results and notes, a line each, a page for each message."""
    pages = []
    for message in messages:
        rows = [unescaped(written, segment.marks) for segment in message for written in _written(segment)]
        if any(row.strip() for row in rows):
            pages.append("\n".join(rows).replace("\f", " "))
    return Text.of("\f".join(pages)) if pages else Text(())


def _written(segment: Segment) -> list[str]:
    if segment.name == "NTE":
        return segment.repeats(3)
    return segment.repeats(5) if segment.name == "OBX" and segment.part(2) in _WORDS else []


def _attachments(message: list[Segment], place: str) -> Iterator[Entry]:
    """Documents inside results (type ED, written in base64)."""
    for row in message:
        if row.name == "OBX" and row.part(2) == "ED":
            for written in row.repeats(5):
                parts = written.split(row.marks.component)
                if len(parts) > 4 and parts[3].lower() == "base64":
                    yield attachment(parts[4], f"{place}OBX[{row.number}]-5 {parts[2]}")
