"""Tables of laboratory results as programs export them: separated values with a header line."""

from __future__ import annotations

import csv
import importlib
import io
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, BinaryIO, NamedTuple

from secunda.reading.document import DateSeen, Fact
from secunda.reading.facts import Limits, PatientSeen, Refusal
from secunda.reading.structured.days import precision_of
from secunda.reading.structured.found import Structured, line
from secunda.reading.structured.measured import labelled, measured
from secunda.reading.structured.plain import decoded, whole_text
from secunda.reading.text import Text

_HEADERS: dict[str, str] = {
    "label": "test|test name|analyte|parameter|component|component name|examination|investigation|lab test|description"
             "|observation|determinacion|prueba|analito|parametro|examen|untersuchung|analyse|analyt|bezeichnung|dosage"
             "|parametre|examen biologique|التحليل|الفحص|اسم الفحص|name of test|item",
    "value": "value|result|results|result value|measured value|resultado|valor|wert|ergebnis|messwert|resultat|valeur"
             "|النتيجة|القيمة",
    "unit": "unit|units|uom|unidad|unidades|einheit|unite|unites|الوحدة",
    "range": "range|reference range|reference|ref range|normal range|reference interval|rango|valores de referencia"
             "|rango de referencia|referenz|referenzbereich|normbereich|valeurs de reference|normes|المعدل الطبيعي",
    "flag": "flag|abnormal|abnormal flag|interpretation|alarma|marca|bewertung",
    "date": "date|collected|collection date|collected date|sample date|specimen date|date collected|result date"
            "|datetime|date time|fecha|fecha de toma|datum|entnahmedatum|abnahmedatum|date de prelevement|التاريخ",
    "code": "loinc|loinc code|code loinc|loinc code number",
    "patient": "patient|patient name|paciente|nombre del paciente|nom du patient|اسم المريض",
    "born": "dob|date of birth|birth date|birthdate|fecha de nacimiento|geburtsdatum|date de naissance|تاريخ الميلاد",
    "number": "mrn|patient id|patient number|historia clinica|patienten id|numero de dossier|رقم المريض",
}  # fmt: skip
_SEPARATORS = ",;\t|"
_COMMA = re.compile(r"([<>]=?\s*)?\d+,\d+")
_THOUSANDS = re.compile(r"([<>]=?\s*)?\d{1,3},\d{3}")
_MOST_ROWS = 100_000
_HEADER_WITHIN = 30
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


class Table(NamedTuple):
    """The rows below the header, by their line's number; where each column stands; columns that are days."""

    rows: list[tuple[int, list[str]]]
    columns: dict[str, int]
    days: dict[int, str]
    comma: bool


def read_lab_csv(stream: BinaryIO, limits: Limits | None = None) -> Structured:
    """Each result of the table as a fact; its path is "row[5]/column[3]", counted from 1 with the header line.

    Raises `Refusal`: "text" codes of `plain.decoded`, and "health_export" when it is no table of results.
    """
    text = decoded(whole_text(stream, limits or Limits())).text
    table = table_of(text)
    if table is None:
        raise Refusal("health_export")
    facts = tuple(_facts(table))
    dates = {fact.date: fact for fact in facts if fact.date}
    return Structured(
        patient=_patient(table),
        dates=tuple(
            DateSeen(day, precision_of(day), "collected", day, path=fact.path) for day, fact in dates.items()
        ),
        facts=facts,
        text=Text.of(text.replace("\f", " ")),
    )


def table_of(text: str) -> Table | None:
    """The table of laboratory results that `text` is, None if its header has no label, or no value and no days."""
    for separator in sorted(_SEPARATORS, key=lambda each: -text[:4000].count(each)):
        try:
            rows = [(number, row) for number, row in enumerate(_rows(text, separator), start=1) if any(row)]
        except csv.Error:
            continue
        for at, (_, row) in enumerate(rows[:_HEADER_WITHIN]):
            columns = _columns(row)
            days = {place: cell.strip()[:10] for place, cell in enumerate(row) if _ISO.match(cell.strip())}
            if "label" in columns and ("value" in columns or days) and len(rows) > at + 1:
                return Table(rows[at + 1 :], columns, days, separator != ",")
    return None


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=separator)):
        if number == _MOST_ROWS:
            raise Refusal("text_too_long")
        yield [cell.strip() for cell in row]


