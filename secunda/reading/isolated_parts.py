"""Parts of hostile files at arm's length: archives unpacked, structures read, PDFs copied in the bounded process.

What comes back was made by a process that read hostile bytes: it is checked before it is believed.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any, BinaryIO, NamedTuple

from secunda.reading import wire_parts
from secunda.reading.archives.entries import ArchiveLimits, Entry
from secunda.reading.facts import MEBIBYTE, Limits, Refusal
from secunda.reading.isolated import LONGEST_RANGE, Bounds, Line, lent
from secunda.reading.streams import ranges_of
from secunda.reading.structured.found import Structured

STEP_SECONDS = 60
_BOUNDS = Bounds(memory_bytes=1536 * MEBIBYTE, cpu_seconds=4 * 3600, seconds=STEP_SECONDS)
_LONGEST_MESSAGE = 256 * MEBIBYTE
_NOT_UNDERSTOOD = (OSError, ValueError, KeyError, TypeError, IndexError, RecursionError, struct.error)


class _Message(NamedTuple):
    head: dict[str, Any]
    body: bytes


def unpacked(stream: BinaryIO, *, size: int, limits: ArchiveLimits | None = None) -> Iterator[Entry]:
    """As `archives.walk.walk`, in a bounded process: each step of it has a minute. Raises also `isolated.NoReader`.

    An entry's bytes are to be read before the next entry is asked for; those that are not wanted are passed over.
    """
    limits = limits or ArchiveLimits()
    request = {"parts_of": "archive", "archive_limits": asdict(limits), "limits": {}}
    with _asked(stream, size, request) as parts:
        yield from parts.entries("archive_damaged")


def structured(stream: BinaryIO, *, size: int, kind: str, limits: Limits | None = None) -> Structured:
    """As `structured.read.read_structured`, in a bounded process; its attachments are held in memory.

    Raises `Refusal`, what the stream raises, and `isolated.NoReader`.
    """
    request = {"parts_of": "structured", "kind": kind, "limits": asdict(limits or Limits())}
    with _asked(stream, size, request) as parts:
        found = parts.structured()
        attachments = tuple(_held(entry) for entry in parts.entries("unreadable"))
    return Structured(found.patient, found.dates, found.facts, attachments, found.text, found.problems)


def pdf_copy(stream: BinaryIO, *, size: int, limits: Limits | None = None) -> Iterator[bytes]:
    """As `disarm.disarmed`, in a bounded process, in pieces. Raises `Refusal` "pdf_damaged" if none can be made."""
    request = {"parts_of": "pdf_copy", "limits": asdict(limits or Limits())}
    with _asked(stream, size, request) as parts:
        while "chunk" in (message := parts.next("pdf_damaged")).head:
            yield message.body


def _held(entry: Entry) -> Entry:
    try:
        chunks = tuple(entry.chunks())
    except Refusal as refusal:
        return Entry(entry.path, entry.size, "left_out", refusal.unusable.code)
    return Entry(entry.path, sum(map(len, chunks)), entry.sort, entry.reason, lambda: iter(chunks))


class _Parts:
    """The other side's messages, its wishes for ranges of the file served on the way."""

    def __init__(self, line: Line, stream: BinaryIO) -> None:
        self._line = line
        self._read_at = ranges_of(stream)

    def next(self, otherwise: str) -> _Message:
        """The next message. Raises `Refusal`: as it says, or `otherwise` when the process crashed or says nonsense."""
        try:
            self._line.renew(STEP_SECONDS)
            message = self._message()
            refused = message.head.get("refused")
            refusal = wire_parts.refusal(refused, message.head["values"]) if refused else None
        except _OfTheStream as kept:
            raise kept.failure from None
        except _NOT_UNDERSTOOD:
            raise Refusal(otherwise) from None
        if refusal is not None:
            raise refusal
        return message

    def _message(self) -> _Message:
        while (word := self._line.receive(1)) == b"R":
            offset, length = struct.unpack("!QI", self._line.receive(12))
            with self._line.paused():  # a slow vault is not the file's fault
                content = self._range(offset, min(length, LONGEST_RANGE))
            self._line.send(content)
        (length,) = struct.unpack("!I", self._line.receive(4))
        if word != b"A" or length > _LONGEST_MESSAGE:
            raise ValueError("no message")
        head, _, body = self._line.receive(length).partition(b"\n")
        said = json.loads(head)
        if not isinstance(said, dict):
            raise ValueError("no message")
        return _Message(said, body)

    def _range(self, offset: int, length: int) -> bytes:
        try:
            return self._read_at(offset, length)
        except Exception as failure:
            raise _OfTheStream(failure) from failure

    def entries(self, otherwise: str) -> Iterator[Entry]:
        """Each entry as it comes."""
        while "entry" in (message := self.next(otherwise)).head:
            try:
                told = wire_parts.entry(message.head["entry"])
            except _NOT_UNDERSTOOD:
                raise Refusal(otherwise) from None
            if told.sort == "left_out":
                yield told
                continue
            bytes_of = _Bytes(self, told.size, otherwise)
            yield Entry(told.path, told.size, told.sort, told.reason, bytes_of.chunks)
            bytes_of.pass_over()

    def say(self, word: bytes, otherwise: str) -> None:
        """Answers the other side."""
        try:
            self._line.send(word)
        except OSError:
            raise Refusal(otherwise) from None

    def structured(self) -> Structured:
        """What a structured document says, without its attachments."""
        message = self.next("unreadable")
        try:
            return wire_parts.structured(message.body)
        except _NOT_UNDERSTOOD:
            raise Refusal("unreadable") from None


class _Bytes:
    """The bytes of one entry, asked for at most once."""

    def __init__(self, parts: _Parts, size: int, otherwise: str) -> None:
        self._parts = parts
        self._size = size
        self._otherwise = otherwise
        self._is_asked = False
        self._is_over = False

    def chunks(self) -> Iterator[bytes]:
        """The bytes in pieces. Raises `Refusal`, and ValueError when they were asked for before."""
        if self._is_asked:
            raise ValueError("the bytes of this entry have passed")
        self._is_asked = True
        self._parts.say(b"take", self._otherwise)
        given = 0
        while "chunk" in (message := self._parts.next(self._otherwise)).head:
            given += len(message.body)
            if given > self._size:
                raise Refusal(self._otherwise)
            yield message.body
        self._is_over = True
        if "end" not in message.head:
            raise Refusal("entry_damaged")

    def pass_over(self) -> None:
        """Lets what was not read go by."""
        if not self._is_asked:
            self._is_asked = True
            self._parts.say(b"skip", self._otherwise)
        else:
            while not self._is_over:
                self._is_over = "chunk" not in self._parts.next(self._otherwise).head


class _OfTheStream(Exception):
    """What the file's own stream raised: not the file's fault."""

    def __init__(self, failure: Exception) -> None:
        super().__init__()
        self.failure = failure


@contextmanager
def _asked(stream: BinaryIO, size: int, request: dict[str, Any]) -> Iterator[_Parts]:
    whole = request | {"size": size, "step_seconds": STEP_SECONDS, "bounds": asdict(_BOUNDS)}
    with lent(whole, STEP_SECONDS) as line:
        yield _Parts(line, stream)
