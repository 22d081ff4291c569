"""Background doors of the records."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from secunda.care.records import actions
from secunda.care.records.models import Arrival, Record
from secunda.foundation.accounts import principal
from secunda.foundation.accounts.models import Programme
from secunda.foundation.queue import job, periodic
from secunda.foundation.vault import actions as vault


@job(name="records.check")
def check(*, record_id: UUID, case_id: int, programme_id: int) -> None:
    """Find out what a received file is. Killed at any moment it runs again, and settles the record once."""
    with principal.as_job(case_id=case_id, programme_id=programme_id, name="records.check"):
        record = Record.objects.select_related("object").filter(public_id=record_id).first()
        if record is not None:
            actions.check(record=record, at=timezone.now())


@job(name="records.take_whole")
def take_whole(*, arrival_id: UUID, case_id: int, programme_id: int) -> None:
    """Make a file that came whole a record, after the request that brought it was killed."""
    with principal.as_job(case_id=case_id, programme_id=programme_id, name="records.take_whole"):
        found = Arrival.objects.select_related("object", "case", "by", "link")
        arrival = found.filter(public_id=arrival_id).first()
        if arrival is not None:
            actions.take_whole(arrival=arrival, at=timezone.now())


@job(name="records.unpack", is_whole=False)
def unpack(*, record_id: UUID, case_id: int, programme_id: int) -> None:
    """Make the files of a packed folder or a disc records. Killed at any moment it runs again, and nothing is twice."""
    actions.unpack(record_id=record_id, case_id=case_id, programme_id=programme_id, clock=timezone.now)


@periodic(cron="7,27,47 * * * *", name="records.tidy_arrivals")
def tidy_arrivals() -> None:
    """Take what came whole and was forgotten, and give up what nobody went on with, programme by programme."""
    for programme in Programme.objects.all():
        with principal.as_job(case_id=None, programme_id=programme.pk, name="records.tidy_arrivals"):
            actions.tidy_arrivals(at=timezone.now())


@periodic(cron="37 3 * * *", name="records.sweep")
def sweep() -> None:
    """Remove bytes that no record or report points at any more, once a night."""
    vault.sweep(at=timezone.now())


@periodic(cron="*/10 * * * *", name="records.recheck")
def recheck() -> None:
    """Queue again what still waits to be checked, programme by programme: no file waits for ever."""
    for programme in Programme.objects.all():
        with principal.as_job(case_id=None, programme_id=programme.pk, name="records.recheck"):
            actions.recheck(at=timezone.now())
