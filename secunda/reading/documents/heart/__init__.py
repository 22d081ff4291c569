"""Heart reports (echocardiography, ECG, angiography, magnetic resonance): pump, valves, vessels, rhythm."""

from __future__ import annotations

from secunda.reading.document import Fact, Type
from secunda.reading.documents.heart.pump import ejection_fractions
from secunda.reading.documents.heart.rhythm import rhythms
from secunda.reading.documents.heart.valves import grades, paired_gradients, valve_numbers
from secunda.reading.documents.heart.vessels import vessels
from secunda.reading.text import Text

__all__ = ["facts"]

OF_THE_HEART = (
    "echocardiography",
    "ecg",
    "radiology",
    "discharge_summary",
    "clinic_letter",
    "operative_note",
    "other",
)


def facts(text: Text, *, type: Type) -> tuple[Fact, ...]:
    """Every fact of the heart section of the vocabulary; none in kinds of document that are never about the heart."""
    if type not in OF_THE_HEART:
        return ()
    return (
        *ejection_fractions(text),
        *valve_numbers(text),
        *paired_gradients(text),
        *grades(text, type=type),
        *vessels(text),
        *rhythms(text, type=type),
    )
