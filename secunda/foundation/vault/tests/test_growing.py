"""An object that comes over many requests: the same bytes as in one go, whatever breaks off where."""

from __future__ import annotations

import hashlib
import os
import random
from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import Settings

from secunda.foundation.vault import actions as vault
from secunda.foundation.vault import sums
from secunda.foundation.vault.growing import MARKED_AFTER_BYTES
from secunda.foundation.vault.models import SEGMENT_SIZE, Object

from .conftest import CASE, NOW, PROGRAMME, files, see, stored

SIZES = [0, 1, SEGMENT_SIZE - 1, SEGMENT_SIZE, SEGMENT_SIZE + 1, 3 * SEGMENT_SIZE, 5 * SEGMENT_SIZE + 77]


def begun(size: int, *, case_id: int = CASE) -> vault.Growing:
    """An object of that size, begun."""
    return vault.begin(
        case_id=case_id, programme_id=PROGRAMME, klass="evidence", media_type="a/b", size=size, by_id=None, at=NOW
    )  # fmt: skip


def kept(content: bytes, come: int) -> Object:
    """An unfinished object of which `come` bytes are on the disk."""
    with begun(len(content)) as growing:
        growing.write(content[:come])
        growing.keep()
    return growing.object


def ready(public_id: UUID) -> Object:
    """The object as another process finds it."""
    return Object.objects.get(public_id=public_id)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("remembers", [True, False])
