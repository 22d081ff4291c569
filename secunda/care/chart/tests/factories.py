"""Documents as reading would hand them out, kept through the chart's own actions, and the people who look at them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from secunda.care.cases import actions as cases
from secunda.care.cases.models import Case
from secunda.care.cases.tests.factories import Cast, acting, now
from secunda.care.chart import access, rules
from secunda.care.chart import actions as chart
from secunda.care.chart.access import View
from secunda.care.chart.models import Reading
from secunda.care.records.models import Record
from secunda.care.records.tests.factories import a_pdf, a_received_record, a_sealed_record, an_open_record
from secunda.foundation.accounts import principal
from secunda.foundation.accounts.models import Account
from secunda.reading.document import DateSeen, Document, Fact
from secunda.reading.documents.found import fact
from secunda.reading.facts import PatientSeen
from secunda.reading.text import Box, Page, Text, Word

LINE, LETTER, WIDTH, HEIGHT = 20.0, 6.0, 600.0, 800.0
CANARY = "quetzalcoatl"
"""A word that stands in a sealed passage and nowhere else."""

FIRST = (
    "Clinic letter of 3 May 2026 for Ana Lindqvist",
    "Invasive ductal carcinoma of the left breast stage IIB",
    f"We advise mastectomy {CANARY} of the left breast",
    "Haemoglobin 128 g/L measured on 2 May 2026",
)
SECOND = ("Biopsy performed in April 2026", "Ki-67 18 %, hormone receptors positive")
ADVICE = (0.0, 2 * LINE, WIDTH, 3 * LINE)
"""The box of the third line: the first opinion's conclusion."""


@dataclass(frozen=True)
class ReadDocument:
    """A record and its reading."""

    record: Record
    reading: Reading
    document: Document


def a_page(number: int, *lines: str) -> Page:
    """A page of 600 × 800 points with a line every 20, each letter 6 wide."""
    return Page(number, WIDTH, HEIGHT, tuple(_line(place, line) for place, line in enumerate(lines)))


def _line(place: int, line: str) -> tuple[Word, ...]:
    words, x = [], 0.0
    for word in line.split():
        words.append(Word(word, Box(x, place * LINE + 4, x + len(word) * LETTER, place * LINE + 16)))
        x += (len(word) + 1) * LETTER
    return tuple(words)


def found(text: Text, name: str, value: str, quote: str, **more: Any) -> Fact:
    """The fact that this quote of the text states."""
    start = text.plain.index(quote)
    return fact(text, name, value, start, start + len(quote), **({"assertion": "affirmed"} | more))


def a_document(
    *pages: tuple[str, ...], facts: list[tuple[Any, ...]] | None = None, **fields: Any
) -> Document:
    """A letter as reading hands it out. Facts are (name, value, quote, more)."""
    text = Text(
        tuple(a_page(number, *lines) for number, lines in enumerate(pages or (FIRST, SECOND), start=1))
    )
    told = LETTER_FACTS if facts is None and not pages else facts or []
    values: dict[str, Any] = {
        "file": "letter.pdf", "sha256": "0" * 64, "kind": "pdf", "type": "clinic_letter", "type_confidence": 0.9,
        "language": "en", "pages": len(text.pages), "text": text,
        "facts": tuple(found(text, name, value, quote, **more) for name, value, quote, more in told),
    }  # fmt: skip
    return Document(**(values | fields))


LETTER_FACTS: list[tuple[Any, ...]] = [
    ("diagnosis", "invasive ductal carcinoma", "Invasive ductal carcinoma", {"date": "2026-04"}),
    ("stage", "IIB", "IIB", {}),
    ("procedure", "mastectomy", f"mastectomy {CANARY}", {"assertion": "historical", "date": "2026-06"}),
    (
        "haemoglobin",
        "128",
        "128 g/L",
        {"unit": "g/L", "date": "2026-05-02", "code": "718-7", "code_system": "LOINC"},
    ),
    ("procedure", "biopsy", "Biopsy", {"date": "2026-04"}),
    ("ki67", "18", "18 %", {"unit": "%", "specimen": "left breast"}),
]
ANA = PatientSeen(names=("Ana Lindqvist",), birth_dates=("1981-03-14",))
ISSUED = (DateSeen("2026-05-03", "day", "issued", "3 May 2026", 1),)


def read_as(
    record: Record, document: Document, *, reader: str = rules.READER, at: datetime | None = None
) -> Reading:
    """A record is read, and this is what the reader found."""
    at = at or now()
    with principal.as_job(case_id=record.case_id, programme_id=record.programme_id, name="chart.read"):
        reading = chart.begin(record=record, at=at, reader=reader)
        assert reading is not None
        return chart.keep(reading=reading, document=document, at=at)


def a_read_document(
    them: Cast,
    case: Case,
    document: Document | None = None,
    *,
    blinding: str = "open",
    mark: str = "letter",
    title: str = "Letter",
    by: Account | None = None,
) -> ReadDocument:
    """A record of Ana's (or who sent it `by`), confirmed and classified by Cleo ("" leaves it as it came), and read."""
    content = a_pdf(2, mark=mark)
    if blinding == "open":
        record = an_open_record(them, case, content=content, title=title, by=by)
    elif blinding == "sealed":
        record = a_sealed_record(them, case, content=content, title=title, by=by)
    else:
        record = a_received_record(them, case, content=content, by=by)
    document = document or a_document(dates=ISSUED)
    reading = read_as(record, document)
    with acting(them.cleo, them.programme):
        record.refresh_from_db()
    return ReadDocument(record, reading, document)


def as_expert(them: Cast, case: Case, phase: str = "blind", account: Account | None = None) -> Account:
    """Dr Bo has a part in the case as an expert, in a phase."""
    account = account or them.dr_bo
    with acting(them.cleo, them.programme):
        cases.add_party(case=case, account=account, role="expert", phase=phase, by=them.cleo, at=now())
    return account


def view(them: Cast, case: Case, person: Account) -> View:
    """How a person sees the case. Inside their principal."""
    return access.view_of(account=person, programme=them.programme, case_id=case.public_id, at=now())
