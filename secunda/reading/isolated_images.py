"""DICOM instances at arm's length: examined, converted and drawn in the bounded process (see `isolated`).

What comes back was made by a process that read hostile bytes: it is checked before it is believed.
"""

from __future__ import annotations

import json
import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from itertools import accumulate
from typing import Any, BinaryIO, NamedTuple

from secunda.reading.facts import MEBIBYTE
from secunda.reading.imaging.drawn import Look
from secunda.reading.imaging.found import Examined, Place
from secunda.reading.isolated import LONGEST_RANGE, Bounds, Line, lent
from secunda.reading.streams import ranges_of

STEP_SECONDS = 60
_BOUNDS = Bounds(memory_bytes=2048 * MEBIBYTE, cpu_seconds=600, seconds=STEP_SECONDS)
_LONGEST_MESSAGE = 256 * MEBIBYTE
_NOT_UNDERSTOOD = (OSError, ValueError, KeyError, TypeError, IndexError, RecursionError, struct.error)
Ranges = Callable[[int, int], bytes]


class Unreadable(Exception):
    """The bounded process crashed, took too long or said nonsense: the file is not one that can be used."""


class _Answer(NamedTuple):
    head: dict[str, Any]
    body: bytes


def examined(sources: Sequence[tuple[Callable[[], BinaryIO], int]]) -> list[Examined | None]:
    """Each file examined as `imaging.examine.examine`, None for one that could not be.

    `sources`: what opens a file as a seekable stream (when its turn comes), and its size in bytes. One process looks
    at all of them; a file on which it breaks is left out, and a new process goes on with the next.
    Raises what a stream raises, and `isolated.NoReader`.
    """
    found: list[Examined | None] = []
    while len(found) < len(sources):
        found += _some(sources[len(found) :])
        if len(found) < len(sources):
            found.append(None)
    return found


def _some(sources: Sequence[tuple[Callable[[], BinaryIO], int]]) -> list[Examined]:
    """As many as one process could look at."""
    sizes = [size for _open, size in sources]
    request = {"images_of": "headers", "sizes": sizes, "size": sum(sizes)}
    found: list[Examined] = []
    with _asked(request, _one_after_the_other(sources)) as conversation:
        for _ in sources:
            try:
                found.append(_examined(conversation.next()))
            except (*_NOT_UNDERSTOOD, Unreadable):
                break
    return found


def _one_after_the_other(sources: Sequence[tuple[Callable[[], BinaryIO], int]]) -> Ranges:
    """`read_at` over files that lie one after the other; each is opened when it is first asked for."""
    begins = [0, *accumulate(size for _open, size in sources)]
    current: list[Any] = [-1, None]

    def read_at(offset: int, length: int) -> bytes:
        """At most `length` bytes from `offset` on, of one file; none behind the last."""
        index = bisect_right(begins, offset) - 1
        if index >= len(sources):
            return b""
        if current[0] != index:
            if current[1] is not None:
                current[1].close()
            current[:] = [index, sources[index][0]()]
        stream: BinaryIO = current[1]
        stream.seek(offset - begins[index])
        return stream.read(min(length, begins[index + 1] - offset))

    return read_at


def _examined(answer: _Answer) -> Examined:
    """What was said, with each value of the kind it has to be."""
    head, body = answer
    lengths = [int(head.pop(name)) for name in ("header", "open_header", "frames")]
    first, second, third = lengths
    if min(lengths) < 0 or sum(lengths) != len(body):
        raise ValueError("no message")
    place: dict[str, Any] = {
        name: tuple(map(float, value)) if isinstance(value, list) else value
        for name, value in head.pop("place").items()
    }
    head["image_type"] = tuple(str(one) for one in head["image_type"])
    return Examined(
        **head, place=Place(**place), header=body[:first], open_header=body[first : first + second],
        frames=body[first + second : first + second + third],
    )  # fmt: skip


def converted(stream: BinaryIO, *, size: int) -> Iterator[bytes]:
    """As `imaging.convert.converted`, in pieces. Raises `Unreadable`, what the stream raises, and `NoReader`."""
    yield from _pieces({"images_of": "copy", "size": size}, stream)


def value(stream: BinaryIO, *, size: int, place: str) -> Iterator[bytes]:
    """As `imaging.examine.value_at`, in pieces. Raises as `converted`."""
    yield from _pieces({"images_of": "value", "size": size, "place": place}, stream)


def _pieces(request: dict[str, Any], stream: BinaryIO) -> Iterator[bytes]:
    with _asked(request, ranges_of(stream)) as conversation:
        while "chunk" in (answer := conversation.next()).head:
            yield answer.body


def picture(content: bytes, look: Look) -> bytes:
    """As `imaging.drawn.drawn`: JPEG or PNG. Raises `Unreadable` and `isolated.NoReader`."""
    said = asdict(look) | {"palette": [table.hex() for table in look.palette]}
    request = {"images_of": "picture", "size": len(content), "look": said}

    def read_at(offset: int, length: int) -> bytes:
        return content[offset : offset + length]

    with _asked(request, read_at) as conversation:
        made = conversation.next().body
    if not made.startswith((b"\xff\xd8", b"\x89PNG")):
        raise Unreadable
    return made


class _Conversation:
    """The other side's messages, its wishes for ranges served on the way."""

    def __init__(self, line: Line, read_at: Ranges) -> None:
        self._line = line
        self._read_at = read_at

    def next(self) -> _Answer:
        """The next message. Raises `Unreadable` when none comes, and what the file's own stream raises."""
        try:
            self._line.renew(STEP_SECONDS)
            while (word := self._line.receive(1)) == b"R":
                self._serve(*struct.unpack("!QI", self._line.receive(12)))
            (length,) = struct.unpack("!I", self._line.receive(4))
            if word != b"A" or length > _LONGEST_MESSAGE:
                raise Unreadable
            head, _, body = self._line.receive(length).partition(b"\n")
            said = json.loads(head)
        except _OfTheStream as kept:
            raise kept.failure from None
        except _NOT_UNDERSTOOD:
            raise Unreadable from None
        if not isinstance(said, dict):
            raise Unreadable
        return _Answer(said, body)

    def _serve(self, offset: int, length: int) -> None:
        with self._line.paused():  # a slow vault is not the file's fault
            try:
                content = self._read_at(offset, min(length, LONGEST_RANGE))
            except Exception as failure:
                raise _OfTheStream(failure) from failure
        self._line.send(content)


class _OfTheStream(Exception):
    """What the file's own stream raised: not the file's fault."""

    def __init__(self, failure: Exception) -> None:
        super().__init__()
        self.failure = failure


@contextmanager
def _asked(request: dict[str, Any], read_at: Ranges) -> Iterator[_Conversation]:
    whole = request | {"step_seconds": STEP_SECONDS, "bounds": asdict(_BOUNDS)}
    with lent(whole, STEP_SECONDS) as line:
        yield _Conversation(line, read_at)
