"""A critical value or statement found in a record: a task for a person within the hour (red flag RF-25)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import cast

from django.db import transaction

from secunda.care.cases import actions as cases
from secunda.care.cases.models import Task
from secunda.care.chart import access as chart
from secunda.care.chart.models import Fact
from secunda.care.records.models import Record
from secunda.care.triage import cover
from secunda.foundation.accounts.models import Programme
from secunda.foundation.audit import actions as audit
from secunda.foundation.notifications import actions as notifications
from secunda.reading import critical
from secunda.reading.document import Assertion
from secunda.reading.document import Fact as Read

TASK = "critical_value"
WITHIN = timedelta(hours=1)
RECENT = timedelta(days=30)  # tag C: what is older was acted upon or has passed; undated counts as now


@transaction.atomic
def look_through(*, record: Record, at: datetime) -> int:
    """Ask a person to look within the hour when a record holds a recent critical value. Returns how many it holds.

    Once a record: another reading of it does not ask again. The coordinators are told, and who covers out of hours.
    """
    found = [fact for fact in chart.facts_of(record) if _is_recent(fact, record, at.date())]
    rows = critical.critical(tuple(_as_read(fact) for fact in found))
    if not rows or Task.objects.filter(kind=TASK, about_id=record.public_id).exists():
        return len(rows)
    cases.add_task(case=record.case, kind=TASK, due_at=at + WITHIN, at=at, about_id=record.public_id)
    audit.record(
        verb="red_flag.raised", at=at, case_id=record.case_id, programme_id=record.programme_id, object_type="record",
        object_id=record.public_id,
    )  # fmt: skip
    programme = Programme.objects.get(pk=record.programme_id)
    for person in cover.to_be_told(programme, at):
        notifications.notify(
            to=person, kind="red_flag.raised", case_id=record.case_id, programme=programme, about_type="record",
            about_id=record.public_id, at=at,
        )  # fmt: skip
    return len(rows)


def _is_recent(fact: Fact, record: Record, today: date) -> bool:
    """By the day of the specimen, else of the document; without one it counts as now, and so does a day to come."""
    day = fact.date or record.clinical_date
    return not day or day >= (today - RECENT).isoformat()[: len(day)]


def _as_read(fact: Fact) -> Read:
    return Read(
        name=fact.name, value=fact.value, quote=fact.quote, page=fact.page, unit=fact.unit, code=fact.code,
        assertion=cast(Assertion, fact.assertion), date=fact.date, detail=tuple(fact.detail.items()),
    )  # fmt: skip
