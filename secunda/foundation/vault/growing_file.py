"""The file of an object that is not whole yet: its segments in their final places, and behind them how far it is.

The length is known from the start, so each segment is sealed for its place at once (`layout`), and finishing moves
nothing. What has come of a segment that is not full yet lies, sealed, in one of two *marks* behind the place of the
last segment, with the offset it brings the object to:

    length u32 | nonce (12 bytes) | sealed: number u64, offset u64, the begun segment's bytes | tag (16)

Marks are written in turn, each after the segments it counts are on the disk; the one with the higher number that opens
is true. So a power cut at any moment leaves the last mark that was made. A whole object has no marks: its file is cut
behind its last segment, and is from then on what `reading` opens. Until then the file is sparse.
"""

from __future__ import annotations

import fcntl
import os
import struct
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from . import layout
from .models import SEGMENT_SIZE
from .refusals import Busy, Damaged

STRIDE = SEGMENT_SIZE + layout.OVERHEAD
_MARK_STRIDE = 72 * 1024
_MARKS = 2
_LENGTH = struct.Struct(">I")
_COUNTED = struct.Struct(">QQ")
_MAGIC = b"secunda.vault.1.mark\0"


@dataclass(frozen=True)
class Mark:
    """How far an object is on the disk: `offset` plain bytes, of which `begun` are not in a full segment yet."""

    number: int
    offset: int
    begun: bytes
    whole: bool = False


class GrowingFile:
    """An open file of an object that grows to `size` plain bytes. Nobody else has it open to write."""

    def __init__(self, path: Path, *, cipher: AESGCM, bound: bytes, size: int, new: bool = False) -> None:
        self.size = size
        self.count = layout.count(size, SEGMENT_SIZE)
        self._cipher, self._bound = cipher, bound
        self._end = layout.sealed_size(size, SEGMENT_SIZE)
        flags = os.O_RDWR | os.O_CLOEXEC | (os.O_CREAT | os.O_EXCL if new else 0)
        self._fd = os.open(path, flags, 0o600)
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self.close()
            raise Busy from error

    def put(self, index: int, plain: bytes | memoryview) -> None:
        """Write a full segment, or the last one, into its place."""
        sealed = layout.seal(self._cipher, self._bound, index, index == self.count - 1, plain)
        self._write(sealed, index * STRIDE)

    def get(self, index: int) -> bytes:
        """The plain bytes of a written segment. Raises Damaged."""
        stored = os.pread(
            self._fd, STRIDE if index < self.count - 1 else self._end - index * STRIDE, index * STRIDE
        )
        try:
            return layout.unseal(self._cipher, self._bound, index, index == self.count - 1, stored)
        except (InvalidTag, ValueError) as error:
            raise Damaged(f"segment {index} of an unfinished object is not what was stored there") from error

    def mark(self, mark: Mark) -> None:
        """Bring what was put to the disk, then the mark that counts it."""
        os.fdatasync(self._fd)
        nonce = os.urandom(layout.NONCE)
        plain = _COUNTED.pack(mark.number, mark.offset) + mark.begun
        sealed = nonce + self._cipher.encrypt(nonce, plain, _MAGIC + self._bound)
        self._write(_LENGTH.pack(len(sealed)) + sealed, self._end + mark.number % _MARKS * _MARK_STRIDE)
        os.fdatasync(self._fd)

    def complete(self) -> None:
        """Bring the last segments to the disk and cut the marks off."""
        os.fdatasync(self._fd)
        if os.fstat(self._fd).st_size != self._end:
            os.ftruncate(self._fd, self._end)
            os.fsync(self._fd)

    def last_mark(self) -> Mark:
        """The mark that is true. Raises Damaged when none opens."""
        return newest_mark(self._fd, cipher=self._cipher, bound=self._bound, size=self.size)

    def close(self) -> None:
        """Let go of the file, and of its lock."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def _write(self, stored: bytes, at: int) -> None:
        rest = memoryview(stored)
        while rest:
            written = os.pwrite(self._fd, rest, at)
            rest, at = rest[written:], at + written


def newest_mark(fd: int, *, cipher: AESGCM, bound: bytes, size: int) -> Mark:
    """How far the object in an open file is; of a whole one, its size. Raises Damaged when nothing says it."""
    end = layout.sealed_size(size, SEGMENT_SIZE)
    if os.fstat(fd).st_size == end:
        return Mark(number=0, offset=size, begun=b"", whole=True)
    found = [_open_mark(fd, end + slot * _MARK_STRIDE, cipher, bound) for slot in range(_MARKS)]
    marks = [mark for mark in found if mark is not None]
    if not marks:
        raise Damaged("an unfinished object does not say how far it is")
    return max(marks, key=lambda mark: mark.number)


def _open_mark(fd: int, at: int, cipher: AESGCM, bound: bytes) -> Mark | None:
    stored = os.pread(fd, _MARK_STRIDE, at)
    if len(stored) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack_from(stored)
    sealed = stored[_LENGTH.size : _LENGTH.size + length]
    try:
        plain = cipher.decrypt(sealed[: layout.NONCE], sealed[layout.NONCE :], _MAGIC + bound)
    except (InvalidTag, ValueError):
        return None  # torn by a power cut, or never written
    number, offset = _COUNTED.unpack_from(plain)
    return Mark(number=number, offset=offset, begun=plain[_COUNTED.size :])
