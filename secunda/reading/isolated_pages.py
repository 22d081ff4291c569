"""Pages of hostile files at arm's length: words and pixels out of the bounded process of `isolated`, checked.

What comes back was made by a process that read hostile bytes: sizes, boxes and letters are held to what a page
can have.
"""

from __future__ import annotations

import json
import struct
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO, TypeVar

import numpy as np
import numpy.typing as npt

from secunda.reading.facts import MEBIBYTE
from secunda.reading.isolated import LONGEST_RANGE, Bounds, Line, Ranges, lent
from secunda.reading.streams import ranges_of
from secunda.reading.text import Box, Word

Pixels = npt.NDArray[np.uint8]
PAGE_SECONDS = 15
_BOUNDS = Bounds(memory_bytes=1024 * MEBIBYTE, cpu_seconds=900, seconds=PAGE_SECONDS)
_LONGEST_ANSWER = 256 * MEBIBYTE
_LARGEST_PAGE = 40_000.0  # points; a picture has one for each pixel
_LONGEST_WORD = 1000
_LONGEST_HEAD = 4096
_MOST_WORDS = 100_000
T = TypeVar("T")


class PageUnreadable(Exception):
    """The page cannot be read; the process may be gone. Says nothing of what is on it."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read pages of, from several threads: `kind` as `facts.Kind` (pdf, jpeg, png, tiff, heic)."""

    read_at: Ranges
    size: int
    kind: str

    @classmethod
    def of(cls, stream: BinaryIO, *, size: int, kind: str) -> Source:
        """A seekable stream, read by one thread at a time."""
        lock, ranges = threading.Lock(), ranges_of(stream)

        def read_at(offset: int, length: int) -> bytes:
            with lock:
                return ranges(offset, length)

        return cls(read_at, size, kind)


@dataclass(frozen=True, slots=True)
class Written:
    """A page's size as shown, in points, and the lines of words of its text layer (none for a picture)."""

    width: float
    height: float
    lines: tuple[tuple[Word, ...], ...]


class Reader:
    """One process that has the file open. Not for two threads at once."""

    def __init__(self, source: Source, line: Line) -> None:
        self._source = source
        self._line = line
        self.is_gone = False
        self.answered = 0

    def written(self, indexes: Sequence[int]) -> Iterator[tuple[int, Written | None]]:
        """The words of each page of `indexes` (from 0), None for a page that cannot be read.

        Ends early when the process is gone (`is_gone`): the next page was too much for it, or it was worn out.
        """
        try:
            self._ask({"do": "words", "pages": list(indexes)})
        except PageUnreadable:
            return
        for index in indexes:
            try:
                yield index, self._checked(_written)
            except PageUnreadable:
                if self.is_gone:
                    return
                yield index, None

    def pixels(self, index: int, long_side: int, *, colour: bool = False) -> Pixels:
        """Page `index` as shown, rows × columns of grey, or × 3 with `colour`. Raises `PageUnreadable`."""
        self._ask({"do": "pixels", "pages": [index], "long_side": long_side, "colour": colour})
        return self._checked(lambda head, body: _pixels(head, body, long_side))

    def _ask(self, question: dict[str, Any]) -> None:
        try:
            self._line.renew(PAGE_SECONDS)
            self._line.send(json.dumps(question).encode())
        except OSError:
            self.is_gone = True
            raise PageUnreadable from None

    def _checked(self, check: Callable[[dict[str, Any], memoryview], T]) -> T:
        try:
            self._line.renew(PAGE_SECONDS)
            found = check(*self._answer())
        except _OfTheStream as kept:
            raise kept.failure from None
        except (OSError, ValueError, KeyError, TypeError, struct.error):
            self.is_gone = True  # whoever answers so is not asked again
            raise PageUnreadable from None
        self.answered += 1
        return found

    def _answer(self) -> tuple[dict[str, Any], memoryview]:
        while (word := self._line.receive(1)) == b"R":
            offset, length = struct.unpack("!QI", self._line.receive(12))
            with self._line.paused():  # a slow vault is not the file's fault
                content = self._range(offset, min(length, LONGEST_RANGE))
            self._line.send(content)
        if word == b"E":
            raise PageUnreadable
        if word != b"A":
            raise ValueError("no answer")
        (length,) = struct.unpack("!I", self._line.receive(4))
        if length > _LONGEST_ANSWER:
            raise ValueError("too long an answer")
        whole = memoryview(self._line.receive(length))
        end = bytes(whole[:_LONGEST_HEAD]).index(b"\n")
        found = json.loads(bytes(whole[:end]))
        if not isinstance(found, dict):
            raise ValueError("no answer")
        return found, whole[end + 1 :]

    def _range(self, offset: int, length: int) -> bytes:
        try:
            return self._source.read_at(offset, length)
        except Exception as failure:
            raise _OfTheStream(failure) from failure


class _OfTheStream(Exception):
    """What the file's own stream raised: not the file's fault."""

    def __init__(self, failure: Exception) -> None:
        super().__init__()
        self.failure = failure


@contextmanager
def opened(source: Source) -> Iterator[Reader]:
    """A process that reads pages of `source`. Raises `NoReader` if the machine cannot start one."""
    request = {
        "pages_of": source.kind,
        "size": source.size,
        "page_seconds": PAGE_SECONDS,
        "bounds": asdict(_BOUNDS),
    }
    with lent(request, PAGE_SECONDS) as line:
        yield Reader(source, line)


def _written(head: dict[str, Any], body: memoryview) -> Written:
    width, height, count = head["width"], head["height"], head["words"]
    if not (0 < width <= _LARGEST_PAGE and 0 < height <= _LARGEST_PAGE and 0 <= count <= _MOST_WORDS):
        raise ValueError("no page")
    boxes = np.frombuffer(body[: count * 16], "<f4").reshape(count, 4).astype(float)
    most = np.array([width, height, width, height]) + 1.0
    if not (np.isfinite(boxes).all() and (boxes >= 0).all() and (boxes <= most).all()):
        raise ValueError("a box outside the page")
    written = str(body[count * 16 :], "utf-8")
    lines = [line.split(" ") for line in written.split("\n")] if written else []
    if sum(map(len, lines)) != count:
        raise ValueError("words without boxes")
    places = map(Box._make, np.minimum(boxes, most - 1.0).round(2).tolist())
    if (
        not written.replace("\n", "").isprintable()
        or len(max(written.split(), key=len, default="")) > _LONGEST_WORD
    ):
        lines = [[_clean(word) for word in line] for line in lines]
    placed = tuple(tuple(map(Word, line, places)) for line in lines)
    return Written(float(width), float(height), placed)


def _clean(word: str) -> str:
    """A word as text: no signs that cannot be seen, no spaces of any kind."""
    return "".join(each for each in word[:_LONGEST_WORD] if each.isprintable()) or "\ufffd"


def _pixels(head: dict[str, Any], body: memoryview, long_side: int) -> Pixels:
    shape = tuple(head["shape"])
    if len(shape) not in (2, 3) or not all(
        isinstance(side, int) and 0 < side <= long_side + 1 for side in shape[:2]
    ):
        raise ValueError("no picture")
    if shape[2:] not in ((), (3,)):
        raise ValueError("no picture")
    return np.frombuffer(body, np.uint8).reshape(shape)