def test_pieces_over_many_requests_are_one_object(folder: Path, size: int, remembers: bool) -> None:
    chance = random.Random(size)
    content = chance.randbytes(size)
    one = kept(content, 0)
    at = 0
    while at < size:
        if not remembers:
            sums.forget(one.public_id)  # as after a restart
        step = chance.choice([1, 70, SEGMENT_SIZE - 1, SEGMENT_SIZE, 2 * SEGMENT_SIZE])
        with vault.resume(one) as growing:
            assert growing.offset == growing.marked == at
            growing.write(content[at : at + step][: size - at])
            growing.mark()
            at = growing.marked
        assert vault.offset_of(ready(one.public_id)) == at
    with vault.resume(one) as growing:
        growing.finish()
    whole = ready(one.public_id)
    assert (whole.state, whole.size, whole.sha256) == ("ready", size, hashlib.sha256(content).hexdigest())
    assert vault.read(whole) == content
    assert b"".join(vault.stream(whole, size // 3, size)) == content[size // 3 :]
    assert stored(folder, whole).stat().st_size == size + 28 * max(1, -(-size // SEGMENT_SIZE))


def test_what_was_not_marked_is_not_there_and_what_was_is(folder: Path) -> None:
    content = os.urandom(3 * SEGMENT_SIZE)
    one = kept(content, 1000)
    with vault.resume(one) as growing:
        growing.write(content[1000:])  # and the power fails
    assert vault.offset_of(one) == 1000
    with vault.resume(one) as growing, vault.marked(growing):
        growing.write(content[1000 : 2 * SEGMENT_SIZE])
    assert vault.offset_of(one) == 2 * SEGMENT_SIZE


def test_a_torn_mark_leaves_the_one_before(folder: Path) -> None:
    content = os.urandom(2 * SEGMENT_SIZE)
    one = kept(content, 500)
    with vault.resume(one) as growing:
        growing.write(content[500:900])
        growing.mark()
    path = stored(folder, one)
    end = 2 * (SEGMENT_SIZE + 28)
    newest = bytearray(path.read_bytes())
    newest[end + 100] ^= 1  # the second mark lies in the first slot again
    path.write_bytes(newest)
    assert vault.offset_of(one) == 500
    with vault.resume(one) as growing:
        growing.write(content[500:])
        growing.finish()
    assert vault.read(ready(one.public_id)) == content


def test_an_object_that_says_nothing_of_itself_is_damaged(folder: Path) -> None:
    one = kept(b"x" * 100, 50)
    stored(folder, one).write_bytes(b"")
    for ask in (vault.offset_of, vault.resume):
        with pytest.raises(vault.Damaged):
            ask(one)
    stored(folder, one).unlink()
    for ask in (vault.offset_of, vault.resume):
        with pytest.raises(vault.Damaged, match="missing"):
            ask(one)


def test_bytes_that_do_not_fit_their_sum_are_forgotten(folder: Path) -> None:
    content = os.urandom(SEGMENT_SIZE + 500)
    one = kept(content, 100)
    with vault.resume(one) as growing:
        growing.write(b"!" * SEGMENT_SIZE, marking=False)
        growing.rewind()
        assert growing.offset == 100
        growing.write(content[100:])
        growing.finish()
    assert ready(one.public_id).sha256 == hashlib.sha256(content).hexdigest()
    assert vault.read(ready(one.public_id)) == content


def test_more_than_was_announced_is_too_large(folder: Path) -> None:
    with begun(10) as growing, pytest.raises(vault.TooLarge):
        growing.write(b"x" * 11)


def test_nothing_is_finished_before_its_last_byte(folder: Path) -> None:
    one = kept(b"abc", 2)
    with vault.resume(one) as growing, pytest.raises(ValueError, match="not all bytes"):
        growing.finish()
    with pytest.raises(vault.Damaged, match="never finished"):
        vault.read(one)


def test_one_at_a_time_but_the_silent_give_way(folder: Path) -> None:
    content = os.urandom(1000)
    one = kept(content, 10)
    first = vault.resume(one)
    first.write(content[10:20])
    with pytest.raises(vault.Busy):
        vault.resume(one)
    with vault.resume(one, idle_after=0) as second:
        assert second.offset == 20
        with pytest.raises(vault.Busy):
            first.write(content[20:])
        first.close()
        second.write(content[20:])
        second.finish()
    assert vault.read(ready(one.public_id)) == content


def test_long_pieces_are_marked_while_they_come(folder: Path) -> None:
    some = bytes(MARKED_AFTER_BYTES // 4)
    one = kept(some * 8, 0)
    with vault.resume(one) as growing:
        for _ in range(5):
            growing.write(some)
        assert vault.offset_of(one) == growing.marked == MARKED_AFTER_BYTES


def test_given_up_leaves_nothing(folder: Path, django_capture_on_commit_callbacks: object) -> None:
    one = kept(b"abc", 2)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        vault.discard(one)
    assert not Object.objects.exists()
    assert files(folder) == []
    never_kept = begun(100)
    never_kept.write(b"abc")
    never_kept.drop()
    assert files(folder) == []


def test_no_plain_byte_lies_in_the_folder(folder: Path) -> None:
    content = b"a patient's own words " * 10_000
    kept(content, len(content) - 7)
    (path,) = files(folder)
    assert b"patient" not in path.read_bytes()


def test_a_sweep_spares_what_is_waited_for(folder: Path) -> None:
    one = kept(b"abc", 2)
    os.utime(stored(folder, one), (0, 0))
    assert vault.sweep(at=NOW) == 0
    assert vault.offset_of(one) == 2


def test_an_erased_case_takes_no_more_of_it(folder: Path) -> None:
    one = kept(b"abc", 2)
    vault.erase(case_id=CASE, klass="evidence", by_id=None, at=NOW, reason="withdrawn")
    for ask in (vault.resume, vault.offset_of):
        with pytest.raises(vault.Erased):
            ask(one)


def test_another_programme_finishes_nothing(folder: Path) -> None:
    one = kept(b"abc", 3)
    with vault.resume(one) as growing:
        see(8)
        with pytest.raises(vault.Erased):
            growing.finish()
    see(PROGRAMME)
    assert ready(one.public_id).state == "writing"


def test_a_bucket_takes_files_whole(settings: Settings, db: None) -> None:
    settings.VAULT_URL = "s3://bucket/prefix"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_REGION", "eu-central-1")
        assert not vault.grows()
        see(PROGRAMME)
        with pytest.raises(vault.WholeOnly):
            begun(10)
