"""The store in a folder: full disks are said, names are random, a copy elsewhere is a copy."""

from __future__ import annotations

import hashlib
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import obstore
import pytest
from pytest_django import Settings

from secunda.foundation.vault import actions as vault
from secunda.foundation.vault import store
from secunda.foundation.vault.models import Object

from .conftest import CASE, NOW, PROGRAMME, an_object, files, stored


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """As on a full disk: a write beyond `size` fails."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_said_and_leaves_nothing(folder: Path) -> None:
    before = an_object(b"before")
    with pytest.raises(vault.NoRoom, match="no room"), no_file_longer_than(100_000):
        an_object(b"x" * 500_000)
    assert files(folder) == [stored(folder, before)]
    assert Object.objects.count() == 1
    assert vault.read(before) == b"before"


def test_another_fault_of_the_disk_is_not_hidden(folder: Path) -> None:
    folder.mkdir()
    (folder / "objects").write_text("a file where the folder should be")
    with pytest.raises(OSError, match=r"Not a directory|File exists"):
        an_object(b"abc")


def test_names_tell_nothing(folder: Path) -> None:
    kept = an_object(b"abc")
    assert stored(folder, kept).parent.parent.parent == folder
    for told in (str(CASE), kept.public_id.hex, kept.sha256):
        assert told not in str(stored(folder, kept))


@pytest.mark.parametrize("name", ["../../etc/passwd", "ab", "A" * 32, "0" * 31 + "/", ""])
def test_a_name_that_is_not_ours_is_no_path(folder: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a name"):
        store.Folder(folder).path(name)


def test_a_store_elsewhere_that_was_copied_opens(folder: Path, tmp_path: Path, settings: Settings) -> None:
    kept = an_object(b"abc")
    folder.rename(tmp_path / "moved here %")
    settings.VAULT_URL = f"file://{tmp_path}/moved%20here%20%25"
    assert vault.read(kept) == b"abc"


@pytest.fixture
def bucket(folder: Path, settings: Settings) -> store.Bucket:
    """An empty place in the bucket that SECUNDA_TEST_S3_URL names (credentials and endpoint in AWS_*)."""
    url = os.environ.get("SECUNDA_TEST_S3_URL")
    if not url:
        pytest.skip("SECUNDA_TEST_S3_URL is not set: no S3 service to test against")
    settings.VAULT_URL = f"{url.rstrip('/')}/{store.new_name()}"
    found = store.objects()
    assert isinstance(found, store.Bucket)
    return found


@pytest.mark.parametrize("size", [0, 1, 65_536, 65_537, 30_000_000])
def test_a_bucket_gives_back_what_it_got(bucket: store.Bucket, size: int) -> None:
    whole = os.urandom(size)
    kept = an_object(whole)
    assert hashlib.sha256(vault.read(kept)).hexdigest() == kept.sha256
    with vault.open(kept) as file:
        file.seek(size // 2)
        assert file.read(70_000) == whole[size // 2 : size // 2 + 70_000]
    assert [found.name for found in bucket.listing()] == [kept.store_key]


@pytest.mark.parametrize("limit", [100_000, 20_000_000])
def test_a_bucket_keeps_nothing_of_what_was_refused(bucket: store.Bucket, limit: int) -> None:
    with pytest.raises(vault.TooLarge):
        vault.write(
            case_id=CASE,
            programme_id=PROGRAMME,
            klass="evidence",
            media_type="a/b",
            chunks=[os.urandom(1_000_000)] * 25,
            limit=limit,
            by_id=None,
            at=NOW,
        )
    assert list(bucket.listing()) == []


def test_a_bucket_shows_damage(bucket: store.Bucket) -> None:
    kept = an_object(os.urandom(200_000))
    whole, _size = bucket.read(kept.store_key, 0, 10**6)
    for damaged in (whole[:-1], whole + b"x", whole[:70_000], b"", bytes(len(whole))):
        obstore.put(bucket.remote, kept.store_key, damaged)
        for start in (0, 199_000):
            with pytest.raises(vault.Damaged):
                list(vault.stream(kept, start, 200_000))
    bucket.remove(kept.store_key)
    bucket.remove(kept.store_key)
    with pytest.raises(vault.Damaged, match="missing"):
        vault.read(kept)


def test_a_bucket_is_swept_and_holds_the_ledger(bucket: store.Bucket) -> None:
    kept = an_object(b"kept", case_id=CASE + 1)
    an_object(b"gone")
    vault.erase(case_id=CASE, klass="evidence", by_id=None, at=NOW, reason="withdrawn")
    in_a_week = NOW.replace(year=2100)
    assert vault.sweep(at=in_a_week) == 1
    assert [found.name for found in bucket.listing()] == [kept.store_key]
    assert len(list(store.ledger().listing())) == 1
    assert vault.replay_erasures() == 0
