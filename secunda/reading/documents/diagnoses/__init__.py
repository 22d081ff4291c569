"""Diagnoses, from lists, sentences and written codes, with ICD-10-CM where the wording surely is a code's."""

from __future__ import annotations

from secunda.reading.document import Fact, Type
from secunda.reading.documents.days import days
from secunda.reading.documents.diagnoses.listed import listed
from secunda.reading.documents.diagnoses.spans import Spans
from secunda.reading.documents.diagnoses.told import told
from secunda.reading.documents.diagnoses.written import coded
from secunda.reading.text import Text

__all__ = ["facts"]


def facts(text: Text, *, type: Type) -> tuple[Fact, ...]:
    """Every diagnosis, the same with the same assertion once: with a written code first, then listed, then told."""
    written = days(text.plain)
    found: dict[tuple[str, str], Fact] = {}
    taken = Spans()
    for each in (
        *coded(text, taken),
        *listed(text, written, taken, type=type),
        *told(text, written, taken, type=type),
    ):
        found.setdefault((each.value, each.assertion), each)
    return tuple(found.values())
