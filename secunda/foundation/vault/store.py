"""Where sealed bytes lie: a local folder, or a bucket. Names are 32 random hex digits and tell nothing.

The folder is written here and not through obstore's `LocalStore`, which neither fsyncs what it writes nor
lists what a killed process left behind. A bucket goes through obstore, credentials and endpoint from the
environment (`AWS_*`).
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

import obstore
from django.conf import settings
from obstore.exceptions import BaseError
from obstore.store import ObjectStore, from_url

_PART = ".part"
_OURS = re.compile(r"[0-9a-f]{32}(\.part)?")
_BUCKET_PART = 8 * 1024 * 1024
_BUCKET_PARTS_AT_ONCE = 4


@dataclass(frozen=True)
class Stored:
    """A file found in a store: its name, and when it was last written."""

    name: str
    written_at: datetime

    @property
    def whole(self) -> bool:
        """Whether it was kept; otherwise it is what a killed write left behind."""
        return not self.name.endswith(_PART)


class Sink(Protocol):
    """A file being written. It is there for readers only after `keep`."""

    def write(self, sealed: bytes) -> None:
        """Add bytes. Raises OSError."""

    def keep(self) -> None:
        """Make it whole, durable and readable under its name."""

    def drop(self) -> None:
        """Leave nothing of it behind."""


class Store(Protocol):
    """A flat place of immutable files."""

    def create(self, name: str) -> Sink:
        """Begin a file."""

    def read(self, name: str, start: int, stop: int) -> tuple[bytes, int]:
        """Bytes `start` to `stop` (fewer at the end) and the file's whole size. Raises FileNotFoundError."""

    def remove(self, name: str) -> None:
        """Remove a file, or do nothing if there is none."""

    def listing(self) -> Iterator[Stored]:
        """Every file of ours, whole or left over from a killed write."""


def new_name() -> str:
    """A random file name: 128 bits as 32 hex digits."""
    return secrets.token_hex(16)


def objects() -> Store:
    """The store of objects, as `settings.VAULT_URL` says (`file:///folder` or `s3://bucket/prefix`)."""
    return _store("objects")


def ledger() -> Store:
    """The store of the ledger's copies, beside the objects."""
    return _store("erasures")


def _store(section: str) -> Store:
    url = urlsplit(settings.VAULT_URL)
    if url.scheme == "file":
        return Folder(Path(unquote(url.path)) / section)
    return _bucket(f"{settings.VAULT_URL.rstrip('/')}/{section}")


class Folder:
    """A store in a local folder: `ab/abcdef…`, mode 0600, folders 0700."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, name: str) -> Path:
        """Where the file of that name lies."""
        if not _OURS.fullmatch(name):
            raise ValueError("not a name of a stored file")
        return self.root / name[:2] / name

    def create(self, name: str) -> FolderSink:
        """Begin a file, under a passing name beside its place."""
        return FolderSink(self.path(name))

    def make(self, name: str) -> Path:
        """Where a file of that name is to be written in place; its folder is there."""
        path = self.path(name)
        _make_folder(path.parent)
        return path

    def settle(self, name: str) -> None:
        """The name of a file that was written in place reaches the disk; its bytes have."""
        _sync_folder(self.path(name).parent)

    def read(self, name: str, start: int, stop: int) -> tuple[bytes, int]:
        """See `Store.read`."""
        fd = os.open(self.path(name), os.O_RDONLY | os.O_CLOEXEC)
        try:
            return os.pread(fd, stop - start, start), os.fstat(fd).st_size
        finally:
            os.close(fd)

    def remove(self, name: str) -> None:
        """See `Store.remove`."""
        self.path(name).unlink(missing_ok=True)

    def listing(self) -> Iterator[Stored]:
        """See `Store.listing`."""
        for folder in sorted(self.root.glob("[0-9a-f][0-9a-f]")):
            with os.scandir(folder) as entries:
                for entry in entries:
                    if _OURS.fullmatch(entry.name) and entry.name.startswith(folder.name):
                        yield Stored(entry.name, datetime.fromtimestamp(entry.stat().st_mtime, UTC))


class FolderSink:
    """A file on its way into a folder: written aside, fsynced, renamed, its folder fsynced."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._part = path.with_name(path.name[:2] + new_name()[2:] + _PART)
        _make_folder(path.parent)
        self._fd = os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)

    def write(self, sealed: bytes) -> None:
        """Add bytes, all of them."""
        rest = memoryview(sealed)
        while rest:
            rest = rest[os.write(self._fd, rest) :]

    def keep(self) -> None:
        """Bytes, then name, then folder reach the disk, in this order; only then this returns."""
        os.fsync(self._fd)
        self._close()
        os.rename(self._part, self._path)
        _sync_folder(self._path.parent)
        _sync_folder(self._path.parent.parent)

    def drop(self) -> None:
        """Remove what was written, whether it has its name already or not."""
        self._close()
        self._part.unlink(missing_ok=True)
        self._path.unlink(missing_ok=True)

    def _close(self) -> None:
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


class Bucket:
    """A store in a bucket. A put that the service acknowledged is durable and seen whole or not at all."""

    def __init__(self, remote: ObjectStore) -> None:
        self.remote = remote

    def create(self, name: str) -> BucketSink:
        """Begin a file; large ones go up in parts while they are written."""
        return BucketSink(self.remote, name)

    def read(self, name: str, start: int, stop: int) -> tuple[bytes, int]:
        """See `Store.read`; one request, unless the file is shorter than `start`."""
        try:
            found = obstore.get(self.remote, name, options={"range": (start, stop)})
            return bytes(found.bytes()), found.meta["size"]
        except FileNotFoundError:
            raise
        except BaseError:
            size = obstore.head(self.remote, name)["size"]
            if size > start:
                raise
            return b"", size

    def remove(self, name: str) -> None:
        """See `Store.remove`."""
        try:
            obstore.delete(self.remote, name)
        except FileNotFoundError:
            return

    def listing(self) -> Iterator[Stored]:
        """See `Store.listing`."""
        for batch in obstore.list(self.remote):
            for meta in batch:
                if _OURS.fullmatch(meta["path"]):
                    yield Stored(meta["path"], meta["last_modified"])


class BucketSink:
    """A file on its way into a bucket."""

    def __init__(self, remote: ObjectStore, name: str) -> None:
        self._remote, self._name = remote, name
        self._file = obstore.open_writer(
            remote, name, buffer_size=_BUCKET_PART, max_concurrency=_BUCKET_PARTS_AT_ONCE
        )

    def write(self, sealed: bytes) -> None:
        """Add bytes."""
        self._file.write(sealed)

    def keep(self) -> None:
        """Send the rest; the file appears whole."""
        self._file.close()

    def drop(self) -> None:
        """Complete the upload and remove it: obstore aborts none, and one left open is paid for unseen."""
        with suppress(BaseError):
            if not self._file.closed():
                self._file.close()
            obstore.delete(self._remote, self._name)


@cache
def _bucket(url: str) -> Bucket:
    return Bucket(from_url(url))


def _make_folder(folder: Path) -> None:
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
