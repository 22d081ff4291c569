"""Background doors of triage: drafts that nobody claimed, and critical values in what was read."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from secunda.care.cases import actions as cases
from secunda.care.chart import actions as chart
from secunda.care.records.models import Record
from secunda.care.triage import actions, critical
from secunda.foundation.accounts import principal
from secunda.foundation.accounts.models import Programme
from secunda.foundation.queue import job, periodic


@periodic(cron="17 * * * *", name="cases.shred_drafts")
def shred_drafts() -> None:
    """Destroy drafts that nobody claimed within 30 days, with the answers to their emergency questions."""
    for programme in Programme.objects.all():
        with principal.as_job(case_id=None, programme_id=programme.pk, name="cases.shred_drafts"):
            for case in cases.shred_drafts(programme=programme, at=timezone.now()):
                actions.erase(case=case)


@job(name="triage.critical")
def look_through(*, record_id: UUID, case_id: int, programme_id: int) -> None:
    """Look through what was read of a record for critical values."""
    with principal.as_job(case_id=case_id, programme_id=programme_id, name="triage.critical"):
        record = Record.objects.select_related("case").filter(public_id=record_id).first()
        if record is not None:
            critical.look_through(record=record, at=timezone.now())


chart.follow("triage.critical")
