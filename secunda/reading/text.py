"""The words of a document with their places on its pages: what every finder of facts reads."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple, TypeVar

Source = Literal["text", "ocr", "structure"]
PAGE_BREAK = "\n\f"
T = TypeVar("T")


class Box(NamedTuple):
    """A rectangle in points (1/72 inch) from the page's top left, as the page is shown: x0 < x1, y0 < y1."""

    x0: float
    y0: float
    x1: float
    y1: float

    def with_(self, other: Box) -> Box:
        """The smallest box around both."""
        return Box(
            min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1)
        )


class Word(NamedTuple):
    """One word as it stands on the page. `box` is None where the source has no places (plain text).

    `confidence` is 1 for a text layer, else what the OCR engine gave (0 to 1).
    """

    text: str
    box: Box | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its lines of words in reading order. `number` from 1; size in points, as shown.

    `source` says where its words come from; `turned` is by how many degrees clockwise the picture was straightened;
    `problems` are codes of sentences (`sentences.py`).
    """

    number: int
    width: float
    height: float
    lines: tuple[tuple[Word, ...], ...]
    source: Source = "text"
    turned: float = 0.0
    problems: tuple[str, ...] = ()

    @property
    def words(self) -> Iterator[Word]:
        """Every word in reading order."""
        return (word for line in self.lines for word in line)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stretch of text stands: the words as written, the page of its first word, and the box around them."""

    quote: str
    page: int
    box: Box | None


@dataclass(frozen=True)
class Text:
    """A document's pages as one string that knows the place of each character.

    `plain`: words joined by one space, lines by a line feed, pages by a line feed and a form feed.
    """

    pages: tuple[Page, ...]

    @classmethod
    def of(cls, plain: str) -> Text:
        """Text without places, such as a plain text file: form feeds part its pages, boxes are None."""
        pages = tuple(
            Page(
                number=number,
                width=0,
                height=0,
                lines=tuple(tuple(Word(word) for word in line.split()) for line in page.splitlines()),
            )
            for number, page in enumerate(plain.split("\f"), start=1)
        )
        return cls(pages)

    @cached_property
    def _laid_out(self) -> tuple[str, list[int], list[tuple[int, Word]]]:
        """The plain text, where each word begins in it, and each word with its page's number."""
        parts: list[str] = []
        starts: list[int] = []
        words: list[tuple[int, Word]] = []
        length = 0
        for index, page in enumerate(self.pages):
            if index:
                parts.append(PAGE_BREAK)
                length += len(PAGE_BREAK)
            for number, line in enumerate(page.lines):
                if number:
                    parts.append("\n")
                    length += 1
                for position, word in enumerate(line):
                    if position:
                        parts.append(" ")
                        length += 1
                    starts.append(length)
                    words.append((page.number, word))
                    parts.append(word.text)
                    length += len(word.text)
        return "".join(parts), starts, words

    def once(self, made: Callable[[Text], T]) -> T:
        """What `made` makes of this text, made when first asked for: several finders ask the same of it."""
        if made not in self._made:
            self._made[made] = made(self)
        found: T = self._made[made]
        return found

    @cached_property
    def _made(self) -> dict[Callable[[Text], Any], Any]:
        return {}

    @property
    def plain(self) -> str:
        """The whole text."""
        return self._laid_out[0]

    def place(self, start: int, end: int) -> Place:
        """Where `plain[start:end]` stands. Raises ValueError for an empty or foreign stretch."""
        plain, starts, words = self._laid_out
        if not 0 <= start < end <= len(plain):
            raise ValueError("not a stretch of this text")
        first = max(bisect_right(starts, start) - 1, 0)
        last = max(bisect_right(starts, end - 1), first + 1)
        page = words[first][0]
        boxes = [word.box for number, word in words[first:last] if number == page and word.box is not None]
        box = None
        for each in boxes:
            box = each if box is None else box.with_(each)
        return Place(" ".join(plain[start:end].split()), page, box)

    def confidence(self, start: int, end: int) -> float:
        """The lowest confidence of the words in `plain[start:end]` (1.0 for a text layer)."""
        _, starts, words = self._laid_out
        first = max(bisect_right(starts, start) - 1, 0)
        last = max(bisect_right(starts, end - 1), first + 1)
        return min((word.confidence for _, word in words[first:last]), default=1.0)
