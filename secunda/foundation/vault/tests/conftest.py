"""A vault of its own for each test, in programme 7, and a few ways to fill and to damage it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from secunda.foundation.vault import actions as vault
from secunda.foundation.vault.models import Klass, Object

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PROGRAMME = 7
CASE = 4_000_000_001
MASTER_KEY = b"a master key for the tests alone"


@pytest.fixture
def folder(tmp_path: Path, settings: Settings, db: None) -> Path:
    """The store's folder; the database sees programme 7."""
    settings.VAULT_URL = f"file://{tmp_path}/vault"
    settings.VAULT_MASTER_KEYS = {**settings.VAULT_MASTER_KEYS, "test": MASTER_KEY}
    settings.VAULT_MASTER_KEY_ID = "test"
    see(PROGRAMME)
    return tmp_path / "vault"


def see(programme_id: int | None) -> None:
    """Let the database see that programme until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('app.programme_id', %s, true)", [str(programme_id or "")])


def an_object(content: bytes, *, case_id: int = CASE, klass: Klass = "evidence") -> Object:
    """A stored object with that content."""
    return vault.write(
        case_id=case_id,
        programme_id=PROGRAMME,
        klass=klass,
        media_type="application/octet-stream",
        chunks=[content],
        limit=10**9,
        by_id=11,
        at=NOW,
    )


def stored(folder: Path, kept: Object) -> Path:
    """The file in which an object lies."""
    return folder / "objects" / kept.store_key[:2] / kept.store_key


def files(folder: Path) -> list[Path]:
    """Every file under a folder."""
    return sorted(path for path in folder.rglob("*") if path.is_file())
