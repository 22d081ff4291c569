"""Streams between a file and its parser."""

import io
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO, cast

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BUFFER_BYTES = 64 * 1024


class RangeStream(io.RawIOBase):
    """A readable, seekable stream over `read_at(offset, length)`, `size` bytes long.

    It keeps the first failure of the source, so that a broken disk or vault is never mistaken for a broken file:
    parsers swallow or rename what is raised while they read.
    """

    name = ""  # pydicom asks for one

    def __init__(self, read_at: Callable[[int, int], bytes], size: int) -> None:
        super().__init__()
        self._read_at = read_at
        self._size = size
        self._position = 0
        self.failure: Exception | None = None

    def buffered(self, size: int = BUFFER_BYTES) -> BinaryIO:
        """This stream behind a buffer: parsers read a few bytes at a time."""
        return cast(BinaryIO, io.BufferedReader(self, size))

    def readable(self) -> bool:
        """Always true: there is nothing else to do with it."""
        return True

    def seekable(self) -> bool:
        """Always true: PDF and DICOM are read by place."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Moves to `offset` from the start, from here or from the end; returns the place."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise ValueError("before the start")
        self._position = base + offset
        return self._position

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes from here, all the rest for -1."""
        left = max(self._size - self._position, 0)
        try:
            found = self._read_at(self._position, left if size < 0 else min(size, left))
        except Exception as failure:
            self.failure = self.failure or failure
            raise
        self._position += len(found)
        return found

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Fills `buffer` as far as there are bytes; returns how many."""
        into = memoryview(buffer)
        found = self.read(len(into))
        into[: len(found)] = found
        return len(found)


def ranges_of(stream: BinaryIO) -> Callable[[int, int], bytes]:
    """`read_at(offset, length)` over a seekable stream."""

    def read_at(offset: int, length: int) -> bytes:
        stream.seek(offset)
        return stream.read(length)

    return read_at
