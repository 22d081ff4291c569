"""What somebody else says a document states, such as a model of language: it counts only where the document says it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from secunda.reading.document import Fact
from secunda.reading.documents.assertion import assertion_at
from secunda.reading.documents.found import fact
from secunda.reading.text import Text

LONGEST_QUOTE = 600
SHORTEST_QUOTE = 3
CONFIDENCE = 0.5
_PART = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value with the words that are said to state it. Everything in it is a claim until it is found."""

    name: str
    value: str
    quote: str
    unit: str = ""
    date: str = ""


def place_of(text: Text, quote: str) -> tuple[int, int] | None:
    """Where the quote stands in the text, however its spaces and lines fall; None when it stands nowhere."""
    words = quote.split()
    if not SHORTEST_QUOTE <= len(quote) <= LONGEST_QUOTE or not words:
        return None
    found = re.search(r"\s+".join(re.escape(word) for word in words), text.plain)
    return (found.start(), found.end()) if found else None


def states(quote: str, value: str) -> bool:
    """Whether each word and number of the value stands in the quote, in any order."""
    said = {part.casefold() for part in _PART.findall(quote)}
    asked = {part.casefold() for part in _PART.findall(value)}
    return bool(asked) and asked <= said


def facts(text: Text, proposed: Iterable[Proposal], *, names: Collection[str]) -> tuple[Fact, ...]:
    """The proposals that the document bears out, as facts with their place; the assertion is judged here, not believed.

    Dropped without a word: a name that is not in `names`, a quote that does not stand in the text, a value whose
    words or numbers do not stand in its quote. The same value in the same place counts once.
    """
    found: dict[tuple[str, str, int], Fact] = {}
    for one in proposed:
        place = place_of(text, one.quote)
        if place is not None and one.name in names and states(one.quote, one.value):
            found.setdefault((one.name, one.value.casefold(), place[0]), _fact(text, one, place))
    return tuple(found.values())


def _fact(text: Text, one: Proposal, place: tuple[int, int]) -> Fact:
    return fact(
        text, one.name, one.value.strip(), *place, unit=one.unit if states(one.quote, one.unit) else "",
        date=one.date if states(one.quote, one.date) else "", confidence=CONFIDENCE,
        assertion=assertion_at(text.plain, *_of_value(text, one.value, place)),
    )  # fmt: skip


def _of_value(text: Text, value: str, place: tuple[int, int]) -> tuple[int, int]:
    """Where the value itself stands in its quote: a quote may begin behind the word that denies it."""
    parts = _PART.findall(value)
    quoted = text.plain[slice(*place)]
    whole = re.search(r"\W+".join(re.escape(part) for part in parts), quoted, re.IGNORECASE)
    found = whole or re.search(rf"\b{re.escape(parts[-1])}\b", quoted, re.IGNORECASE)
    return (place[0] + found.start(), place[0] + found.end()) if found else place
