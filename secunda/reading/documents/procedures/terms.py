"""The names of procedures and treatments (words.yaml) and where they stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from secunda.reading.documents.folded import folded
from secunda.reading.documents.words import any_of

WORDS = Path(__file__).parent / "words.yaml"
FIRST_WORD = re.compile(r"[^\W_]+")
LONGEST_ABBREVIATION = 4


class Named(NamedTuple):
    """A name at `plain[start:end]`, and what we call it."""

    start: int
    end: int
    value: str


@cache
def lists() -> dict[str, Any]:
    """words.yaml."""
    found: dict[str, Any] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return found


@cache
def _by_first(kind: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """Every spelling of a list by its first word, longest first, with what we call it."""
    found: dict[str, list[tuple[str, str]]] = {}
    for value, spellings in lists()[kind].items():
        for spelling in {folded(str(each)) for each in spellings}:
            first = FIRST_WORD.search(spelling)
            assert first is not None
            found.setdefault(first[0], []).append((spelling, value))
    return {first: tuple(sorted(each, key=lambda row: -len(row[0]))) for first, each in found.items()}


def names(kind: str, written: str, plain: str) -> Iterator[Named]:
    """Every name of the list in the text (`plain`: the same folded), the longest where several fit."""
    by_first, done = _by_first(kind), 0
    for word in FIRST_WORD.finditer(plain):
        if word.start() < done:
            continue
        for spelling, value in by_first.get(word[0], ()):
            end = word.start() + len(spelling)
            same = plain[word.start() : end].replace("\n", " ") == spelling
            if same and not _goes_on(plain, end) and _is_written_so(written[word.start() : end]):
                yield Named(word.start(), end, value)
                done = end
                break


def _goes_on(plain: str, end: int) -> bool:
    return plain[end : end + 1].isalnum() or (
        plain[end : end + 1] == "-" and plain[end + 1 : end + 2].isdigit()
    )


def _is_written_so(said: str) -> bool:
    """Abbreviations of up to four letters stand in capitals (but for plurals of the longer words)."""
    return len(said) > LONGEST_ABBREVIATION or said.isupper() or not said.isascii() or said.lower() == "chemo"


@cache
def regimens() -> re.Pattern[str]:
    """A pattern for the regimens, as they are written: with their capitals."""
    longest_first = sorted((str(each) for each in lists()["regimens"]), key=lambda word: -len(word))
    return re.compile(rf"(?<![\w/-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w]|-\w)")


@cache
def planned() -> re.Pattern[str]:
    """A pattern for words right before a name that say it has not been done."""
    listed = any_of(folded(word) for word in lists()["planned"])
    return re.compile(
        rf"(?<![^\W_]){listed}(?: (?:an?|the|to|her|his|with|for|of|adjuvant|neoadjuvant|palliative|"
        rf"further|for a))*"
        r"(?:[ \n][\w-]+){0,2}[ \n]?$"
    )
