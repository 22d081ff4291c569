"""Upkeep over all programmes, one at a time, for whoever runs it: row security shows one programme and no
other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


def with_keys() -> list[int]:
    """The ids of all programmes that have keys."""
    with connection.cursor() as cursor:
        cursor.execute("select unnest(vault_programmes()) order by 1")
        return [row[0] for row in cursor.fetchall()]


@contextmanager
def seeing(programme_id: int) -> Iterator[None]:
    """A transaction in which the database sees this programme; what it saw before returns afterwards."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select coalesce(current_setting('app.programme_id', true), '')")
        (before,) = cursor.fetchone() or ("",)
        cursor.execute("select set_config('app.programme_id', %s, true)", [str(programme_id)])
        yield
        cursor.execute("select set_config('app.programme_id', %s, true)", [before])
