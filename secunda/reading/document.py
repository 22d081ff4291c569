"""What reading a document yields: its kind, whose it is, its days, and facts that carry their source."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from secunda.reading.facts import PatientSeen, Precision
from secunda.reading.text import Box, Text

Assertion = Literal["affirmed", "negated", "possible", "historical", "family"]
DateRole = Literal[
    "collected", "performed", "reported", "received", "admitted", "discharged", "study", "series", "issued", "unknown"
]  # fmt: skip
Type = Literal[
    "surgical_pathology", "cytology", "molecular", "radiology", "laboratory", "operative_note", "discharge_summary",
    "clinic_letter", "medication", "ecg", "endoscopy", "echocardiography", "radiotherapy_plan", "administrative",
    "invoice", "identity_document", "other",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact:
    """One extraction. It is never without a source: a quote on a page, or a path in a structured document.

    `name` is one of `vocabulary.yaml`; `value` is written as that file says, `unit` in UCUM. `code` is of
    `code_system` ("LOINC", "ICD-O-3", "ICD-10-CM", "RxNorm", "SNOMED CT" …), both empty when not known. `box` is in
    points from the page's top left (see `text.Box`). `path` is the place in a FHIR, C-CDA or HL7 document. `specimen`
    says which specimen of the document it is about ("A", "left breast"), `date` the day it is about (ISO 8601, cut to
    its precision), both empty when the document does not say. `detail` holds what belongs to it by kind, as the
    vocabulary lists ("dose", "range", "flag", "label" …). `confidence`: 0 to 1. Read by software until a person
    confirms it.
    """

    name: str
    value: str
    quote: str
    page: int | None = None
    box: Box | None = None
    unit: str = ""
    code: str = ""
    code_system: str = ""
    path: str = ""
    confidence: float = 1.0
    assertion: Assertion = "affirmed"
    specimen: str = ""
    date: str = ""
    detail: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DateSeen:
    """A day the document states. `value` is ISO 8601 cut to its precision; `quote` and `page` say where."""

    value: str
    precision: Precision
    role: DateRole
    quote: str = ""
    page: int | None = None
    box: Box | None = None
    path: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """All that was read from one file. Printed by `secunda read --json` under these names.

    `readable` is False for near-blank, barcode-only or garbled scans: then there are no facts. `language` is ISO 639-1,
    empty when it cannot be told. `problems` are codes of `sentences.py`. `text` is not printed.
    """

    file: str
    sha256: str
    kind: str
    type: Type = "other"
    type_confidence: float = 0.0
    readable: bool = True
    language: str = ""
    pages: int = 0
    patient: PatientSeen = field(default_factory=PatientSeen)
    dates: tuple[DateSeen, ...] = ()
    facts: tuple[Fact, ...] = ()
    problems: tuple[str, ...] = ()
    text: Text = field(default_factory=lambda: Text(()))
