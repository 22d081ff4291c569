"""Procedures and treatments with their days."""

from __future__ import annotations

from secunda.reading.document import Fact, Type
from secunda.reading.documents.days import days
from secunda.reading.documents.procedures.done import procedures
from secunda.reading.documents.procedures.treatments import treatments
from secunda.reading.text import Text

__all__ = ["facts"]

ABOUT_PROCEDURES = (
    "operative_note", "discharge_summary", "clinic_letter", "endoscopy", "radiotherapy_plan", "medication", "other",
    "administrative",
)  # fmt: skip


def facts(text: Text, *, type: Type) -> tuple[Fact, ...]:
    """Every fact of the procedures section of the vocabulary; none in reports that only mention procedures."""
    if type not in ABOUT_PROCEDURES:
        return ()
    written = days(text.plain)
    return (*procedures(text, written, type=type), *treatments(text, written, type=type))
