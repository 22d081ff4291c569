"""Having a record read once more, because a person asks for it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from secunda.care.chart import rules
from secunda.care.chart.access import View
from secunda.care.chart.actions.reading import defer, is_to_be_read
from secunda.care.chart.models import Reading
from secunda.care.records.models import Record
from secunda.foundation.audit import actions as audit
from secunda.foundation.errors import Hidden, Refused

S = Reading.State
UNFINISHED_AFTER = timedelta(minutes=10)


def may_read_again(reading: Reading | None, at: datetime) -> bool:
    """Whether a reading failed, found nothing legible, or has not ended for ten minutes."""
    if reading is None or reading.state == S.READ:
        return False
    return reading.state in (S.FAILED, S.UNREADABLE) or reading.begun_at < at - UNFINISHED_AFTER


@transaction.atomic
def read_again(*, view: View, record: Record, at: datetime) -> None:
    """Put a record's reading in the queue anew, with all its tries. Twice is once; only staff, `Hidden` for others.

    Raises `Refused` for what holds no words, was read, or is being read just now.
    """
    if not view.is_staff:
        raise Hidden
    now = Record.objects.select_for_update(of=("self",), no_key=True).get(pk=record.pk, case=view.case)
    if not is_to_be_read(now):
        raise Refused(_("There is nothing in this file that our software could read."))
    tried = Reading.objects.filter(record=now, reader=rules.READER).first()
    if tried is not None and not may_read_again(tried, at):
        raise Refused(_("This file was read already, or is being read just now."))
    if tried is not None:
        tried.state, tried.tries, tried.done, tried.read_at, tried.begun_at = S.WAITING, 0, 0, None, at
        tried.save(update_fields=("state", "tries", "done", "read_at", "begun_at"))
    defer(now)
    audit.record(
        verb="record.read_again", at=at, case_id=now.case_id, programme_id=now.programme_id, object_type="record",
        object_id=now.public_id,
    )  # fmt: skip
