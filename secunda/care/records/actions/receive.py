"""Taking a complete file into a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from secunda.care.cases.models import Case, Link
from secunda.care.records import access, rules
from secunda.care.records.models import Record
from secunda.foundation import queue
from secunda.foundation.accounts import principal
from secunda.foundation.accounts.models import Account
from secunda.foundation.audit import actions as audit
from secunda.foundation.vault.models import Object
from secunda.reading.names import display_name

LONGEST_NAME = 255


@dataclass(frozen=True)
class Received:
    """What became of a file: its record, and whether it is new.

    `record` is None when the same bytes are in the case already, sent by somebody whose records the sender may not see.
    """

    record: Record | None
    is_new: bool


@transaction.atomic
def receive(
    *,
    case: Case,
    by: Account | None,
    link: Link | None,
    name: str,
    kept: Object,
    at: datetime,
    came_in: Record | None = None,
    looked_at: bool = False,
) -> Received:
    """Make a complete vault object a record of the case, to be checked. The same bytes twice are one record.

    The caller has seen to it that the sender may send (part in the case, or an upload link). A second copy of bytes
    that are kept already is dropped from the vault. `came_in` is the archive it was packed in, if any. `looked_at`: the
    caller knows what it is and settles it in this very transaction, so that no job has to. Locks the case until the
    transaction ends: call it after the last byte, never before. Raises `Refused` when the case has ended or is full.
    """
    # A proxy who is not confirmed sees only what they sent, so numbers and copies are asked for the case itself.
    with principal.as_case(case.id, case.programme_id, account_id=by.id if by else None):
        now = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
        rules.require_taking(now.state)
        known = _known(now, kept)
        record = known or _new(now, kept, by=by, link=link, name=name, at=at, came_in=came_in)
    if known:
        kept.delete()
        return Received(Record.objects.filter(pk=known.pk).select_related("instance").first(), is_new=False)
    audit.record(
        verb="record.uploaded", at=at, case_id=case.id, programme_id=case.programme_id, object_type="record",
        object_id=record.public_id,
    )  # fmt: skip
    if not looked_at:
        defer_check(record)
    return Received(record, is_new=True)


def defer_check(record: Record) -> bool:
    """Put the record's check in the queue, unless it waits there already."""
    return queue.named("records.check").defer_once(
        str(record.public_id),
        record_id=record.public_id,
        case_id=record.case_id,
        programme_id=record.programme_id,
    )


def _known(case: Case, kept: Object) -> Record | None:
    return Record.objects.filter(case=case, sha256=kept.sha256, state__in=rules.KEPT).first()


def _new(
    case: Case,
    kept: Object,
    *,
    by: Account | None,
    link: Link | None,
    name: str,
    at: datetime,
    came_in: Record | None,
) -> Record:
    rules.require_room(*access.room_taken(case), coming=kept.size)
    all_of_it = Record.objects.filter(case=case)
    # The line that refused these very bytes makes way for the new try.
    all_of_it.filter(sha256=kept.sha256, state=Record.State.REFUSED).update(
        state=Record.State.REMOVED, removed_at=at
    )
    number = (all_of_it.aggregate(last=Max("number"))["last"] or 0) + 1
    return Record.objects.create(
        case=case, programme_id=case.programme_id, number=number, object=kept, sha256=kept.sha256, size=kept.size,
        name=display_name(name)[:LONGEST_NAME], uploaded_by=by, uploaded_through=link, came_in=came_in,
        received_at=at,
    )  # fmt: skip
