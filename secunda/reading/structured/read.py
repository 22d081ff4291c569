"""One structured document read by its kind."""

from __future__ import annotations

from typing import BinaryIO

from secunda.reading.facts import Limits
from secunda.reading.structured.ccda import read_ccda
from secunda.reading.structured.docx import read_docx
from secunda.reading.structured.fhir import read_fhir
from secunda.reading.structured.found import Structured
from secunda.reading.structured.hl7 import read_hl7
from secunda.reading.structured.lab_csv import read_lab_csv
from secunda.reading.structured.plain import read_plain

KINDS = frozenset(("fhir", "ccda", "hl7", "lab_csv", "docx", "text"))


def read_structured(stream: BinaryIO, size: int, kind: str, limits: Limits | None = None) -> Structured:
    """What a document of one of `KINDS` says. Raises `Refusal`; hostile bytes are read by `isolated_parts` instead."""
    if kind == "docx":
        return read_docx(stream, size)
    readers = {
        "fhir": read_fhir,
        "ccda": read_ccda,
        "hl7": read_hl7,
        "lab_csv": read_lab_csv,
        "text": read_plain,
    }
    return readers[kind](stream, limits)
