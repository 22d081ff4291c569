"""A request for records to an institution, with its letter and its upload link."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from secunda.care.cases.models import OfACase


class RecordRequest(OfACase):
    """One letter to one institution: what is asked for, by which right, and what became of it."""

    class Outcome(models.TextChoices):
        WAITING = "", _("Waiting for an answer")
        ARRIVED = "arrived", _("The records have come")
        REFUSED = "refused", _("They will not or cannot send them")
        CANCELLED = "cancelled", _("No longer needed")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveIntegerField(help_text="the how-manieth of its case: what people call it")
    institution = models.CharField(max_length=200)
    address = models.TextField(blank=True)
    language = models.CharField(max_length=8, help_text="of the letter: the records office's")
    wanted = models.JSONField(help_text="what is missing, one line each")
    right = models.CharField(
        max_length=20, blank=True, help_text="the row of rules/access_rights.yaml it cites"
    )
    link = models.ForeignKey("cases.Link", on_delete=models.PROTECT, related_name="+")
    letter = models.ForeignKey("vault.Object", on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer_by_date = models.DateField()
    sent_at = models.DateTimeField(null=True, help_text="when somebody said that the letter has gone out")
    reminded_at = models.DateTimeField(null=True)
    overdue_at = models.DateTimeField(null=True, help_text="when the staff were told that the time is up")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.WAITING, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("case", "number"), name="record_request_number_once"),
            models.CheckConstraint(
                name="record_request_closed_with_outcome",
                condition=models.Q(closed_at__isnull=True, outcome="") | models.Q(closed_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"record request {self.public_id}"
