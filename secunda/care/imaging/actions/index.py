"""Records become instances of studies: examined in the bounded process, many at once, each kept once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime
from functools import partial
from typing import BinaryIO

from django.db import connection, transaction

from secunda.care.imaging.actions.lot import Lot
from secunda.care.imaging.actions.renditions import rendition_of
from secunda.care.imaging.actions.settle import settle
from secunda.care.imaging.queries import unindexed
from secunda.care.records.models import Record
from secunda.foundation.accounts import principal
from secunda.foundation.vault import actions as vault
from secunda.foundation.vault.models import Object
from secunda.reading import isolated_images
from secunda.reading.imaging.found import Examined

AT_ONCE = 64  # records a transaction
SIDE_BY_SIDE = 2  # processes that look at them
JOB = "imaging.index"
_LOCK = "select pg_try_advisory_xact_lock(hashtext('imaging.index'), %s)"


def index(*, case_id: int, programme_id: int, clock: Callable[[], datetime]) -> int:
    """Make every accepted DICOM record of the case an instance, or set it aside; returns how many that were.

    One worker does it at a time; who finds another at it leaves, for that one looks once more when it has let go.
    Killed at any moment, what was kept is kept whole, and the rest is found by the next. Then the studies are settled.
    """
    done = 0
    while True:
        with transaction.atomic(), principal.as_job(case_id=case_id, programme_id=programme_id, name=JOB):
            if not unindexed(case_id).exists():
                break
        with transaction.atomic(), principal.as_job(case_id=case_id, programme_id=programme_id, name=JOB):
            if not _locked(case_id):
                return done
            done += _some(case_id, clock())
    with transaction.atomic(), principal.as_job(case_id=case_id, programme_id=programme_id, name=JOB):
        settle(case_id=case_id, at=clock())
    return done


def _locked(case_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [case_id % 2**31])
        return bool((cursor.fetchone() or (False,))[0])


def _some(case_id: int, at: datetime) -> int:
    waiting = list(unindexed(case_id).select_related("object").order_by("id")[:AT_ONCE])
    found = dict(zip(waiting, _examined([_bytes(one) for one in waiting]), strict=True))
    lot = Lot(case_id)
    for record, examined in found.items():
        rendition = None
        if examined is not None and examined.must_convert and not examined.problem:
            rendition, examined = rendition_of(record, at)
        lot.add(record, examined, rendition, at)
    lot.keep()
    return len(waiting)


def _bytes(record: Record) -> Object:
    assert record.object is not None  # a constraint: what is accepted has its bytes
    return record.object


def _examined(kept: list[Object]) -> list[Examined | None]:
    """Each object examined. Keys are taken here, in the transaction; bytes are read by several threads."""
    with ExitStack() as stack:
        sources = [(_opener(stack, one), one.size) for one in kept]
        lots = [sources[n::SIDE_BY_SIDE] for n in range(SIDE_BY_SIDE) if sources[n::SIDE_BY_SIDE]]
        with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            found = list(pool.map(isolated_images.examined, lots))
    result: list[Examined | None] = [None] * len(kept)
    for n, lot in enumerate(found):
        result[n::SIDE_BY_SIDE] = lot
    return result


def _opener(stack: ExitStack, kept: Object) -> Callable[[], BinaryIO]:
    stream = stack.enter_context(vault.open(kept))
    return partial(_same, stream)


def _same(stream: BinaryIO) -> BinaryIO:
    return stream
