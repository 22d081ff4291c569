"""Sweeping away what nothing points at: files of killed or rolled-back writes, and files whose key was
erased."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.db import connection

from . import erasures, store

_ASKED_AT_ONCE = 1000


def sweep(*, at: datetime, older_than: timedelta = timedelta(hours=24)) -> int:
    """Remove every stored file last written before `at - older_than` that no object with a living key owns.

    Returns how many were removed. Also copies to the store what the ledger's copy lacks. Needs no principal:
    the database answers for all programmes at once which of the names it is asked about are in use, and
    nothing else.
    """
    erasures.copy_ledger()
    erasures.remove_unfinished(before=at - older_than)
    removed = 0
    kept = store.objects()
    old = (found.name for found in kept.listing() if found.written_at < at - older_than)
    for names in _batches(old):
        for name in set(names) - _in_use(names):
            kept.remove(name)
            removed += 1
    return removed


def _in_use(names: list[str]) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("select vault_kept(%s)", [names])
        (found,) = cursor.fetchone() or ([],)
        return set(found)


def _batches(names: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(names)
    while batch := list(islice(rest, _ASKED_AT_ONCE)):
        yield batch
