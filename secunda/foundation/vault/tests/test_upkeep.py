"""The sweep removes what nothing points at, and nothing else."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction

from secunda.foundation.vault import actions as vault

from .conftest import CASE, PROGRAMME, an_object, files, see, stored

DAY = timedelta(hours=24)


def now() -> datetime:
    return datetime.now(UTC)


def make_old(folder: Path, *, by: timedelta = timedelta(hours=25)) -> None:
    for path in files(folder):
        written = path.stat().st_mtime - by.total_seconds()
        os.utime(path, (written, written))


def test_what_a_rollback_orphaned_is_removed_after_a_day(folder: Path) -> None:
    kept = an_object(b"kept")
    before = transaction.savepoint()
    an_object(b"orphaned")
    transaction.savepoint_rollback(before)
    assert len(files(folder)) == 2
    assert vault.sweep(at=now()) == 0
    make_old(folder)
    see(None)
    assert vault.sweep(at=now()) == 1
    see(PROGRAMME)
    assert files(folder) == [stored(folder, kept)]
    assert vault.read(kept) == b"kept"


def test_objects_of_every_programme_stay(folder: Path) -> None:
    ours = an_object(b"ours")
    make_old(folder)
    see(8)
    assert vault.sweep(at=now()) == 0
    see(PROGRAMME)
    assert vault.read(ours) == b"ours"


def test_files_of_an_erased_key_are_removed(folder: Path) -> None:
    gone, kept = an_object(b"gone"), an_object(b"kept", case_id=CASE + 1)
    vault.erase(case_id=CASE, klass="evidence", by_id=None, at=now(), reason="withdrawn")
    make_old(folder)
    assert vault.sweep(at=now()) == 1
    assert not stored(folder, gone).exists()
    assert vault.read(kept) == b"kept"
    with pytest.raises(vault.Erased):
        vault.read(gone)


def test_what_another_program_put_there_stays(folder: Path) -> None:
    kept = stored(folder, an_object(b"abc"))
    foreign = [kept.with_name("lost+found"), kept.parent.parent / "notes.txt"]
    for path in foreign:
        path.write_text("not ours")
    make_old(folder)
    assert vault.sweep(at=now()) == 0
    assert all(path.exists() for path in foreign)


def test_a_question_of_upkeep_fails_rather_than_leave_something_out(folder: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select proname from pg_proc where proname in ('vault_kept', 'vault_programmes')"
            " and prosecdef and 'row_security=off' = any(proconfig)"
        )
        assert len(cursor.fetchall()) == 2


def test_many_are_asked_about_in_turns(folder: Path) -> None:
    place = stored(folder, an_object(b"abc")).parent
    for number in range(2500):
        (place / f"{place.name}{number:030x}").touch()
    make_old(folder)
    assert vault.sweep(at=now()) == 2500
    assert len(files(folder)) == 1


def test_sweep_copies_the_ledger_and_removes_unfinished_copies(folder: Path) -> None:
    an_object(b"abc")
    line = vault.erase(case_id=CASE, klass="evidence", by_id=None, at=now(), reason="withdrawn")
    half = folder / "erasures/ab" / f"ab{0:030x}.part"
    half.parent.mkdir(parents=True)
    half.touch()
    vault.sweep(at=now())
    assert {path.name for path in files(folder / "erasures")} == {line.public_id.hex, half.name}
    assert vault.replay_erasures() == 0
    make_old(folder)
    vault.sweep(at=now())
    assert [path.name for path in files(folder / "erasures")] == [line.public_id.hex]
