"""Opening a record: written down before its first byte leaves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from secunda.care.records.access import Sight
from secunda.care.records.blind_copy import Copy, copy_of, safe_copy_of
from secunda.care.records.models import Record
from secunda.foundation.audit import actions as audit
from secunda.foundation.errors import Hidden


@transaction.atomic
def open_record(*, sight: Sight, at: datetime, drawn: bool = False) -> Copy:
    """Audit that a record is opened, and hand out its bytes: as they came, or for a blind expert without hidden text.

    The caller has found the record through `access.find_record`; the audit names who acts from the principal. Bytes
    are to be sent only after the transaction has been committed; those that are to be `drawn`, only as pictures of
    pages. Raises `vault.Damaged` and `vault.Erased`.
    """
    _tell(sight.record, at)
    return copy_of(sight.record, blind=sight.blind, drawn=drawn)


@transaction.atomic
def open_safely(*, sight: Sight, at: datetime) -> Iterator[bytes]:
    """Audit that a record is opened, and hand out a copy of it that cannot run anything (`safe_copy_of`, which raises).

    Not for a blind expert, who has a copy without hidden text or none: raises `Hidden`.
    """
    if sight.blind:
        raise Hidden
    copy = safe_copy_of(sight.record)
    _tell(sight.record, at)
    return copy


def _tell(record: Record, at: datetime) -> None:
    audit.record(
        verb="record.opened", at=at, case_id=record.case_id, programme_id=record.programme_id,
        object_type="record", object_id=record.public_id,
    )  # fmt: skip
