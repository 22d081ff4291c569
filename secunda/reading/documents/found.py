"""From a stretch of text to a fact with its source."""

from __future__ import annotations

from secunda.reading.document import Assertion, Fact
from secunda.reading.documents.assertion import assertion_at
from secunda.reading.text import Text


def fact(
    text: Text,
    name: str,
    value: str,
    start: int,
    end: int,
    *,
    unit: str = "",
    code: str = "",
    code_system: str = "",
    confidence: float = 1.0,
    assertion: Assertion | None = None,
    specimen: str = "",
    date: str = "",
    detail: dict[str, str] | None = None,
) -> Fact:
    """The fact that `text.plain[start:end]` states. The assertion is judged from the sentence around it unless given.

    The words' own confidence (OCR) lowers the fact's.
    """
    place = text.place(start, end)
    return Fact(
        name=name,
        value=value,
        quote=place.quote,
        page=place.page,
        box=place.box,
        unit=unit,
        code=code,
        code_system=code_system,
        confidence=round(confidence * text.confidence(start, end), 3),
        assertion=assertion or assertion_at(text.plain, start, end),
        specimen=specimen,
        date=date,
        detail=tuple((detail or {}).items()),
    )
