"""How far the reading of each record of a list is: a sentence with its next step for patients, few words for staff."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from secunda.care.chart import actions as chart
from secunda.care.chart import sentences
from secunda.care.chart.models import Reading
from secunda.care.chart.rules import UNREAD_KINDS
from secunda.care.records.models import Record

S = Reading.State


@dataclass(frozen=True)
class ReadingState:
    """What is said of a reading: `tone` and `word` as in `.state`, a sentence, what follows for whom.

    `again`: staff may have it read once more.
    """

    tone: str
    word: str
    sentence: str
    for_patient: str
    for_staff: str
    running: bool
    found: int = 0
    again: bool = False


def states_of(listed: Iterable[Record]) -> Mapping[UUID, ReadingState]:
    """The state of reading by the public id of each record of a list that is read at all. Two queries."""
    ids = [one.pk for one in listed if one.state == Record.State.ACCEPTED and one.kind not in UNREAD_KINDS]
    records = Record.objects.filter(pk__in=ids)
    current = Reading.objects.filter(record_id__in=ids, is_current=True)
    found = {reading.record_id: reading for reading in current}
    rows = records.annotate(found=Count("facts")).values_list("pk", "public_id", "found")
    return {public_id: _state(found.get(pk), facts) for pk, public_id, facts in rows}


def _state(reading: Reading | None, facts: int) -> ReadingState:
    said = sentences.said_of(reading, facts=facts)
    tone, word = _word(reading)
    running = reading is None or reading.state in (S.WAITING, S.READING)
    again = chart.may_read_again(reading, timezone.now())
    return ReadingState(tone, word, said.sentence, said.for_patient, said.for_staff, running, facts, again)


def _word(reading: Reading | None) -> tuple[str, str]:
    if reading is None or reading.state == S.WAITING:
        return "none", _("waits to be read")
    if reading.state == S.READING:
        if not reading.total:
            return "now", _("being read")
        return "now", _("reading %(done)s of %(total)s") % {"done": reading.done, "total": reading.total}
    if reading.state == S.READ:
        return "done", _("read by software")
    return "danger", _("unreadable") if reading.state == S.UNREADABLE else _("not read")
