"""What was told and did not arrive, or was not looked at."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from secunda.foundation.notifications.models import Notification


def unopened(*, kind: str, before: datetime) -> QuerySet[Notification]:
    """Messages of a kind sent before an instant about something that their recipient has not opened since."""
    return Notification.objects.filter(kind=kind, sent_at__lt=before, opened_at=None)


def undelivered(*, since: datetime) -> QuerySet[Notification]:
    """Messages that bounced or were given up since an instant."""
    return Notification.objects.filter(Q(bounced_at__gte=since) | Q(failed_at__gte=since))
