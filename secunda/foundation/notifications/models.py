"""What an account was told, and how far the message came."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

_WORD = r"^[a-z_]{0,40}$"


class Notification(models.Model):
    """One message to one account about one thing; holds no health content, and neither does the e-mail.

    created → queued → sent → opened, or → bounced (refused for good by the recipient's server), or → failed (given up).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey("accounts.Programme", on_delete=models.PROTECT, related_name="+")
    case_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=40)
    about_type = models.CharField(max_length=40, blank=True)
    about_id = models.UUIDField(null=True, help_text="public id of what it is about")
    language = models.CharField(max_length=8)
    message_id = models.CharField(max_length=320, unique=True)
    created_at = models.DateTimeField()
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True, help_text="when sending was given up")
    opened_at = models.DateTimeField(null=True, help_text="when the person opened what it is about")
    attempts = models.PositiveSmallIntegerField(default=0)
    failed_code = models.CharField(
        max_length=40, blank=True, help_text="of the last failure, e.g. smtp_451 or 5.1.1"
    )

    class Meta:
        indexes = (
            models.Index(fields=("account", "created_at"), name="notification_account"),
            models.Index(fields=("case_id", "created_at"), name="notification_case"),
            models.Index(
                fields=("programme", "sent_at"), condition=Q(opened_at=None), name="notification_unopened"
            ),
        )
        constraints = (
            models.CheckConstraint(
                name="notification_kind_shape", condition=Q(kind__regex=r"^[a-z_]{1,20}\.[a-z_]{1,20}$")
            ),
            models.CheckConstraint(name="notification_about_shape", condition=Q(about_type__regex=_WORD)),
            models.CheckConstraint(
                name="notification_failed_shape", condition=Q(failed_code__regex=r"^[a-z0-9_.]{0,40}$")
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"
