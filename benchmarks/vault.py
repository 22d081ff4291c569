"""Storing and reading in the vault, against the same work done by hand: no vault, no database, one cipher.

Both sides run by turns on the same disk and the same random file, and the median of their runs counts. By hand means:
read, SHA-256, AES-256-GCM in pieces of 64 KiB, write, and the fsync that the vault may not leave out. A range is a
random segment of 64 KiB: from an opened object, and from nothing (look the key up, unwrap it, open, read).
"""

from __future__ import annotations

import hashlib
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import django
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from benchmarks import Figure, main
from secunda.project.tests import database

if TYPE_CHECKING:
    from secunda.foundation.vault.models import Object

SIZE = 256 * 1024 * 1024
PIECE = 64 * 1024
SEALED = PIECE + 28
RUNS = 5
RANGES = 2000
SEED = 7

cipher = AESGCM(AESGCM.generate_key(256))


def measure() -> list[Figure]:
    """Every figure, on a database and files that are gone afterwards."""
    database.make()
    try:
        django.setup()
        with TemporaryDirectory(dir=database.TOP) as folder, _a_vault_in(Path(folder)):
            source, sealed = Path(folder) / "source", Path(folder) / "sealed"
            source.write_bytes(os.urandom(SIZE))
            return [*_writing(source, sealed), *_reading(_store(source), sealed)]
    finally:
        database.pytest_unconfigure()


def _writing(source: Path, sealed: Path) -> list[Figure]:
    ours, durable, hasty = _megabytes_a_second(
        lambda: _store(source),
        lambda: _seal_by_hand(source, sealed, durable=True),
        lambda: _seal_by_hand(source, sealed, durable=False),
    )
    return [
        Figure.of("store", ours, durable, "by hand, fsync", "MB/s"),
        Figure.of("store", ours, hasty, "by hand, no fsync", "MB/s"),
    ]


def _reading(kept: Object, sealed: Path) -> list[Figure]:
    from secunda.foundation.vault import actions as vault

    ours, by_hand = _megabytes_a_second(
        lambda: _exhaust(vault.stream(kept)), lambda: _exhaust(_open_by_hand(sealed))
    )
    with vault.open(kept) as file, sealed.open("rb") as raw:
        opened, anew, piece = _microseconds(
            lambda at: file.seek(at) and file.read(PIECE),
            lambda at: b"".join(vault.stream(kept, at, at + PIECE)),
            lambda at: _unseal(os.pread(raw.fileno(), SEALED, at // PIECE * SEALED)),
        )
    return [
        Figure.of("read", ours, by_hand, "by hand", "MB/s"),
        Figure.of("range of 64 KiB, opened", opened, piece, "pread, one AES-GCM", "µs"),
        Figure.of("range of 64 KiB, from nothing", anew, piece, "pread, one AES-GCM", "µs"),
    ]


def _store(source: Path) -> Object:
    from secunda.foundation.vault import actions as vault

    return vault.write(
        case_id=2**60,
        programme_id=2**60,
        klass="evidence",
        media_type="application/octet-stream",
        chunks=_pieces(source, PIECE),
        limit=SIZE,
        by_id=None,
        at=datetime.now(UTC),
    )


def _seal_by_hand(source: Path, sealed: Path, *, durable: bool) -> None:
    total = hashlib.sha256()
    with sealed.open("wb", buffering=0) as file:
        for piece in _pieces(source, PIECE):
            total.update(piece)
            nonce = os.urandom(12)
            file.write(nonce + cipher.encrypt(nonce, piece, None))
        if durable:
            os.fsync(file.fileno())


def _open_by_hand(sealed: Path) -> Iterator[bytes]:
    for piece in _pieces(sealed, SEALED):
        yield _unseal(piece)


def _unseal(piece: bytes) -> bytes:
    return cipher.decrypt(piece[:12], piece[12:], None)


def _pieces(path: Path, size: int) -> Iterator[bytes]:
    with path.open("rb", buffering=0) as file:
        while piece := file.read(size):
            yield piece


def _exhaust(pieces: Iterator[bytes]) -> None:
    for _ in pieces:
        pass


def _megabytes_a_second(*ways: Callable[[], object]) -> list[float]:
    runs = [[_seconds(way) for way in ways] for _ in range(RUNS)]
    return [SIZE / 1e6 / statistics.median(times) for times in zip(*runs, strict=True)]


def _microseconds(*ways: Callable[[int], object]) -> list[float]:
    chance = random.Random(SEED)
    times: list[list[float]] = [[] for _ in ways]
    for _ in range(RANGES):
        at = chance.randrange(1, SIZE // PIECE - 1) * PIECE
        for way, taken in zip(ways, times, strict=True):
            begun = time.perf_counter()
            way(at)
            taken.append(time.perf_counter() - begun)
    return [1e6 * statistics.median(taken) for taken in times]


def _seconds(way: Callable[[], object]) -> float:
    os.sync()
    begun = time.perf_counter()
    way()
    return time.perf_counter() - begun


@contextmanager
def _a_vault_in(folder: Path) -> Iterator[None]:
    """A store in `folder`, with keys and rows that are rolled back."""
    from django.db import connection, transaction
    from django.test.utils import override_settings

    keys = {"VAULT_MASTER_KEYS": {"bench": os.urandom(32)}, "VAULT_MASTER_KEY_ID": "bench"}
    with override_settings(VAULT_URL=f"file://{folder}/vault", **keys), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select set_config('app.programme_id', %s, true)", [str(2**60)])
        yield
        transaction.set_rollback(True)


if __name__ == "__main__":
    main(measure, __doc__ or "")
