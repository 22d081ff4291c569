"""Background doors that concern drafts and their emergency checks."""

from __future__ import annotations

from django.utils import timezone

from secunda.care.cases import actions as cases
from secunda.care.triage import actions
from secunda.foundation.accounts import principal
from secunda.foundation.accounts.models import Programme
from secunda.foundation.queue import periodic


@periodic(cron="17 * * * *", name="cases.shred_drafts")
def shred_drafts() -> None:
    """Destroy drafts that nobody claimed within 30 days, with the answers to their emergency questions."""
    for programme in Programme.objects.all():
        with principal.as_job(case_id=None, programme_id=programme.pk, name="cases.shred_drafts"):
            for case in cases.shred_drafts(programme=programme, at=timezone.now()):
                actions.erase(case=case)
