"""Diagnoses, from lists, sentences and written codes, with ICD-10-CM where the wording surely is a code's."""

from __future__ import annotations

from secunda.reading.document import Fact, Type
from secunda.reading.documents.days import days
from secunda.reading.documents.diagnoses.listed import listed
from secunda.reading.documents.diagnoses.spans import Spans
from secunda.reading.documents.diagnoses.told import announced, known
from secunda.reading.documents.diagnoses.written import coded
from secunda.reading.text import Text

__all__ = ["facts"]


def facts(text: Text, *, type: Type) -> tuple[Fact, ...]:
    """Every diagnosis, the same with the same assertion once: with a written code, named, listed, announced."""
    written = days(text.plain)
    found: dict[tuple[str, str], Fact] = {}
    taken = Spans()
    for each in (
        *coded(text, taken),
        *known(text, written, taken, type=type),
        *listed(text, written, taken, type=type),
        *announced(text, written, taken, type=type),
    ):
        found.setdefault((each.code or each.value, each.assertion), each)
    return tuple(found.values())
