"""Beginning an object that comes over many requests, going on with it, asking how far it is, giving it up."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from . import keys, store, sums
from .growing import Growing, folder, nudge
from .growing_file import GrowingFile, Mark, newest_mark
from .models import Klass, Object
from .refusals import Busy, Damaged
from .writing import room

IDLE_SECONDS = 10.0


def grows() -> bool:
    """Whether the store of this deployment can take an object piece by piece over many requests."""
    return isinstance(store.objects(), store.Folder)


def begin(
    *,
    case_id: int,
    programme_id: int,
    klass: Klass,
    media_type: str,
    size: int,
    by_id: int | None,
    at: datetime,
) -> Growing:
    """Begin an object of `size` bytes that may come over many requests; `keep` makes its row. Raises Erased, NoRoom,
    WholeOnly."""
    if timezone.is_naive(at):
        raise ValueError("at must be aware")
    begun = Object(
        case_id=case_id, programme_id=programme_id, klass=klass, media_type=media_type, size=size, state="writing",
        store_key=store.new_name(), created_at=at, created_by_id=by_id,
    )  # fmt: skip
    cipher = keys.cipher_to_write(case_id=case_id, programme_id=programme_id, klass=klass, at=at)
    with room():
        path = folder().make(begun.store_key)
        file = GrowingFile(path, cipher=cipher, bound=begun.place.bound, size=size, new=True)
    return Growing(begun, file, Mark(number=0, offset=0, begun=b""))


def resume(kept: Object, *, idle_after: float = IDLE_SECONDS) -> Growing:
    """Go on with an object that is not whole, at `offset`. Raises Busy while somebody else is at it, and Damaged.

    Whoever of this process is at it, and got nothing for `idle_after` seconds, gives way: their line is dead.
    """
    nudge(kept, idle_after)
    cipher = keys.cipher_to_read(case_id=kept.case_id, programme_id=kept.programme_id, klass=kept.klass)
    try:
        path = folder().path(kept.store_key)
        file = GrowingFile(path, cipher=cipher, bound=kept.place.bound, size=kept.size)
    except FileNotFoundError as error:
        raise Damaged(f"the bytes of {kept} are missing") from error
    try:
        return Growing(kept, file, file.last_mark())
    except BaseException:
        file.close()
        raise


def offset_of(kept: Object) -> int:
    """How many bytes of an object are on the disk, for good. Raises Damaged."""
    if kept.state == "ready":
        return kept.size
    with suppress(Busy):
        nudge(kept, IDLE_SECONDS)
    cipher = keys.cipher_to_read(case_id=kept.case_id, programme_id=kept.programme_id, klass=kept.klass)
    try:
        fd = os.open(folder().path(kept.store_key), os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError as error:
        raise Damaged(f"the bytes of {kept} are missing") from error
    try:
        os.fdatasync(fd)  # a mark that another process is just writing
        return newest_mark(fd, cipher=cipher, bound=kept.place.bound, size=kept.size).offset
    finally:
        os.close(fd)


def discard(kept: Object) -> None:
    """Take away an object that is not whole: its row in the caller's transaction, its bytes after it."""
    if kept.state == "ready":
        raise ValueError("a whole object is not discarded")
    files, name = store.objects(), kept.store_key
    kept.delete()
    sums.forget(kept.public_id)
    transaction.on_commit(lambda: files.remove(name), robust=True)


@contextmanager
def marked(growing: Growing) -> Iterator[Growing]:
    """Mark what came when the block ends, also by an exception: what came of a broken request is not lost."""
    try:
        yield growing
    finally:
        growing.mark()
