"""One item of the list of what is missing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Missing:
    """Something to be done before signing: the field's number in `standards.md` 4.2, a code, a sentence, a place.

    `anchor` is the id of the element where it is written: "field-<number>", "field-<number>-<part>", "read-<part>".
    """

    field: int
    code: str
    sentence: str
    anchor: str


def blank(text: str) -> bool:
    """Nothing but white space."""
    return not text.strip()
