"""Finds the phrases of a table in a text, in one pass over its words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

_WORD = re.compile(r"[^\W\d_]+|\d+")
# What may stand between two words of one phrase.
_GAP = re.compile(r"[ ,()/\-–\"'\n]{0,4}\Z")
_SHORT = 2000  # letters that are taken apart faster than they are remembered

Entry = TypeVar("Entry")


class Mention(NamedTuple, Generic[Entry]):
    """A phrase as it stands in the text, and what it means."""

    start: int
    end: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class Lexicon(Generic[Entry]):
    """Phrases by their first word, the longest first."""

    phrases: Mapping[str, tuple[tuple[tuple[str, ...], Entry], ...]]

    @classmethod
    def of(cls, rows: Mapping[str, Entry]) -> Lexicon[Entry]:
        """From phrases as written (case, commas, hyphens and brackets do not count) to what they mean."""
        by_first: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
        for phrase, entry in rows.items():
            words = tuple(_WORD.findall(phrase.lower()))
            by_first.setdefault(words[0], []).append((words, entry))
        ordered = {
            first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in by_first.items()
        }
        return cls(ordered)

    def find(self, plain: str, start: int = 0, end: int | None = None) -> Iterator[Mention[Entry]]:
        """Every phrase in `plain[start:end]`, the longest at each place, none inside another."""
        stop = len(plain) if end is None else end
        words = _words(plain, start, stop) if stop - start < _SHORT else _words_of_all(plain)
        index = bisect_left(words.starts, start)
        last = bisect_left(words.starts, stop)
        while index < last:
            rows = self.phrases.get(words.texts[index])
            found = self._at(plain, words, index, rows) if rows else None
            if found is None:
                index += 1
                continue
            length, entry = found
            if words.ends[index + length - 1] <= stop:
                yield Mention(words.starts[index], words.ends[index + length - 1], entry)
            index += length

    def _at(
        self, plain: str, words: _Words, index: int, rows: tuple[tuple[tuple[str, ...], Entry], ...]
    ) -> tuple[int, Entry] | None:
        for phrase, entry in rows:
            size = len(phrase)
            if size == 1 or (
                tuple(words.texts[index : index + size]) == phrase
                and all(
                    _joined(plain, words.ends[place], words.starts[place + 1])
                    for place in range(index, index + size - 1)
                )
            ):
                return size, entry
        return None


class _Words(NamedTuple):
    """The words of a stretch of text in small letters, and where each begins and ends."""

    texts: list[str]
    starts: list[int]
    ends: list[int]


def _words(plain: str, start: int, end: int) -> _Words:
    found = list(_WORD.finditer(plain, start, end))
    return _Words(
        [word.group().lower() for word in found],
        [word.start() for word in found],
        [word.end() for word in found],
    )


@lru_cache(maxsize=1)
def _words_of_all(plain: str) -> _Words:
    """The words of a whole text: every table is looked for in the same ones."""
    return _words(plain, 0, len(plain))


def _joined(plain: str, end: int, start: int) -> bool:
    return start - end <= 4 and _GAP.match(plain[end:start]) is not None
