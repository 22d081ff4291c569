"""Each expert's work on a case: invited, declared, accepted, reading, committed, reconciled, done."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from secunda.care.cases.models import OfACase


class Assignment(OfACase):
    """One expert on one case. A single expert is a panel of one."""

    class State(models.TextChoices):
        INVITED = "invited", _("Invited")
        DECLARED = "declared", _("No conflict declared")
        ACCEPTED = "accepted", _("Accepted")
        READING = "reading", _("Reading")
        COMMITTED = "committed", _("Read committed")
        RECONCILED = "reconciled", _("Compared with the first opinion")
        DONE = "done", _("Signed")
        DECLINED = "declined", _("Declined")
        CONFLICT = "conflict", _("Conflict of interest")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("Not answered in time")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    expert = models.ForeignKey("experts.Expert", on_delete=models.PROTECT, related_name="assignments")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lead = models.BooleanField(default=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.INVITED)
    state_at = models.DateTimeField()
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    answer_by_at = models.DateTimeField(help_text="12 hours after the invitation by default")
    report_by_at = models.DateTimeField(null=True, help_text="48 hours after acceptance by default")
    offer = models.JSONField(default=dict, help_text="what the invitation shows: frozen, neutral, approved")
    overruled = models.JSONField(
        default=list, help_text="warnings overruled when assigning, each with its reason"
    )
    declined_reason = models.CharField(max_length=400, blank=True)
    blind = models.BooleanField(default=True, help_text="false for a read made after unsealing")

    class Meta:
        indexes = (models.Index(fields=("account", "state"), name="assignment_account"),)
        constraints = (
            models.UniqueConstraint(
                "case",
                "expert",
                condition=~models.Q(state__in=("declined", "conflict", "withdrawn", "expired")),
                name="assignment_once",
            ),
        )

    def __str__(self) -> str:
        return self.state


class Declaration(OfACase):
    """A conflict-of-interest declaration, per case, before anything opens; again on new facts."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="declarations")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(help_text="rule id (COI-1 …) to yes or no")
    disclosure = models.TextField(blank=True)
    blocks = models.JSONField(default=list, help_text="ids of the rules that bar this expert")
    rules_version = models.CharField(max_length=20)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return "conflict declaration"


class Waiver(OfACase):
    """The patient's written waiver of COI-2 (same employer); the report then says "not independent"."""

    expert = models.ForeignKey("experts.Expert", on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=10, default="COI-2")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text_sha256 = models.CharField(max_length=64)
    given_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint("case", "expert", "rule", name="waiver_once"),
            models.CheckConstraint(name="waiver_only_same_employer", condition=models.Q(rule="COI-2")),
        )

    def __str__(self) -> str:
        return self.rule
