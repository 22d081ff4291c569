"""Sending, behind the scenes."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from secunda.foundation.accounts import principal
from secunda.foundation.notifications import actions
from secunda.foundation.queue import job


@job(name="notifications.send", queue="mail")
def send(*, notification: UUID, programme_id: int, case_id: int | None) -> None:
    """Send one notification's e-mail."""
    with principal.as_job(case_id=case_id, programme_id=programme_id, name=send.name):
        actions.send(notification=notification, at=timezone.now())
