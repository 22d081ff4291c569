"""How hard a text is to read, where a published index exists for its language.

English: Flesch-Kincaid grade level, 0.39 (words / sentences) + 11.8 (syllables / words) - 15.59.
Source: Kincaid, Fishburne, Rogers & Chissom, Derivation of new readability formulas for Navy enlisted personnel,
Research Branch Report 8-75, Naval Air Station Memphis, 1975. Target 6, above 8 a signature is blocked (NIH, AMA).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from secunda.care.opinions.syllables import syllables

HARD_GRADE = 8
LONG_WORD = 3
"""Syllables from which a word is named as one that pushes the grade up."""

_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_ABBREVIATIONS = ("dr", "prof", "mr", "mrs", "ms", "vs", "e.g", "i.e", "approx", "fig")
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)|\n+")


@dataclass(frozen=True)
class HardSentence:
    """A sentence above the limit: where it stands in the text, its own grade, and its long words."""

    text: str
    start: int
    end: int
    grade: float
    long_words: tuple[str, ...]


def has_index(language: str) -> bool:
    """Whether a cited index exists here for the language (a BCP 47 tag)."""
    return language.lower().split("-")[0] == "en"


def grade(text: str, language: str) -> float | None:
    """The school grade that reads the text, to one decimal; None without words or without an index."""
    if not has_index(language):
        return None
    sentences = [_words(text[start:end]) for start, end in _sentences(text)]
    counts = [len(words) for words in sentences if words]
    if not counts:
        return None
    return _grade(sum(counts), len(counts), sum(syllables(word) for words in sentences for word in words))


def hard_sentences(text: str, language: str) -> list[HardSentence]:
    """The sentences whose own grade is above the limit, in order; none where there is no index."""
    if not has_index(language):
        return []
    return [hard for start, end in _sentences(text) if (hard := _hard(text, start, end))]


def _hard(text: str, start: int, end: int) -> HardSentence | None:
    words = _words(text[start:end])
    if not words:
        return None
    own = _grade(len(words), 1, sum(syllables(word) for word in words))
    long_words = tuple(dict.fromkeys(word for word in words if syllables(word) >= LONG_WORD))
    return HardSentence(text[start:end], start, end, own, long_words) if own > HARD_GRADE else None


def _grade(words: int, sentences: int, syllable_count: int) -> float:
    return round(0.39 * words / sentences + 11.8 * syllable_count / words - 15.59, 1)


def _words(sentence: str) -> list[str]:
    return _WORD.findall(sentence)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence or line, without the white space around it."""
    start = 0
    for match in _END.finditer(text):
        if _is_abbreviation(text[start : match.end()]):
            continue
        yield from _span(text, start, match.end())
        start = match.end()
    yield from _span(text, start, len(text))


def _is_abbreviation(so_far: str) -> bool:
    last = so_far.split()[-1:] if so_far.endswith(".") else []
    return bool(last) and last[0].strip("(“\"'").removesuffix(".").lower() in _ABBREVIATIONS


def _span(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    if stripped := piece.strip():
        first = start + piece.index(stripped)
        yield first, first + len(stripped)
