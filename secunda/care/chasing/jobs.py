"""The clock of chasing."""

from __future__ import annotations

from django.utils import timezone

from secunda.care.chasing import actions
from secunda.foundation.accounts import principal
from secunda.foundation.accounts.models import Programme
from secunda.foundation.queue import periodic


@periodic(cron="23 * * * *", name="chasing.remind")
def remind() -> None:
    """Reminders and tasks for letters without an answer, programme by programme."""
    for programme in Programme.objects.all():
        with principal.as_job(case_id=None, programme_id=programme.pk, name="chasing.remind"):
            actions.remind(programme=programme, at=timezone.now())
