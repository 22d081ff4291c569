"""SHA-256 sums of unfinished objects, kept in this process between requests: a sum cannot be written down half-way.

What is not remembered costs one more reading of the bytes, when the object is finished.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from hashlib import _Hash

_REMEMBERED = 512

_lock = Lock()
_sums: OrderedDict[UUID, tuple[int, _Hash]] = OrderedDict()


def recall(public_id: UUID, offset: int) -> _Hash | None:
    """The sum of the first `offset` bytes of an object, if this process has it; it is no longer remembered."""
    with _lock:
        known = _sums.pop(public_id, None)
    if offset == 0:
        return hashlib.sha256()
    return known[1] if known is not None and known[0] == offset else None


def remember(public_id: UUID, offset: int, so_far: _Hash) -> None:
    """Keep the sum of the first `offset` bytes for the next request."""
    with _lock:
        _sums[public_id] = (offset, so_far)
        while len(_sums) > _REMEMBERED:
            _sums.popitem(last=False)


def forget(public_id: UUID) -> None:
    """Nobody will ask for this object's sum again."""
    with _lock:
        _sums.pop(public_id, None)
