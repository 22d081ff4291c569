"""Putting bytes into the vault: streamed, sealed segment by segment, durable before anybody is told."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from types import TracebackType
from typing import Self

from django.utils import timezone

from . import keys, layout, store
from .models import SEGMENT_SIZE, Klass, Object
from .refusals import NoRoom, TooLarge

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Writer:
    """Takes the bytes of one file as they come, in pieces of any size, and holds at most one segment of them.

    `write(piece)` until `finish()`, or `abort()`; as a `with` block it aborts when left unfinished.
    `media_type` may be set until `finish`, for what a file is may be known only after its first bytes. Any
    exception from `write` or `finish` has already aborted. Raises Erased at once, TooLarge as soon as more
    than `limit` bytes came, NoRoom.
    """

    def __init__(
        self,
        *,
        case_id: int,
        programme_id: int,
        klass: Klass,
        media_type: str,
        limit: int,
        by_id: int | None,
        at: datetime,
    ) -> None:
        if timezone.is_naive(at):
            raise ValueError("at must be aware")
        self.media_type = media_type
        self.limit = limit
        self._object = Object(
            case_id=case_id,
            programme_id=programme_id,
            klass=klass,
            size=0,
            store_key=store.new_name(),
            created_at=at,
            created_by_id=by_id,
        )
        self._cipher = keys.cipher_to_write(case_id=case_id, programme_id=programme_id, klass=klass, at=at)
        self._bound = self._object.place.bound
        self._sha256 = hashlib.sha256()
        self._pending = bytearray()
        self._sealed = 0
        self._closed = False
        with room():
            self._sink = store.objects().create(self._object.store_key)

    @property
    def size(self) -> int:
        """How many bytes have come so far."""
        return self._object.size

    def write(self, piece: bytes) -> None:
        """Take the next bytes."""
        if self._closed:
            raise ValueError("this writer is finished")
        with self._or_abort():
            self._object.size += len(piece)
            if self._object.size > self.limit:
                raise TooLarge(self.limit)
            self._sha256.update(piece)
            self._pending += piece
            # The last segment is marked as such, so a full one waits until more has come.
            while len(self._pending) > SEGMENT_SIZE:
                self._seal(last=False)

    def finish(self) -> Object:
        """Make the bytes durable, then make the object's row in the caller's transaction, and return it.

        If that transaction is rolled back the bytes are an orphan, which nothing reaches and `sweep` removes.
        """
        if self._closed:
            raise ValueError("this writer is finished")
        with self._or_abort():
            self._seal(last=True)
            self._sink.keep()
            self._object.media_type = self.media_type
            self._object.sha256 = self._sha256.hexdigest()
            keys.refuse_erased(self._object)
            self._object.save(force_insert=True)
            self._closed = True
        return self._object

    def abort(self) -> None:
        """Leave nothing behind. Harmless when finished or aborted already."""
        if not self._closed:
            self._closed = True
            self._sink.drop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.abort()

    def _seal(self, *, last: bool) -> None:
        with memoryview(self._pending) as pending, pending[:SEGMENT_SIZE] as plain:
            self._sink.write(layout.seal(self._cipher, self._bound, self._sealed, last, plain))
        del self._pending[:SEGMENT_SIZE]
        self._sealed += 1

    @contextmanager
    def _or_abort(self) -> Iterator[None]:
        try:
            with room():
                yield
        except BaseException:
            self.abort()
            raise


def write(
    *,
    case_id: int,
    programme_id: int,
    klass: Klass,
    media_type: str,
    chunks: Iterable[bytes],
    limit: int,
    by_id: int | None,
    at: datetime,
) -> Object:
    """Store the bytes that `chunks` yields, at most `limit`. Raises as `Writer`; then nothing is kept."""
    with Writer(
        case_id=case_id,
        programme_id=programme_id,
        klass=klass,
        media_type=media_type,
        limit=limit,
        by_id=by_id,
        at=at,
    ) as writer:
        for chunk in chunks:
            writer.write(chunk)
        return writer.finish()


@contextmanager
def room() -> Iterator[None]:
    """Say NoRoom when the disk is full."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise NoRoom from error
        raise
