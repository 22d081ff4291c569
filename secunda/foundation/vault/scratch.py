"""A path for tools that cannot read from a file object: memory of this process and its children, never a
disk.

The path is a sealed `memfd` (Linux): no name in any folder, not writable, gone with the `with` block or the
process, so there is nothing to wipe after a crash. What is open at one time is bounded for the whole process
by `settings.VAULT_SCRATCH_LIMIT` bytes (1 GiB unless set). Swap must be off or encrypted, as for all memory.
"""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from django.conf import settings

from . import reading
from .models import Object
from .refusals import TooLargeForScratch

_DEFAULT_LIMIT = 1024**3
_lock = Lock()
_held = 0


@contextmanager
def scratch(kept: Object) -> Iterator[Path]:
    """A read-only path with the plain bytes of an object, for this process and its children, inside the
    block.

    Raises TooLargeForScratch beyond the bound, and otherwise as `open` does.
    """
    with _set_aside(kept.size), _memory_file(kept) as fd:
        yield Path(f"/proc/{os.getpid()}/fd/{fd}")


@contextmanager
def _set_aside(size: int) -> Iterator[None]:
    global _held
    limit = getattr(settings, "VAULT_SCRATCH_LIMIT", _DEFAULT_LIMIT)
    with _lock:
        if sys.platform != "linux" or _held + size > limit:
            raise TooLargeForScratch(limit)
        _held += size
    try:
        yield
    finally:
        with _lock:
            _held -= size


@contextmanager
def _memory_file(kept: Object) -> Iterator[int]:
    fd = os.memfd_create("scratch", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    try:
        for piece in reading.stream(kept):
            _write_all(fd, piece)
        seals = fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_WRITE | fcntl.F_SEAL_SEAL
        fcntl.fcntl(fd, fcntl.F_ADD_SEALS, seals)
        yield fd
    finally:
        os.close(fd)


def _write_all(fd: int, piece: bytes) -> None:
    rest = memoryview(piece)
    while rest:
        rest = rest[os.write(fd, rest) :]
