"""Who uses a cluster: locks of the kernel, which are given back even when their holder is killed."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_held: dict[Path, int] = {}


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One start or stop of this cluster at a time, over all processes."""
    with open(folder.with_name(f".{folder.name}.lock"), "a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def hold(folder: Path) -> None:
    """Say, until `release` or the end of this process, that the cluster is used."""
    if folder not in _held:
        _held[folder] = _users(folder)
        fcntl.flock(_held[folder], fcntl.LOCK_SH)


def holds(folder: Path) -> bool:
    """Whether this process uses the cluster."""
    return folder in _held


def alone(folder: Path) -> bool:
    """Whether no other process uses the cluster at this moment."""
    trial = _users(folder)
    try:
        fcntl.flock(trial, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(trial)
    return True


def release(folder: Path) -> bool:
    """Withdraw our use; true if nobody else uses the cluster."""
    if folder in _held:
        os.close(_held.pop(folder))
    return alone(folder)


def _users(folder: Path) -> int:
    return os.open(folder.with_name(f".{folder.name}.users"), os.O_RDWR | os.O_CREAT, 0o644)
