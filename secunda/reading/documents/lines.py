"""The lines of a text with the place of each word: for tables, lists and headings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from secunda.reading.documents.folded import folded
from secunda.reading.text import PAGE_BREAK, Box, Text

WORD = re.compile(r"\S+")


class Token(NamedTuple):
    """A word of a line: `text` as folded, its stretch of the plain text, and its box where there is one."""

    text: str
    start: int
    end: int
    box: Box | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its stretch of the plain text, its page, its words, and the stretch folded."""

    start: int
    end: int
    page: int
    tokens: tuple[Token, ...]
    text: str


def lines(text: Text) -> tuple[Line, ...]:
    """Every line of the text in reading order, empty ones too. Words are parted at spaces inside them as well."""
    return text.once(_lines)


def _lines(text: Text) -> tuple[Line, ...]:
    found: list[Line] = []
    plain = folded(text.plain)
    place = 0
    for index, page in enumerate(text.pages):
        place += len(PAGE_BREAK) if index else 0
        for number, words in enumerate(page.lines):
            place += 1 if number else 0
            start, tokens = place, []
            for position, word in enumerate(words):
                place += 1 if position else 0
                end = place + len(word.text)
                if WORD.fullmatch(word.text):
                    tokens.append(Token(plain[place:end], place, end, word.box))
                else:
                    for part in WORD.finditer(word.text):
                        first, last = place + part.start(), place + part.end()
                        tokens.append(Token(plain[first:last], first, last, word.box))
                place = end
            found.append(Line(start, place, page.number, tuple(tokens), plain[start:place]))
    return tuple(found)
