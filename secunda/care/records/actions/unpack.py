"""Taking the files of a packed folder or a disc, or the documents in a health data export, into their case.

Killed at any moment and run again it ends with the same records: the same bytes are one record in a case. Each file is
a transaction of its own, so that nobody waits for a whole disc and everybody sees how far it is. Bytes go from the
sealed archive through memory into sealed files; `reading.archives` bounds how many, how large and how deep they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from secunda.care.records import rules
from secunda.care.records.actions.check import settle
from secunda.care.records.actions.receive import receive
from secunda.care.records.actions.unpacking import Tally, end_unpacking, note_progress
from secunda.care.records.look import look
from secunda.care.records.models import Record, Unpacking
from secunda.care.records.unpacked import is_on_its_way
from secunda.foundation.accounts import principal
from secunda.foundation.errors import Refused
from secunda.foundation.vault import actions as vault
from secunda.reading import isolated_parts
from secunda.reading.archives.entries import Entry
from secunda.reading.facts import Refusal

NOTED_EVERY = 20  # files
SKIPPED = ("left_out", "directory")
OPENED = (Record.State.UNPACKED, Record.State.ACCEPTED)  # an archive; an export that holds documents
UNKNOWN_YET = "application/octet-stream"
Clock = Callable[[], datetime]


class _Stopped(Exception):
    """The archive was removed, or its case takes nothing more."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class _Run:
    record: Record
    clock: Clock
    tally: Tally = field(default_factory=Tally)

    @contextmanager
    def acting(self) -> Iterator[None]:
        """A short transaction, as the job of the archive's case."""
        with _acting(self.record.case_id, self.record.programme_id):
            yield


@contextmanager
def _acting(case_id: int, programme_id: int) -> Iterator[None]:
    with (
        transaction.atomic(),
        principal.as_job(case_id=case_id, programme_id=programme_id, name="records.unpack"),
    ):
        yield


def unpack(*, record_id: UUID, case_id: int, programme_id: int, clock: Clock) -> None:
    """Make the files in an archive or an export records of its case: minutes, in short transactions of its own.

    Harmless when it was done, or when the archive was removed. `clock` gives the time, aware. Raises `NoReader` and
    what the vault raises: then it has to be run again.
    """
    with _acting(case_id, programme_id):
        found = Record.objects.select_related(
            "object", "case", "uploaded_by", "uploaded_through", "unpacking"
        )
        record = found.filter(public_id=record_id, state__in=OPENED).first()
        if record is None or record.object is None or not is_on_its_way(record):
            return
        stream = vault.open(record.object)
    run, code = _Run(record, clock), ""
    with stream:
        try:
            for entry in _entries(record, stream):
                _meet(run, entry)
        except Refusal as refusal:
            code = refusal.unusable.code
        except _Stopped as stopped:
            code = stopped.code
    with run.acting():
        end_unpacking(Unpacking.objects.get(record_id=record.pk), run.tally, clock(), code=code)


def _entries(record: Record, stream: BinaryIO) -> Iterator[Entry]:
    """What lies in an archive, or in an export (whose facts are read elsewhere, from the export itself)."""
    if record.state == Record.State.UNPACKED:
        yield from isolated_parts.unpacked(stream, size=record.size)
        return
    attached = isolated_parts.structured(stream, size=record.size, kind=record.kind).attachments
    yield from attached[: rules.most_attached()]
    if len(attached) > rules.most_attached():
        raise _Stopped("attached_too_many")


def _meet(run: _Run, entry: Entry) -> None:
    tally = run.tally
    tally.seen += 1
    if entry.sort in SKIPPED:
        tally.leave_out(entry.reason or "entry_viewer")  # a table of contents: all of it is in the pictures
    else:
        _take(run, entry)
    if tally.seen % NOTED_EVERY == 0:
        with run.acting():
            note_progress(Unpacking.objects.get(record_id=run.record.pk), tally)


def _take(run: _Run, entry: Entry) -> None:
    """One file of the archive, whole or not at all."""
    with run.acting():
        writer = _writer(run)
    with writer:
        try:
            for chunk in entry.chunks():
                writer.write(chunk)
        except Refusal as refusal:
            if refusal.unusable.code != "entry_damaged":
                raise
            run.tally.leave_out("entry_damaged")
            return
        except vault.TooLarge:
            run.tally.leave_out("too_large")
            return
        with run.acting():
            _settle(run, writer, entry.path)


def _writer(run: _Run) -> vault.Writer:
    record = run.record
    if not Record.objects.filter(pk=record.pk, state__in=OPENED).exists():
        raise _Stopped("removed")
    return vault.Writer(
        case_id=record.case_id, programme_id=record.programme_id, klass="evidence", media_type=UNKNOWN_YET,
        limit=rules.largest(), by_id=record.uploaded_by_id, at=run.clock(),
    )  # fmt: skip


def _settle(run: _Run, writer: vault.Writer, path: str) -> None:
    record, at = run.record, run.clock()
    kept = writer.finish()
    refused_here = Q(state=Record.State.REFUSED, came_in=record)
    same = Record.objects.filter(case_id=record.case_id, sha256=kept.sha256)
    known = same.filter(Q(state__in=rules.KEPT) | refused_here).first()
    if known is not None:
        kept.delete()
        run.tally.refused += known.state == Record.State.REFUSED
        run.tally.known += known.came_in_id != record.pk
        return
    seen = look(kept, name=path)
    try:
        received = receive(
            case=record.case, by=record.uploaded_by, link=record.uploaded_through, name=path, kept=kept, at=at,
            came_in=record, looked_at=True,
        )  # fmt: skip
    except Refused as refusal:
        raise _Stopped(refusal.code) from None
    if received.record is not None and received.is_new:
        ended = settle(record=received.record, found=seen, at=at)
        run.tally.refused += ended.state == Record.State.REFUSED
