"""Finds the phrases of a table in a text, in one pass over its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

_WORD = re.compile(r"[^\W\d_]+|\d+")
# What may stand between two words of one phrase.
_GAP = re.compile(r"[ ,()/\-–\"'\n]{0,4}\Z")

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
        words = list(_WORD.finditer(plain, start, len(plain) if end is None else end))
        index = 0
        while index < len(words):
            found = self._at(plain, words, index)
            if found is None:
                index += 1
                continue
            length, entry = found
            yield Mention(words[index].start(), words[index + length - 1].end(), entry)
            index += length

    def _at(self, plain: str, words: list[re.Match[str]], index: int) -> tuple[int, Entry] | None:
        for phrase, entry in self.phrases.get(words[index].group().lower(), ()):
            if all(
                index + offset < len(words)
                and words[index + offset].group().lower() == word
                and _joined(plain, words[index + offset - 1].end(), words[index + offset].start())
                for offset, word in enumerate(phrase)
                if offset
            ):
                return len(phrase), entry
        return None


def _joined(plain: str, end: int, start: int) -> bool:
    return start - end <= 4 and _GAP.match(plain[end:start]) is not None
