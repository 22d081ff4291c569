"""Records become instances of studies: examined in the bounded process, many at once, each kept once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import BinaryIO

from django.db import IntegrityError, connection, transaction

from secunda.care.imaging import headers, rules
from secunda.care.imaging.actions.renditions import rendition_of
from secunda.care.imaging.actions.settle import settle
from secunda.care.imaging.models import Header, Instance, OpenHeader, Series, SetAside, Study, Wording
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
    for record, found in zip(waiting, _examined([_bytes(one) for one in waiting]), strict=True):
        _keep(record, found, at)
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


def _keep(record: Record, found: Examined | None, at: datetime) -> None:
    rendition = None
    if found is not None and found.must_convert and not found.problem:
        rendition, found = rendition_of(record, at)
    if found is None or found.problem:
        _set_aside(record, found.problem if found else "unreadable", found, at)
        return
    if Instance.objects.filter(case_id=record.case_id, uid=found.sop_uid).exists():
        _set_aside(record, "same_uid", found, at)
        return
    try:
        with transaction.atomic():
            _keep_instance(record, found, rendition)
    except IntegrityError:  # another worker was here between the question and the answer
        if not Instance.objects.filter(record=record).exists():
            _set_aside(record, "same_uid", found, at)


def _set_aside(record: Record, code: str, found: Examined | None, at: datetime) -> None:
    SetAside.objects.get_or_create(
        record=record,
        defaults={
            "case_id": record.case_id, "programme_id": record.programme_id, "code": code, "at": at,
            "study_uid": found.study_uid if found else "",
        },
    )  # fmt: skip


def _keep_instance(record: Record, found: Examined, rendition: Object | None) -> None:
    ours = {"case_id": record.case_id, "programme_id": record.programme_id}
    study, series = _place(found, ours)
    why = rules.withheld_as(sop_class=found.sop_class, modality=found.modality, conversion=found.conversion)
    instance = Instance.objects.create(
        **ours, study=study, series=series, record=record, rendition=rendition, uid=found.sop_uid,
        sop_class=found.sop_class, syntax=found.syntax, sha256=record.sha256, modality=found.modality,
        number=found.number, frame_count=found.frame_count, rows=found.rows, columns=found.columns,
        frames=found.frames, place=asdict(found.place), acquired=found.acquired, unsaid=found.unsaid,
        withheld=bool(why), withheld_as=why,
    )  # fmt: skip
    Header.objects.create(**ours, instance=instance, series=series, content=found.header)
    OpenHeader.objects.create(**ours, instance=instance, series=series, content=found.open_header)


def _place(found: Examined, ours: dict[str, int]) -> tuple[Study, Series]:
    """The study and the series of an instance, made if it is their first."""
    of_study, of_series = headers.parts(found.header)
    said, wording = headers.open_and_wording(of_study)
    study, is_new = Study.objects.get_or_create(
        case_id=ours["case_id"], uid=found.study_uid,
        defaults={**ours, "said": said, "date": headers.text(said, "00080020")[:16]},
    )  # fmt: skip
    if is_new:
        Wording.objects.create(**ours, study=study, said=wording)
    elif study.state == Study.State.COMPLETE:
        Study.objects.filter(pk=study.pk).update(state=Study.State.ARRIVING)
    said, wording = headers.open_and_wording(of_series)
    series, is_new = Series.objects.get_or_create(
        study=study, uid=found.series_uid,
        defaults={**ours, "said": said, "modality": found.modality, "number": headers.whole(said, "00200011")},
    )  # fmt: skip
    if is_new:
        Wording.objects.create(**ours, study=study, series=series, said=wording)
    return study, series
