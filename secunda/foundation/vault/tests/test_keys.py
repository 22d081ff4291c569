"""Keys: two are never alike, rotation only re-wraps, erasing is for good and survives a restored backup."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import ProgrammingError, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from secunda.foundation.errors import Refused
from secunda.foundation.vault import actions as vault
from secunda.foundation.vault import erasures, keys
from secunda.foundation.vault.models import Erasure, Key

from .conftest import CASE, MASTER_KEY, NOW, PROGRAMME, an_object, files, see, stored

LATER = NOW + timedelta(hours=3)


def erase(case_id: int = CASE) -> Erasure:
    return vault.erase(case_id=case_id, klass="evidence", by_id=11, at=LATER, reason="withdrawn")


def test_every_case_and_class_has_a_key_of_its_own(folder: Path) -> None:
    for case_id in (CASE, CASE + 1):
        vault.prepare(case_id=case_id, programme_id=PROGRAMME, at=NOW)
        vault.prepare(case_id=case_id, programme_id=PROGRAMME, at=LATER)
    wrapped = {bytes(key.wrapped or b"") for key in Key.objects.all()}
    plain = {keys._unwrap(key) for key in Key.objects.all()}
    assert len(wrapped) == len(plain) == Key.objects.count() == 4
    assert {len(key) for key in plain} == {32}
    assert all(key not in sealed for key in plain for sealed in wrapped)


def test_a_wrapped_key_unwraps_only_in_its_own_row(folder: Path) -> None:
    vault.prepare(case_id=CASE, programme_id=PROGRAMME, at=NOW)
    kept = an_object(b"abc")
    opinion = Key.objects.get(klass="opinion")
    Key.objects.filter(klass="evidence").update(wrapped=opinion.wrapped)
    with pytest.raises(vault.Damaged, match="does not unwrap"):
        vault.read(kept)


def test_a_programme_keeps_secrets_of_its_own(folder: Path) -> None:
    def secret(programme_id: int) -> vault.Object:
        see(programme_id)
        return vault.write(
            case_id=vault.PROGRAMME_ITSELF,
            programme_id=programme_id,
            klass="opinion",
            media_type="application/x-pem-file",
            chunks=[b"key of %d" % programme_id],
            limit=100,
            by_id=None,
            at=NOW,
        )

    ours, theirs = secret(PROGRAMME), secret(8)
    assert vault.read(theirs) == b"key of 8"
    with pytest.raises(vault.Damaged):
        vault.read(ours)
    see(PROGRAMME)
    assert vault.read(ours) == b"key of 7"
    with pytest.raises(Refused, match="programme's own keys"):
        erase(case_id=vault.PROGRAMME_ITSELF)


def test_rotation_wraps_anew_and_touches_no_object(folder: Path, settings: Settings) -> None:
    kept, gone = an_object(b"abc"), an_object(b"d", case_id=CASE + 1)
    erase(case_id=CASE + 1)
    before, wrapped = stored(folder, kept).read_bytes(), Key.objects.get(case_id=CASE).wrapped
    settings.VAULT_MASTER_KEYS = {**settings.VAULT_MASTER_KEYS, "next": b"n" * 32}
    settings.VAULT_MASTER_KEY_ID = "next"
    see(None)
    assert vault.rotate() >= 1
    assert vault.rotate() == 0
    see(PROGRAMME)
    assert stored(folder, kept).read_bytes() == before
    assert Key.objects.get(case_id=CASE).wrapped != wrapped
    settings.VAULT_MASTER_KEYS = {"next": b"n" * 32}
    assert vault.read(kept) == b"abc"
    with pytest.raises(vault.Erased):
        vault.read(gone)


def test_rotation_leaves_the_principal_as_it_was(folder: Path) -> None:
    kept = an_object(b"abc")
    vault.rotate()
    assert vault.read(kept) == b"abc"


@pytest.mark.parametrize("held", [{}, {"test": b"short"}, {"other": MASTER_KEY}])
def test_without_its_master_key_nothing_opens(
    folder: Path, settings: Settings, held: dict[str, bytes]
) -> None:
    kept = an_object(b"abc")
    settings.VAULT_MASTER_KEYS = held
    with pytest.raises(ImproperlyConfigured, match="'test'"):
        vault.read(kept)


def test_another_master_key_of_the_same_name_opens_nothing(folder: Path, settings: Settings) -> None:
    kept = an_object(b"abc")
    settings.VAULT_MASTER_KEYS = {"test": b"x" * 32}
    with pytest.raises(vault.Damaged):
        vault.read(kept)


def test_what_was_erased_never_opens_and_takes_nothing_more(folder: Path) -> None:
    kept, opinion, other = (
        an_object(b"abc"),
        an_object(b"o", klass="opinion"),
        an_object(b"x", case_id=CASE + 1),
    )
    late = vault.Writer(
        case_id=CASE,
        programme_id=PROGRAMME,
        klass="evidence",
        media_type="text/plain",
        limit=10,
        by_id=None,
        at=NOW,
    )
    late.write(b"abc")
    line = erase()
    assert (line.case_id, line.klass, line.erased_at, line.by_account_id, line.reason_code) == (
        CASE,
        "evidence",
        LATER,
        11,
        "withdrawn",
    )
    assert Key.objects.get(case_id=CASE, klass="evidence").wrapped is None
    for attempt in (vault.read, vault.open, vault.stream):
        with pytest.raises(vault.Erased, match="erased"):
            attempt(kept)
    with pytest.raises(vault.Erased):
        an_object(b"more")
    with pytest.raises(vault.Erased):
        late.finish()
    assert (vault.read(opinion), vault.read(other)) == (b"o", b"x")
    assert len(files(folder)) == 3


def test_erasing_twice_keeps_the_first_line(folder: Path) -> None:
    an_object(b"abc")
    assert erase().pk == erase().pk
    assert Erasure.objects.count() == 1


def test_erasing_what_is_not_there_is_said(folder: Path) -> None:
    with pytest.raises(Refused, match="nothing of this kind"):
        erase()


def test_another_programme_cannot_erase(folder: Path) -> None:
    kept = an_object(b"abc")
    see(8)
    with pytest.raises(Refused, match="nothing of this kind"):
        erase()
    see(PROGRAMME)
    assert vault.read(kept) == b"abc"


def test_an_erasure_is_copied_beside_the_objects_once_it_is_committed(
    folder: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    an_object(b"abc")
    with django_capture_on_commit_callbacks(execute=True):
        line = erase()
    (copy,) = files(folder / "erasures")
    assert copy.name == line.public_id.hex
    assert erasures.copy_ledger() == 0
    copy.unlink()
    assert erasures.copy_ledger() == 1


def test_a_restored_database_forgets_no_erasure(folder: Path) -> None:
    """The ledger's rows are as old as the backup; the copies beside the objects are not."""
    kept = an_object(b"abc")
    backup = transaction.savepoint()
    erase()
    erasures.copy_ledger()
    transaction.savepoint_rollback(backup)
    assert vault.read(kept) == b"abc"
    see(None)
    assert vault.replay_erasures() == 1
    assert vault.replay_erasures() == 0
    see(PROGRAMME)
    with pytest.raises(vault.Erased):
        vault.read(kept)
    line = Erasure.objects.get()
    assert (line.case_id, line.erased_at, line.by_account_id) == (CASE, LATER, 11)


