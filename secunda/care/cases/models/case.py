"""The case, its clock, and what staff keep about it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Case(models.Model):
    """One request for a second opinion, from the first click to closing. Holds nothing that is sealed."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        EMERGENCY = "emergency", _("Stopped for an emergency")
        SUBMITTED = "submitted", _("Submitted")
        RECORDS_NEEDED = "records_needed", _("Records needed")
        RECORDS_COMPLETE = "records_complete", _("Records complete")
        ASSIGNMENT = "assignment", _("Finding the specialist")
        REVIEW = "review", _("Being read")
        DRAFTED = "drafted", _("Opinion being written")
        QUALITY_CHECK = "quality_check", _("Quality check")
        SIGNED = "signed", _("Signed")
        RELEASED = "released", _("Released")
        FOLLOW_UP = "follow_up", _("Follow-up")
        CLOSED = "closed", _("Closed")
        CANCELLED = "cancelled", _("Cancelled")
        DECLINED = "declined", _("Declined")

    class Requester(models.TextChoices):
        PATIENT = "patient", _("The patient")
        PROXY = "proxy", _("Someone acting for the patient")
        DOCTOR = "doctor", _("The treating doctor")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey("accounts.Programme", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=12, unique=True, help_text="what people say on the telephone")
    patient = models.ForeignKey("cases.Patient", on_delete=models.PROTECT, null=True, related_name="cases")
    requester = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    requester_kind = models.CharField(max_length=10, choices=Requester.choices, default=Requester.PATIENT)
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    state_at = models.DateTimeField()
    first_click_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    readable_at = models.DateTimeField(null=True, help_text="when the patient could first open the opinion")
    closed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(
        null=True, help_text="until when whoever holds the case has promised the next step"
    )
    condition_family = models.CharField(max_length=40, blank=True)
    country = models.CharField(max_length=2, blank=True)
    language = models.CharField(max_length=8, default="en")
    time_zone = models.CharField(max_length=64, default="UTC")
    decision_date = models.DateField(null=True, help_text="when the person has to decide")
    demo = models.BooleanField(default=False)

    class Meta:
        indexes = (
            models.Index(fields=("programme", "state", "state_at"), name="case_queue"),
            models.Index(fields=("patient",), name="case_patient"),
            models.Index(
                fields=("programme", "due_at"),
                condition=models.Q(due_at__isnull=False),
                name="case_due",
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=("id", "programme"), name="case_in_programme"),
            models.CheckConstraint(
                name="case_has_patient_once_submitted",
                condition=models.Q(state__in=("draft", "emergency", "cancelled"))
                | models.Q(patient__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.reference


class OfACase(models.Model):
    """What every table that holds something of a case carries; `rowsecurity.protect` guards it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey("accounts.Programme", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Interval(OfACase):
    """One edge-to-edge stretch of the case's clock, and who held the case. Clocks never pause."""

    state = models.CharField(max_length=20, choices=Case.State.choices)
    holder = models.CharField(max_length=12, help_text="patient, coordinator, expert, reviewer or nobody")
    holder_account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    zone = models.CharField(max_length=64, default="UTC")

    class Meta:
        indexes = (models.Index(fields=("case", "from_at"), name="interval_case"),)
        constraints = (
            models.UniqueConstraint("case", condition=models.Q(until_at=None), name="interval_one_open"),
            models.CheckConstraint(
                name="interval_forward",
                condition=models.Q(until_at=None) | models.Q(until_at__gte=models.F("from_at")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.state} held by {self.holder}"


class Task(OfACase):
    """Something a person of the programme has to do, with a clock."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=40)
    about_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        indexes = (
            models.Index(fields=("programme", "due_at"), condition=models.Q(done_at=None), name="task_open"),
            models.Index(fields=("case",), name="task_case"),
        )
        constraints = (
            models.UniqueConstraint(
                "case",
                "kind",
                "about_id",
                condition=models.Q(done_at=None),
                name="task_open_once",
                nulls_distinct=False,
            ),
        )

    def __str__(self) -> str:
        return self.kind


class LegalHold(OfACase):
    """While it lasts nothing of this class of the case may be erased."""

    klass = models.CharField(max_length=12, help_text="evidence or opinion")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.klass
