"""Medicines with dose and use, and allergies, from lists and sentences."""

from __future__ import annotations

from secunda.reading.document import Fact, Type
from secunda.reading.documents.medication.allergies import allergies
from secunda.reading.documents.medication.medicines import medicines
from secunda.reading.text import Text

__all__ = ["facts"]

ABOUT_MEDICINES = (
    "medication", "discharge_summary", "clinic_letter", "operative_note", "radiotherapy_plan", "endoscopy", "other",
    "administrative",
)  # fmt: skip


def facts(text: Text, *, type: Type) -> tuple[Fact, ...]:
    """Every fact of the medication section of the vocabulary; none in kinds of document that only mention medicines."""
    if type not in ABOUT_MEDICINES:
        return ()
    found = list(allergies(text))
    allergens = [(start, end) for _, start, end in found]
    return (*medicines(text, type=type, allergens=allergens), *(made for made, _, _ in found))
