"""Background doors of the studies."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from secunda.care.imaging import actions
from secunda.care.records import actions as records
from secunda.foundation.accounts import principal
from secunda.foundation.accounts.models import Programme
from secunda.foundation.queue import job, periodic


@job(name="imaging.index", is_whole=False)
def index(*, record_id: UUID, case_id: int, programme_id: int) -> None:
    """Make the case's DICOM records instances of studies, the one that was accepted and all that wait with it.

    Follows every accepted record, for a study is complete only when nothing of the case is being checked any more.
    """
    actions.index(case_id=case_id, programme_id=programme_id, clock=timezone.now)


@job(name="imaging.thumbnails", is_whole=False)
def thumbnails(*, case_id: int, programme_id: int) -> None:
    """Draw a small picture of each series of a case that has none yet."""
    actions.draw_thumbnails(case_id=case_id, programme_id=programme_id, clock=timezone.now)


@periodic(cron="* * * * *", name="imaging.reindex")
def reindex() -> None:
    """Find what was forgotten, and studies whose last file turned out to be none, programme by programme."""
    for programme in Programme.objects.all():
        with principal.as_job(case_id=None, programme_id=programme.pk, name="imaging.reindex"):
            actions.reindex()


records.follow("imaging.index")