def _columns(row: list[str]) -> dict[str, int]:
    known, found = _known_headers(), dict[str, int]()
    for place, cell in enumerate(row):
        column = known.get(_header(cell))
        if column is not None:
            found.setdefault(column, place)
    return found


@cache
def _known_headers() -> dict[str, str]:
    return {_header(word): column for column, words in _HEADERS.items() for word in words.split("|")}


def _header(cell: str) -> str:
    return re.sub(r"[\s_./()-]+", " ", _folded(cell)).strip()


def _folded(cell: str) -> str:
    folded: str = importlib.import_module("secunda.reading.documents.folded").folded(cell)
    return folded


def _facts(table: Table) -> Iterator[Fact]:
    days = _days(table)
    for (number, row), day in zip(table.rows, days, strict=True):
        places = {table.columns["value"]: day} if "value" in table.columns else table.days
        for place, of_day in places.items():
            value = row[place] if place < len(row) else ""
            label = _cell(row, table, "label")
            if label and value:
                yield _fact(
                    row,
                    table,
                    label,
                    _number(value, table.comma),
                    of_day,
                    f"row[{number}]/column[{place + 1}]",
                )


def _fact(row: list[str], table: Table, label: str, value: str, day: str, path: str) -> Fact:
    unit, loinc = _cell(row, table, "unit"), _cell(row, table, "code")
    result = measured(loinc, value, unit) if loinc else labelled(label, value, unit)
    detail = {
        "label": label,
        "range": _cell(row, table, "range"),
        "flag": _cell(row, table, "flag"),
        "as_written": f"{value} {unit}".strip() if result.is_known else "",
    }
    return Fact(
        name=result.name or "lab_other", value=line(result.value), unit=line(result.unit, 60),
        quote=line(f"{label}: {value} {unit}"), code=line(loinc, 20), code_system="LOINC" if loinc else "", path=path,
        date=day, detail=tuple((key, line(kept)) for key, kept in detail.items() if kept),
    )  # fmt: skip


def _cell(row: list[str], table: Table, column: str) -> str:
    place = table.columns.get(column)
    return row[place] if place is not None and place < len(row) else ""


def _number(written: str, comma: bool) -> str:
    """A decimal comma becomes a point, unless it may part thousands."""
    if comma and _COMMA.fullmatch(written) and not _THOUSANDS.fullmatch(written):
        return written.replace(",", ".")
    return written


def _days(table: Table) -> list[str]:
    """The day of each row; whether day or month comes first is told from the whole column."""
    cells = [line(_cell(row, table, "date"), 60) or "-" for _, row in table.rows]
    found: dict[int, str] = {}
    starts, at = {}, 0
    for number, cell in enumerate(cells):
        starts[at] = number
        at += len(cell) + 1
    for day in _all_days("\n".join(cells)):
        if day.start in starts:
            found[starts[day.start]] = day.value
    return [found.get(number, "") for number in range(len(cells))]


def _all_days(plain: str) -> tuple[Any, ...]:
    found: tuple[Any, ...] = importlib.import_module("secunda.reading.documents.days").days(plain)
    return found


def _patient(table: Table) -> PatientSeen:
    """The one person in the patient columns. Raises `Refusal` when there are several."""
    names = tuple(
        dict.fromkeys(filter(None, (line(_cell(row, table, "patient"), 200) for _, row in table.rows)))
    )
    born = [line(_cell(row, table, "born"), 40) for _, row in table.rows]
    numbers = tuple(
        dict.fromkeys(filter(None, (line(_cell(row, table, "number"), 60) for _, row in table.rows)))
    )
    days = tuple(dict.fromkeys(day.value for day in _all_days("\n".join(born)) if day.precision == "day"))
    if len(names) > 1 or len(days) > 1 or len(numbers) > 1:
        raise Refusal("export_several")
    return PatientSeen(names, days, numbers)
