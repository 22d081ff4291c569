"""Destroying a key, and the ledger that destroys it again when a backup brings it back.

The ledger lies twice: as rows, and as small files in the store beside the objects, so that neither a restored
database nor a restored store alone forgets an erasure. A line holds ids and a reason code, no content.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from secunda.foundation.errors import Refused

from . import programmes, store
from .models import PROGRAMME_ITSELF, Erasure, Key, Klass

_LONGEST_LINE = 4096


def erase(*, case_id: int, klass: Klass, by_id: int | None, at: datetime, reason: str) -> Erasure:
    """Destroy the key of a class of a case and write the ledger's line. From then on nothing of it opens.

    Whether it may be erased (retention, legal hold, who asks) is the caller's to decide. `reason` is a code
    such as "withdrawn" or "retention". Doing it twice returns the first line. The files go with the next
    `sweep`. Raises Refused for the programme's own keys and when the case has no such key.
    """
    if case_id == PROGRAMME_ITSELF:
        raise Refused(_("The programme's own keys cannot be erased."), code="programme_key")
    with transaction.atomic():
        key = Key.objects.filter(case_id=case_id, klass=klass).first()
        if key is None:
            raise Refused(_("There is nothing of this kind to erase."), code="nothing_to_erase")
        line, _new = Erasure.objects.get_or_create(
            case_id=case_id,
            klass=klass,
            defaults={
                "programme_id": key.programme_id,
                "erased_at": at,
                "by_account_id": by_id,
                "reason_code": reason,
            },
        )
        _destroy(line)
        transaction.on_commit(partial(_copy, line), robust=True)
    return line


def replay_erasures() -> int:
    """Destroy every key that the ledger says was erased and that is here again; returns how many.

    To be run after any restore, before the site opens. Reads the rows and the copies in the store; a line
    that is missing among the rows is put back.
    """
    destroyed = 0
    for line in [*_rows(), *_copies()]:
        with programmes.seeing(line.programme_id):
            Erasure.objects.bulk_create([line], ignore_conflicts=True)
            destroyed += _destroy(line)
    return destroyed


def copy_ledger() -> int:
    """Copy to the store each line that a killed process left without its copy; returns how many."""
    there = {kept.name for kept in store.ledger().listing()}
    missing = [line for line in _rows() if line.public_id.hex not in there]
    for line in missing:
        _copy(line)
    return len(missing)


def remove_unfinished(*, before: datetime) -> None:
    """Remove copies that a killed process did not finish, last written before that time."""
    copies = store.ledger()
    for found in copies.listing():
        if not found.whole and found.written_at < before:
            copies.remove(found.name)


def _destroy(line: Erasure) -> int:
    whole = Key.objects.filter(case_id=line.case_id, klass=line.klass, erased_at__isnull=True)
    return whole.update(wrapped=None, erased_at=line.erased_at)


def _copy(line: Erasure) -> None:
    names = [field.attname for field in Erasure._meta.concrete_fields if not field.primary_key]
    sink = store.ledger().create(line.public_id.hex)
    sink.write(json.dumps({name: getattr(line, name) for name in names}, default=str).encode())
    sink.keep()


def _rows() -> list[Erasure]:
    lines: list[Erasure] = []
    for programme_id in programmes.with_keys():
        with programmes.seeing(programme_id):
            lines.extend(Erasure.objects.filter(programme_id=programme_id).order_by("pk"))
    return lines


def _copies() -> Iterator[Erasure]:
    copies = store.ledger()
    for kept in copies.listing():
        if kept.whole:
            line = Erasure(**json.loads(copies.read(kept.name, 0, _LONGEST_LINE)[0]))
            line.clean_fields()
            yield line
