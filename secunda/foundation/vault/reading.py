"""Getting bytes out of the vault: any range, a megabyte of it in memory at most.

Each function looks the key up at once, inside the caller's transaction; what it returns may be read after the
transaction has ended, as a streaming response is.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from . import keys, layout, store
from .models import Object
from .refusals import Damaged

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_FETCHED_AT_ONCE = 16  # segments, 1 MiB: few requests to a bucket, little memory


class Opened:
    """An object with its key at hand. Raises Erased; Damaged when what is stored is not what was stored."""

    def __init__(self, kept: Object, cipher: AESGCM | None = None) -> None:
        if kept.state != "ready":
            raise Damaged(f"{kept} was never finished")
        self.kept = kept
        self.size = kept.size
        self.segment_size = kept.segment_size
        self._count = layout.count(kept.size, kept.segment_size)
        self._bound = kept.place.bound
        self._cipher = cipher or keys.cipher_to_read(
            case_id=kept.case_id, programme_id=kept.programme_id, klass=kept.klass
        )
        self._store = store.objects()

    def between(self, start: int, end: int) -> Iterator[bytes]:
        """The plain bytes from `start` to before `end`, in pieces of at most a segment."""
        first = start // self.segment_size
        stop = layout.count(end, self.segment_size)
        for index in range(first, stop, _FETCHED_AT_ONCE):
            yield from self._some(index, min(index + _FETCHED_AT_ONCE, stop), start, end)

    def _some(self, first: int, stop: int, start: int, end: int) -> Iterator[bytes]:
        for index, plain in enumerate(self.segments(first, stop), first):
            begins = index * self.segment_size
            piece = plain[max(0, start - begins) : end - begins]
            if piece:
                yield piece

    def segments(self, first: int, stop: int) -> Iterator[bytes]:
        """The plain bytes of each segment from `first` to before `stop`, fetched at once."""
        stride = self.segment_size + layout.OVERHEAD
        stored = memoryview(self._fetch(first * stride, stop * stride))
        for index in range(first, stop):
            piece = stored[(index - first) * stride : (index - first + 1) * stride]
            try:
                yield layout.unseal(self._cipher, self._bound, index, index == self._count - 1, piece)
            except (InvalidTag, ValueError) as error:
                raise Damaged(f"segment {index} of {self.kept} is not what was stored there") from error

    def _fetch(self, start: int, stop: int) -> bytes:
        try:
            stored, whole = self._store.read(self.kept.store_key, start, stop)
        except FileNotFoundError as error:
            raise Damaged(f"the bytes of {self.kept} are missing") from error
        if whole != layout.sealed_size(self.size, self.segment_size):
            raise Damaged(f"the bytes of {self.kept} are cut or lengthened")
        return stored


class _File(io.RawIOBase):
    """An opened object as a raw file: reads end at segment borders, and the last segment read stays at
    hand."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._at = 0
        self._held: tuple[int, bytes] = (-1, b"")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        origin = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._opened.size}[whence]
        if origin + offset < 0:
            raise ValueError("negative seek position")
        self._at = origin + offset
        return self._at

    def readinto(self, into: WriteableBuffer) -> int:
        """Fill the buffer with what follows, at most to a segment's end; returns how many bytes, 0 at the end."""
        room = memoryview(into).cast("B")
        end = min(self._at + len(room), self._opened.size)
        if self._at >= end:
            return 0
        index, held = self._held
        segment_size = self._opened.segment_size
        if index != self._at // segment_size:
            return self._fill(room, self._at // segment_size, end)
        within = self._at - index * segment_size
        return self._put(room, held[within : within + len(room)])

    def _fill(self, room: memoryview, first: int, end: int) -> int:
        size = self._opened.segment_size
        stop = min(layout.count(end, size), first + _FETCHED_AT_ONCE)
        filled = 0
        for index, plain in enumerate(self._opened.segments(first, stop), first):
            self._held = (index, plain)
            filled += self._put(room[filled:], plain[self._at - index * size : end - index * size])
        return filled

    def _put(self, room: memoryview, piece: bytes) -> int:
        room[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)


def opened(objects: Sequence[Object]) -> list[Opened]:
    """Many objects, each with its key at hand, which is looked up once for all of the same case and class.

    For whoever sends many ranges of them within a moment: as with a stream, what was taken stays open. Raises as
    `Opened` does.
    """
    ciphers: dict[tuple[int, int, str], AESGCM] = {}
    found = []
    for kept in objects:
        owner = (kept.case_id, kept.programme_id, kept.klass)
        if owner not in ciphers:
            case_id, programme_id, klass = owner
            ciphers[owner] = keys.cipher_to_read(case_id=case_id, programme_id=programme_id, klass=klass)
        found.append(Opened(kept, ciphers[owner]))
    return found


def open(kept: Object) -> io.BufferedReader:
    """The object as a seekable binary file that opens segments as they are read. Raises as `Opened` does."""
    return io.BufferedReader(_File(Opened(kept)), buffer_size=kept.segment_size)


def stream(kept: Object, start: int = 0, end: int | None = None) -> Iterator[bytes]:
    """The bytes from `start` to before `end` (the end of the object when None), in pieces of at most a
    segment.

    Raises ValueError at once unless 0 <= start <= end <= size, and otherwise as `Opened` does.
    """
    stop = kept.size if end is None else end
    if not 0 <= start <= stop <= kept.size:
        raise ValueError("the range lies outside the object")
    return Opened(kept).between(start, stop)


def read(kept: Object) -> bytes:
    """All bytes of an object, for small ones. Raises as `Opened` does."""
    return b"".join(stream(kept))
