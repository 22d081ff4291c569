"""One object that comes over many requests, perhaps days apart: sealed as it comes, going on where it stopped.

Only a store in a folder can do this. A bucket takes no bytes in place, and parts of a multipart upload there are at
least 5 MiB, belong to one unfinished upload that the service may abort, and cannot be read back to go on in the middle
of a segment: `grows()` says no, and files come whole, by `Writer`.
"""

from __future__ import annotations

import hashlib
import time
from threading import Lock, RLock
from types import TracebackType
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db import connection

from . import keys, store, sums
from .growing_file import GrowingFile, Mark
from .models import SEGMENT_SIZE, Object
from .refusals import Busy, Damaged, TooLarge, WholeOnly
from .writing import room

if TYPE_CHECKING:
    from hashlib import _Hash

MARKED_AFTER_BYTES = 32 * 1024 * 1024
MARKED_AFTER_SECONDS = 5.0

_lock = Lock()
_held: dict[UUID, Growing] = {}


def nudge(kept: Object, idle_after: float) -> None:
    """Have whoever of this process is at an object give way, if their line is dead. Raises Busy if it is not."""
    with _lock:
        holder = _held.get(kept.public_id)
    if holder is not None:
        holder.give_way(idle_after)


class Growing:
    """An object on its way, held by one request: `write` pieces of any size, `mark` what has come, `finish` at the end.

    As a `with` block it lets go at its end. `size` is what was announced; more raises TooLarge. After some
    silent seconds another request may take it over; then this one's `write` raises Busy. Any exception leaves what was
    marked.
    """

    def __init__(self, kept: Object, file: GrowingFile, last: Mark) -> None:
        self.object = kept
        self._file = file
        self._mutex = RLock()
        self._stopped = False
        self._mark, self._marked_sum = last, sums.recall(kept.public_id, last.offset)
        self.offset, self._next, self._begun = 0, 0, bytearray()
        self._sum: _Hash | None = None
        self._touched = self._marked_at = time.monotonic()
        self.rewind()
        with _lock:
            _held[kept.public_id] = self

    @property
    def size(self) -> int:
        """How many bytes it will have."""
        return self.object.size

    @property
    def marked(self) -> int:
        """How many bytes are on the disk, for good."""
        return self._mark.offset

    @property
    def is_whole(self) -> bool:
        """Whether the last byte is on the disk."""
        return self._mark.whole

    def keep(self) -> None:
        """Make the row of a new object, in the caller's transaction; what has come is on the disk before."""
        self.mark()
        folder().settle(self.object.store_key)
        self.object.save(force_insert=True)

    def write(self, piece: bytes, *, marking: bool = True) -> None:
        """Take the next bytes. They count once they are marked, which happens by itself now and then, if `marking`."""
        with self._mutex, room():
            self._require_held()
            if self.offset + len(piece) > self.size:
                raise TooLarge(self.size)
            self.offset += len(piece)
            self._touched = time.monotonic()
            if self._sum is not None:
                self._sum.update(piece)
            self._begun += piece
            self._put_full_segments()
            if marking and self._is_due():
                self.mark()

    def mark(self) -> None:
        """Bring everything that came to the disk. From then on `marked` is `offset`, whatever happens."""
        with self._mutex, room():
            self._require_held()
            if self.offset == self.size:
                self._put_last_segment()
                self._file.complete()
                self._mark = Mark(self._mark.number, self.size, b"", whole=True)
            elif self.offset != self.marked or self._mark.number == 0:
                mark = Mark(self._mark.number + 1, self.offset, bytes(self._begun))
                self._file.mark(mark)
                self._mark = mark
            self._marked_at = time.monotonic()
            self._marked_sum = self._sum.copy() if self._sum is not None else None

    def rewind(self) -> None:
        """Forget what came since the last mark."""
        with self._mutex:
            self._require_held()
            self._sum = self._marked_sum.copy() if self._marked_sum is not None else None
            self.offset = self._mark.offset
            self._begun = bytearray(self._mark.begun)
            full = self.offset // SEGMENT_SIZE
            self._next = self._file.count if self._mark.whole else full

    def finish(self) -> Object:
        """Make the object ready, in the caller's transaction, with its SHA-256. Nothing is written anew.

        The bytes are read once more when they came over several processes, for then nobody has their sum. Raises
        Erased, Damaged.
        """
        self.mark()
        if not self.is_whole:
            raise ValueError("not all bytes have come")
        keys.refuse_erased(self.object)
        self.object.sha256 = self._whole_sum().hexdigest()
        with connection.cursor() as cursor:
            row = (self.object.public_id, self.object.sha256, self.object.media_type)
            cursor.execute("select vault_finish(%s, %s, %s)", row)
            if cursor.fetchone() != (True,):
                raise Damaged(f"{self.object} is not there to be finished")
        self.object.state = "ready"
        return self.object

    def close(self) -> None:
        """Let go, whatever was not marked being lost. Harmless twice."""
        with self._mutex:
            if self._stopped:
                return
            self._stopped = True
            if self._marked_sum is not None:
                sums.remember(self.object.public_id, self.marked, self._marked_sum)
            self._file.close()
        with _lock:
            if _held.get(self.object.public_id) is self:
                del _held[self.object.public_id]

    def give_way(self, idle_after: float) -> None:
        """Let go if nothing came for so many seconds, marking what did; otherwise raises Busy."""
        if time.monotonic() - self._touched < idle_after:
            raise Busy
        with self._mutex:
            if not self._stopped:
                self.mark()
                self.close()

    def drop(self) -> None:
        """Leave nothing of an object that has no row."""
        self.close()
        sums.forget(self.object.public_id)
        store.objects().remove(self.object.store_key)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _require_held(self) -> None:
        if self._stopped:
            raise Busy

    def _is_due(self) -> bool:
        since = time.monotonic() - self._marked_at
        return self.offset - self.marked >= MARKED_AFTER_BYTES or since >= MARKED_AFTER_SECONDS

    def _put_full_segments(self) -> None:
        # The last segment is put by `mark`, when it is known to be the last.
        while len(self._begun) >= SEGMENT_SIZE and self._next < self._file.count - 1:
            self._put(SEGMENT_SIZE)

    def _put_last_segment(self) -> None:
        if self._next < self._file.count:
            self._put(len(self._begun))

    def _put(self, size: int) -> None:
        with memoryview(self._begun) as begun, begun[:size] as plain:
            self._file.put(self._next, plain)
        del self._begun[:size]
        self._next += 1

    def _whole_sum(self) -> _Hash:
        if self._sum is None:
            self._sum = hashlib.sha256()
            for index in range(self._file.count):
                self._sum.update(self._file.get(index))
        return self._sum


def folder() -> store.Folder:
    """The store, if it is a folder. Raises WholeOnly."""
    found = store.objects()
    if not isinstance(found, store.Folder):
        raise WholeOnly
    return found