def test_a_restored_keystore_forgets_no_erasure(folder: Path) -> None:
    """The keys are as old as their backup; the ledger's rows, kept apart, are not."""
    kept = an_object(b"abc")
    Erasure.objects.create(
        case_id=CASE, programme_id=PROGRAMME, klass="evidence", erased_at=LATER, reason_code="retention"
    )
    assert vault.read(kept) == b"abc"
    assert vault.replay_erasures() == 1
    with pytest.raises(vault.Erased):
        vault.read(kept)


def test_a_restored_store_forgets_no_erasure(folder: Path) -> None:
    kept = an_object(b"abc")
    before = stored(folder, kept).read_bytes()
    erase()
    vault.sweep(at=NOW + timedelta(days=400_000 // 365))
    stored(folder, kept).parent.mkdir(exist_ok=True)
    stored(folder, kept).write_bytes(before)
    with pytest.raises(vault.Erased):
        vault.read(kept)


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_application_changes_no_line_of_the_ledger(folder: Path, verb: str) -> None:
    an_object(b"abc")
    erase()
    lines = Erasure.objects.filter(case_id=CASE)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        lines.update(reason_code="other") if verb == "update" else lines.delete()


def test_the_application_brings_no_erased_key_back(folder: Path) -> None:
    an_object(b"abc")
    wrapped = Key.objects.get().wrapped
    erase()
    assert Key.objects.update(wrapped=wrapped, erased_at=None) == 0
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Key.objects.all().delete()
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Key.objects.update(case_id=CASE + 1)
