"""Background doors of what is said to people."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from secunda.care.consultations import actions
from secunda.foundation.accounts import principal
from secunda.foundation.accounts.models import Programme
from secunda.foundation.queue import periodic

LOOK_BACK = timedelta(days=7)


@periodic(cron="23 * * * *", name="consultations.undelivered")
def undelivered() -> None:
    """Ask coordinators to call where an e-mail came back or could not be sent, programme by programme."""
    at = timezone.now()
    for programme in Programme.objects.all():
        with principal.as_job(case_id=None, programme_id=programme.pk, name="consultations.undelivered"):
            actions.tell_undelivered(programme=programme, since=at - LOOK_BACK, at=at)
