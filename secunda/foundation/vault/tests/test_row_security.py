"""Nothing of one programme is seen, added or taken away by another, whatever the query forgets."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import ProgrammingError, connection, transaction

from secunda.foundation.vault import actions as vault
from secunda.foundation.vault.models import Erasure, Key, Object

from .conftest import CASE, NOW, PROGRAMME, an_object, see


def test_the_tests_run_as_a_role_that_row_security_holds(folder: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select rolsuper or rolbypassrls from pg_roles where rolname = current_user")
        assert cursor.fetchone() == (False,)


@pytest.mark.parametrize("programme_id", [None, 8])
def test_a_forgotten_filter_shows_nothing(folder: Path, programme_id: int | None) -> None:
    kept = an_object(b"abc")
    an_object(b"o", klass="opinion")
    vault.erase(case_id=CASE, klass="opinion", by_id=None, at=NOW, reason="retention")
    assert [model.objects.count() for model in (Key, Object, Erasure)] == [2, 2, 1]
    see(programme_id)
    assert [model.objects.count() for model in (Key, Object, Erasure)] == [0, 0, 0]
    assert Object.objects.all().delete() == (0, {})
    assert Key.objects.update(wrapped=b"") == 0
    with pytest.raises(vault.Damaged, match="by this principal"):
        vault.read(kept)
    see(PROGRAMME)
    assert vault.read(kept) == b"abc"


def test_nothing_is_added_to_another_programme(folder: Path) -> None:
    see(8)
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        an_object(b"abc")


def test_a_case_belongs_to_one_programme(folder: Path) -> None:
    vault.prepare(case_id=CASE, programme_id=PROGRAMME, at=NOW)
    see(8)
    with pytest.raises(vault.Damaged):
        vault.Writer(
            case_id=CASE, programme_id=8, klass="evidence", media_type="a/b", limit=1, by_id=None, at=NOW
        )


def test_the_application_changes_no_object(folder: Path) -> None:
    an_object(b"abc")
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Object.objects.update(sha256="0" * 64)


def test_an_object_is_read_in_one_query(folder: Path, django_assert_num_queries: object) -> None:
    kept = an_object(b"abc")
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert vault.read(kept) == b"abc"


def test_bytes_go_on_after_the_transaction_of_their_principal(folder: Path) -> None:
    kept = an_object(b"abc")
    rest, file = vault.stream(kept), vault.open(kept)
    see(None)
    assert (b"".join(rest), file.read()) == (b"abc", b"abc")
