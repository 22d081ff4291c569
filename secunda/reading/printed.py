"""A document as plain values for JSON: the fields of `Document` under their names, its text left out."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from secunda.reading.document import DateSeen, Document, Fact
from secunda.reading.text import Box


def printed(document: Document) -> dict[str, Any]:
    """`file, sha256, kind, type, type_confidence, readable, language, pages, patient, dates, facts, problems`.

    A box is `[x0, y0, x1, y1]` in points from the page's top left, `detail` an object.
    """
    whole = {each.name: getattr(document, each.name) for each in fields(document) if each.name != "text"}
    return whole | {
        "patient": asdict(document.patient),
        "dates": [_date(day) for day in document.dates],
        "facts": [_fact(fact) for fact in document.facts],
        "problems": list(document.problems),
    }


def _fact(fact: Fact) -> dict[str, Any]:
    values = {each.name: getattr(fact, each.name) for each in fields(fact)}
    return values | {"box": _box(fact.box), "detail": dict(fact.detail)}


def _date(day: DateSeen) -> dict[str, Any]:
    return {each.name: getattr(day, each.name) for each in fields(day)} | {"box": _box(day.box)}


def _box(box: Box | None) -> list[float] | None:
    return None if box is None else list(box)
