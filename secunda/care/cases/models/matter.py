"""What the case is about. Content of the first opinion, verbatim questions, wishes and notes are sealed."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from secunda.care.cases.models.case import Case, OfACase


class Intake(OfACase):
    """Answers while the wizard is being filled in: by page, as typed, so that nothing is lost on the way."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return "intake answers"


class Provenance(OfACase):
    """Who gave the first opinion, where, and who would carry out the plan. For the conflict page only."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+")
    doctors = models.JSONField(default=list, help_text="names")
    institutions = models.JSONField(default=list, help_text="names")
    planned_providers = models.JSONField(
        default=list, help_text="names of people and places that would treat"
    )
    given_date = models.CharField(
        max_length=10, blank=True, help_text="YYYY, YYYY-MM or YYYY-MM-DD: its precision"
    )

    def __str__(self) -> str:
        return "provenance of the first opinion"


class FirstOpinion(OfACase):
    """The diagnosis and plan under review, as the person told it. Sealed until the expert's commit."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+")
    diagnosis = models.TextField()
    treatment = models.TextField()
    reasons = models.TextField(blank=True)
    decision = models.TextField(blank=True, help_text="what has to be decided")
    language = models.CharField(max_length=8, default="en")

    def __str__(self) -> str:
        return "first opinion"


class Question(OfACase):
    """One of the person's one to five questions, verbatim. Sealed; the expert reads the brief first."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    language = models.CharField(max_length=8, default="en")

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint("case", "position", name="question_place"),
            models.CheckConstraint(
                name="question_one_to_five", condition=models.Q(position__gte=1) & models.Q(position__lte=5)
            ),
        )

    def __str__(self) -> str:
        return f"question {self.position}"


class Wishes(OfACase):
    """What the person hopes and fears, and how they want to be told. Sealed; used at release."""

    class Hear(models.TextChoices):
        PAGE = "page", _("I read it here, when I am ready")
        CALL = "call", _("Someone calls me first")
        CALL_TOGETHER = "call_together", _("Someone calls me and a person I choose")

    class Detail(models.TextChoices):
        EVERYTHING = "everything", _("Everything, with the numbers")
        MAIN = "main", _("The main things first")
        ASK = "ask", _("Ask me each time")

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+")
    hopes = models.TextField(blank=True)
    fears = models.TextField(blank=True)
    hear = models.CharField(max_length=16, choices=Hear.choices, default=Hear.PAGE)
    hear_with = models.CharField(max_length=200, blank=True)
    detail = models.CharField(max_length=12, choices=Detail.choices, default=Detail.MAIN)
    decides_with = models.CharField(max_length=300, blank=True)
    culture = models.TextField(blank=True, help_text="wishes of language, culture or religion")

    def __str__(self) -> str:
        return "wishes"


class Consent(OfACase):
    """One consent to one purpose, with the hash of the very text that was shown."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    purpose = models.CharField(max_length=30)
    version = models.PositiveSmallIntegerField()
    text_sha256 = models.CharField(max_length=64)
    language = models.CharField(max_length=8)
    country = models.CharField(max_length=2, blank=True, help_text="for care across a border: where to")
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                "case", "purpose", "country", condition=models.Q(withdrawn_at=None), name="consent_live_once"
            ),
        )

    def __str__(self) -> str:
        return self.purpose


class Brief(OfACase):
    """What a blind expert may know: the neutral question and summary that a named person approved."""

    class Blinded(models.TextChoices):
        TREATMENT = "treatment", _("The proposed treatment")
        DIAGNOSIS = "diagnosis", _("The diagnosis")
        BOTH = "both", _("The diagnosis and the proposed treatment")

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+")
    blinded = models.CharField(max_length=10, choices=Blinded.choices, default=Blinded.TREATMENT)
    neutral_question = models.TextField(blank=True)
    neutral_summary = models.TextField(blank=True)
    primary_material = models.BooleanField(default=False, help_text="images or slides are in the case")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="brief_approved_by_someone",
                condition=models.Q(approved_at=None, approved_by=None)
                | models.Q(approved_at__isnull=False, approved_by__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return "brief"


class StaffNote(OfACase):
    """What staff write for each other. Sealed to experts."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return "staff note"
