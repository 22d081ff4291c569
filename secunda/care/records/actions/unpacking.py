"""Where a packed folder, a disc or an export with documents in it stands: begun, how far, done or stopped.

What is in it, `unpack` takes out.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from secunda.care.records.models import Record, Unpacking
from secunda.foundation import queue


@dataclass
class Tally:
    """What one run through an archive has met so far, in files."""

    seen: int = 0
    left_out: int = 0
    refused: int = 0
    known: int = 0
    why: Counter[str] = field(default_factory=Counter)

    def leave_out(self, code: str) -> None:
        """One file is none of the records, for the reason that reading's code names."""
        self.left_out += 1
        self.why[code] += 1


def begin_unpacking(record: Record, media_type: str, at: datetime) -> None:
    """Note that a received record is an archive, and have it unpacked. In the transaction that settles the record.

    The archive itself is kept for whoever sent it, and never shown to an expert: whose records are in it is told by
    each of them.
    """
    record.state, record.kind, record.media_type = Record.State.UNPACKED, "archive", media_type
    record.save(update_fields=("state", "kind", "media_type"))
    take_out(record, at)


def take_out(record: Record, at: datetime) -> None:
    """Have what lies in a record made records of their own: the files of an archive, the documents in an export."""
    Unpacking.objects.get_or_create(
        record=record,
        defaults={"case_id": record.case_id, "programme_id": record.programme_id, "begun_at": at},
    )
    defer_unpacking(record)


def defer_unpacking(record: Record) -> bool:
    """Put the unpacking in the queue, unless it waits there already."""
    return queue.named("records.unpack").defer_once(
        str(record.public_id),
        record_id=record.public_id,
        case_id=record.case_id,
        programme_id=record.programme_id,
    )


def note_progress(unpacking: Unpacking, tally: Tally) -> None:
    """Let others see how far it is."""
    unpacking.seen, unpacking.left_out = tally.seen, tally.left_out
    unpacking.refused, unpacking.known = tally.refused, tally.known
    unpacking.left_out_why = dict(tally.why)
    unpacking.save(update_fields=("seen", "left_out", "left_out_why", "refused", "known"))


def end_unpacking(unpacking: Unpacking, tally: Tally, at: datetime, *, code: str = "") -> None:
    """It is through, or was stopped for the reason that `code` names."""
    note_progress(unpacking, tally)
    unpacking.state = Unpacking.State.STOPPED if code else Unpacking.State.DONE
    unpacking.code, unpacking.ended_at = code[:40], at
    unpacking.save(update_fields=("state", "code", "ended_at"))
