"""Background doors of assignment."""

from __future__ import annotations

from django.utils import timezone

from secunda.care.assignment import actions
from secunda.foundation.accounts import principal
from secunda.foundation.accounts.models import Programme
from secunda.foundation.queue import periodic


@periodic(cron="*/10 * * * *", name="assignment.expire")
def expire() -> None:
    """End the invitations that nobody answered in time, programme by programme."""
    for programme in Programme.objects.all():
        with principal.as_job(case_id=None, programme_id=programme.pk, name="assignment.expire"):
            actions.expire(programme=programme, at=timezone.now())
