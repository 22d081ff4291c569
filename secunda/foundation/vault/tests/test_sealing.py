"""A segment opens in its own place and nowhere else, and no nonce is used twice."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection

from secunda.foundation.vault import actions as vault
from secunda.foundation.vault import layout
from secunda.foundation.vault.models import SEGMENT_SIZE, Erasure, Key, Object

from .conftest import CASE, NOW, PROGRAMME, an_object, files, stored

STRIDE = SEGMENT_SIZE + layout.OVERHEAD
CANARY = b"Ana Canary, ductal carcinoma, left"


def test_no_nonce_in_a_hundred_thousand_repeats() -> None:
    cipher = AESGCM(AESGCM.generate_key(256))
    nonces = {layout.seal(cipher, b"", index, False, b"")[: layout.NONCE] for index in range(100_000)}
    assert len(nonces) == 100_000


@pytest.mark.parametrize(
    "change",
    [{"case_id": 2}, {"public_id": uuid4()}, {"version": 2}, {"klass": "opinion"}],
    ids=lambda change: next(iter(change)),
)
def test_a_segment_is_bound_to_its_object(change: dict[str, object]) -> None:
    facts = {"case_id": 1, "public_id": uuid4(), "version": 1, "klass": "evidence"}
    cipher = AESGCM(AESGCM.generate_key(256))
    sealed = layout.seal(cipher, layout.Place(**facts).bound, 0, True, b"abc")  # type: ignore[arg-type]
    with pytest.raises(InvalidTag):
        layout.unseal(cipher, layout.Place(**{**facts, **change}).bound, 0, True, sealed)  # type: ignore[arg-type]


@pytest.mark.parametrize(("index", "last"), [(1, True), (0, False)])
def test_a_segment_is_bound_to_its_position(index: int, last: bool) -> None:
    cipher = AESGCM(AESGCM.generate_key(256))
    sealed = layout.seal(cipher, b"place", 0, True, b"abc")
    assert layout.unseal(cipher, b"place", 0, True, sealed) == b"abc"
    with pytest.raises(InvalidTag):
        layout.unseal(cipher, b"place", index, last, sealed)


def test_two_objects_exchanged_do_not_open(folder: Path) -> None:
    one, other = an_object(b"1" * 1000), an_object(b"2" * 1000)
    first, second = stored(folder, one), stored(folder, other)
    first_bytes, second_bytes = first.read_bytes(), second.read_bytes()
    first.write_bytes(second_bytes)
    second.write_bytes(first_bytes)
    for kept in (one, other):
        with pytest.raises(vault.Damaged):
            vault.read(kept)


def test_two_rows_exchanged_do_not_open(folder: Path) -> None:
    one, other = an_object(b"1" * 1000), an_object(b"2" * 1000)
    one.store_key, other.store_key = other.store_key, one.store_key
    for kept in (one, other):
        with pytest.raises(vault.Damaged):
            vault.read(kept)


def test_a_row_given_to_another_case_or_class_does_not_open(folder: Path) -> None:
    kept = an_object(b"abc")
    vault.prepare(case_id=CASE + 1, programme_id=PROGRAMME, at=NOW)
    vault.prepare(case_id=CASE, programme_id=PROGRAMME, at=NOW)
    kept.case_id += 1
    with pytest.raises(vault.Damaged):
        vault.read(kept)
    kept.case_id, kept.klass = CASE, "opinion"
    with pytest.raises(vault.Damaged):
        vault.read(kept)


def test_segments_exchanged_do_not_open(folder: Path) -> None:
    kept = an_object(os.urandom(3 * SEGMENT_SIZE))
    path = stored(folder, kept)
    whole = path.read_bytes()
    path.write_bytes(whole[STRIDE : 2 * STRIDE] + whole[:STRIDE] + whole[2 * STRIDE :])
    for start in (0, SEGMENT_SIZE):
        with pytest.raises(vault.Damaged, match="segment"):
            list(vault.stream(kept, start, start + 1))


@pytest.mark.parametrize("cut", [1, 10, STRIDE, STRIDE + 1])
def test_a_cut_object_is_noticed_by_every_read(folder: Path, cut: int) -> None:
    kept = an_object(os.urandom(2 * SEGMENT_SIZE))
    path = stored(folder, kept)
    path.write_bytes(path.read_bytes()[:-cut])
    with pytest.raises(vault.Damaged, match="cut or lengthened"):
        list(vault.stream(kept, 0, 1))


def test_a_cut_is_noticed_even_if_the_row_agrees(folder: Path) -> None:
    kept = an_object(os.urandom(2 * SEGMENT_SIZE))
    path = stored(folder, kept)
    path.write_bytes(path.read_bytes()[:STRIDE])
    kept.size = SEGMENT_SIZE
    with pytest.raises(vault.Damaged, match="segment 0"):
        vault.read(kept)


def test_an_appended_segment_is_noticed(folder: Path) -> None:
    kept = an_object(os.urandom(SEGMENT_SIZE))
    path = stored(folder, kept)
    path.write_bytes(path.read_bytes() * 2)
    with pytest.raises(vault.Damaged, match="cut or lengthened"):
        vault.read(kept)
    kept.size = 2 * SEGMENT_SIZE
    with pytest.raises(vault.Damaged, match="segment 0"):
        vault.read(kept)


def test_an_altered_bit_is_noticed(folder: Path) -> None:
    kept = an_object(b"abc")
    path = stored(folder, kept)
    for index in range(path.stat().st_size):
        altered = bytearray(path.read_bytes())
        altered[index] ^= 1
        path.write_bytes(altered)
        with pytest.raises(vault.Damaged):
            vault.read(kept)
        altered[index] ^= 1
        path.write_bytes(altered)
    assert vault.read(kept) == b"abc"


def test_an_empty_object_is_sealed_too(folder: Path) -> None:
    kept = an_object(b"")
    assert vault.read(kept) == b""
    stored(folder, kept).write_bytes(b"\0" * layout.OVERHEAD)
    with pytest.raises(vault.Damaged):
        vault.read(kept)


def test_missing_bytes_are_damage(folder: Path) -> None:
    kept = an_object(b"abc")
    stored(folder, kept).unlink()
    with pytest.raises(vault.Damaged, match="missing"):
        vault.read(kept)


def test_an_unfinished_object_does_not_open(folder: Path) -> None:
    kept = an_object(b"abc")
    kept.state = "writing"
    with pytest.raises(vault.Damaged, match="never finished"):
        vault.read(kept)


def test_neither_store_nor_tables_hold_plain_bytes_or_keys(folder: Path) -> None:
    an_object(CANARY * 5000)
    an_object(CANARY, klass="opinion")
    at_rest = b"".join(str(path).encode() + path.read_bytes() for path in files(folder))
    with connection.cursor() as cursor:
        for model in (Key, Object, Erasure):
            cursor.execute(f"select t::text from {model._meta.db_table} t")
            at_rest += repr(cursor.fetchall()).encode()
    assert b"canary" not in at_rest.lower()
    assert CANARY[:12] not in at_rest
    assert CANARY.hex().encode() not in at_rest


def test_files_are_for_their_owner_alone(folder: Path) -> None:
    path = stored(folder, an_object(b"abc"))
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
