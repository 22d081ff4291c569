"""The emergency check as it was answered: what was asked, what was said, what followed."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from secunda.care.cases.models import OfACase


class Check(OfACase):
    """One answering of the emergency questions. Never changed afterwards, but for the acknowledgement."""

    class Verdict(models.TextChoices):
        EMERGENCY = "EMERGENCY", _("Emergency")
        CRISIS = "CRISIS", _("Crisis")
        INPATIENT = "INPATIENT", _("In hospital now")
        SAME_DAY = "SAME_DAY", _("To be seen today")
        HUMAN_REVIEW = "HUMAN_REVIEW", _("A person has to look")
        OK = "OK", _("No warning sign")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    rules_version = models.CharField(max_length=20)
    country = models.CharField(
        max_length=2, blank=True, help_text="where the person is, for the emergency number"
    )
    answers = models.JSONField(help_text="question id to yes, no or unsure")
    outcome = models.CharField(max_length=12, choices=Verdict.choices)
    rows = models.JSONField(default=list, help_text="id, action and certainty of every red flag that holds")
    inpatient = models.BooleanField(default=False)
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    acknowledged_at = models.DateTimeField(
        null=True, help_text="when the person said that they read the stop page"
    )
    handled_at = models.DateTimeField(null=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        indexes = (
            models.Index(fields=("case", "-answered_at"), name="check_latest"),
            models.Index(
                fields=("programme", "answered_at"),
                condition=models.Q(handled_at=None, outcome__in=("CRISIS", "SAME_DAY", "HUMAN_REVIEW")),
                name="check_waiting",
            ),
        )
        constraints = (
            models.CheckConstraint(
                name="check_acknowledged_after",
                condition=models.Q(acknowledged_at=None)
                | models.Q(acknowledged_at__gte=models.F("answered_at")),
            ),
            models.CheckConstraint(
                name="check_handled_by_someone",
                condition=models.Q(handled_at=None, handled_by=None)
                | models.Q(handled_at__isnull=False, handled_by__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.outcome
