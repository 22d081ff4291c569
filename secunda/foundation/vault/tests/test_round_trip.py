"""What goes in comes out: whole, in ranges, as a file, with little memory."""

from __future__ import annotations

import hashlib
import io
import random
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secunda.foundation.vault import actions as vault
from secunda.foundation.vault.layout import OVERHEAD, sealed_size
from secunda.foundation.vault.models import SEGMENT_SIZE, Object

from .conftest import CASE, NOW, PROGRAMME, an_object, files, stored

BORDERS = [n * SEGMENT_SIZE + d for n in (0, 1, 2, 17) for d in (-1, 0, 1) if n * SEGMENT_SIZE + d >= 0]
SIZES = st.sampled_from(BORDERS) | st.integers(0, 4 * SEGMENT_SIZE)
again = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)


def content(size: int) -> bytes:
    return random.Random(size).randbytes(size)


def pieces(whole: bytes, sizes: list[int]) -> Iterator[bytes]:
    rest = memoryview(whole)
    for size in sizes:
        yield bytes(rest[:size])
        rest = rest[size:]
    yield bytes(rest)


def a_writer(limit: int = 10**9) -> vault.Writer:
    return vault.Writer(
        case_id=CASE,
        programme_id=PROGRAMME,
        klass="evidence",
        media_type="image/png",
        limit=limit,
        by_id=None,
        at=NOW,
    )


@again
@given(size=SIZES, cuts=st.lists(st.integers(0, 2 * SEGMENT_SIZE), max_size=6))
def test_any_size_in_any_pieces(folder: Path, size: int, cuts: list[int]) -> None:
    whole = content(size)
    with a_writer() as writer:
        for piece in pieces(whole, cuts):
            writer.write(piece)
        kept = writer.finish()
    assert (kept.size, kept.sha256) == (size, hashlib.sha256(whole).hexdigest())
    assert stored(folder, kept).stat().st_size == sealed_size(size, SEGMENT_SIZE)
    assert vault.read(Object.objects.get(pk=kept.pk)) == whole


@again
@given(size=SIZES, edges=st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_any_range_is_the_slice(folder: Path, size: int, edges: tuple[float, float]) -> None:
    whole, kept = content(size), an_object(content(size))
    start, end = sorted(round(edge * size) for edge in edges)
    assert b"".join(vault.stream(kept, start, end)) == whole[start:end]
    with vault.open(kept) as file:
        file.seek(start)
        assert file.read(end - start) == whole[start:end]


@pytest.mark.parametrize("size", BORDERS)
def test_every_border_meets_every_border(folder: Path, size: int) -> None:
    whole, kept = content(size), an_object(content(size))
    edges = [edge for edge in BORDERS if edge <= size]
    for start in edges:
        for end in (edge for edge in edges if edge >= start):
            assert b"".join(vault.stream(kept, start, end)) == whole[start:end]


@again
@given(steps=st.lists(st.tuples(st.integers(0, 2), st.integers(-70_000, 200_000), st.integers(0, 150_000))))
def test_the_file_reads_as_memory_does(folder: Path, steps: list[tuple[int, int, int]]) -> None:
    whole = content(5 * SEGMENT_SIZE + 77)
    like = io.BytesIO(whole)
    with vault.open(an_object(whole)) as file:
        for whence, offset, length in steps:
            origin = (0, like.tell(), len(whole))[whence]
            if origin + offset >= 0:
                assert file.seek(offset, whence) == like.seek(origin + offset)
            assert file.read(length) == like.read(length)
            assert file.tell() == like.tell()
        assert file.read() == like.read()


def test_the_file_refuses_a_place_before_its_beginning(folder: Path) -> None:
    with vault.open(an_object(b"abc")) as file, pytest.raises(ValueError, match="negative"):
        file.seek(-4, io.SEEK_END)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 1), (0, 4), (4, 4)])
def test_a_range_outside_is_refused_at_once(folder: Path, start: int, end: int) -> None:
    kept = an_object(b"abc")
    with pytest.raises(ValueError, match="outside"):
        vault.stream(kept, start, end)


def test_a_range_needs_only_its_own_segments(folder: Path) -> None:
    whole = content(5 * SEGMENT_SIZE)
    kept = an_object(whole)
    with stored(folder, kept).open("r+b") as file:
        file.write(b"\0" * (SEGMENT_SIZE + OVERHEAD))
    assert (
        b"".join(vault.stream(kept, SEGMENT_SIZE, 2 * SEGMENT_SIZE)) == whole[SEGMENT_SIZE : 2 * SEGMENT_SIZE]
    )
    with pytest.raises(vault.Damaged):
        list(vault.stream(kept, 0, 1))


def test_too_large_leaves_nothing_behind(folder: Path) -> None:
    with pytest.raises(vault.TooLarge, match="too large") as refusal:
        vault.write(
            case_id=CASE,
            programme_id=PROGRAMME,
            klass="evidence",
            media_type="text/plain",
            chunks=[b"x" * 100_000] * 3,
            limit=299_999,
            by_id=None,
            at=NOW,
        )
    assert refusal.value.code == "too_large"
    assert files(folder) == []
    assert not Object.objects.exists()


def test_exactly_the_limit_is_taken(folder: Path) -> None:
    with a_writer(limit=100_000) as writer:
        writer.write(b"x" * 100_000)
        assert writer.finish().size == 100_000


def test_a_source_that_fails_leaves_nothing_behind(folder: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"x" * 200_000
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        vault.write(
            case_id=CASE,
            programme_id=PROGRAMME,
            klass="evidence",
            media_type="text/plain",
            chunks=broken(),
            limit=10**6,
            by_id=None,
            at=NOW,
        )
    assert files(folder) == []


def test_an_aborted_writer_takes_no_more(folder: Path) -> None:
    writer = a_writer()
    writer.write(b"abc")
    writer.abort()
    writer.abort()
    with pytest.raises(ValueError, match="finished"):
        writer.write(b"d")
    with pytest.raises(ValueError, match="finished"):
        writer.finish()
    assert files(folder) == []


def test_what_a_file_is_may_be_learned_on_the_way(folder: Path) -> None:
    with a_writer() as writer:
        writer.write(b"%PDF-1.7")
        assert writer.size == 8
        writer.media_type = "application/pdf"
        kept = writer.finish()
    kept.refresh_from_db()
    assert (kept.media_type, kept.state, kept.version) == ("application/pdf", "ready", 1)


def test_only_an_aware_time_is_taken(folder: Path) -> None:
    with pytest.raises(ValueError, match="aware"):
        vault.Writer(
            case_id=CASE,
            programme_id=PROGRAMME,
            klass="evidence",
            media_type="image/png",
            limit=1,
            by_id=None,
            at=NOW.replace(tzinfo=None),
        )


def test_memory_stays_flat(folder: Path) -> None:
    """200 MB in and out within 6 MB of memory."""
    piece = random.Random(1).randbytes(1_000_000)
    tracemalloc.start()
    try:
        kept = vault.write(
            case_id=CASE,
            programme_id=PROGRAMME,
            klass="evidence",
            media_type="application/octet-stream",
            chunks=(piece for _ in range(200)),
            limit=10**9,
            by_id=None,
            at=NOW,
        )
        total = sum(len(part) for part in vault.stream(kept))
        with vault.open(kept) as file:
            while part := file.read(300_000):
                total += len(part)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert total == 400_000_000
    assert peak < 6_000_000
