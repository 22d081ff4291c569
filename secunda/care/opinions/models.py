"""Reads, opinions and what belongs to them. A signed opinion is never edited: a correction is a new version."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from secunda.care.cases.models import OfACase


class Read(OfACase):
    """One expert's blind structured judgement: a draft until committed, then hashed, timed and immutable."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assignment = models.OneToOneField("assignment.Assignment", on_delete=models.PROTECT, related_name="read")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField(default=dict)
    edition = models.PositiveIntegerField(default=0, help_text="grows with each save; notices two tabs")
    saved_at = models.DateTimeField()
    committed_at = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    blind = models.BooleanField(default=True)
    change = models.JSONField(null=True, help_text="after unsealing: change or no change, with the reason")
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="read_committed_is_hashed", condition=models.Q(committed_at=None) | ~models.Q(sha256="")
            ),
        )

    def __str__(self) -> str:
        return f"read {self.public_id}"


class Opinion(OfACase):
    """One version of the report on a case."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Being written")
        QUALITY_CHECK = "quality_check", _("Being checked by a second person")
        PASSED = "passed", _("Checked, ready to sign")
        SIGNED = "signed", _("Signed")
        RELEASED = "released", _("Released")
        SUPERSEDED = "superseded", _("Replaced by a newer version")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveSmallIntegerField(default=1)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="superseded_by"
    )
    amendment_reason = models.TextField(blank=True)
    language = models.CharField(max_length=8, default="en")
    state = models.CharField(max_length=14, choices=State.choices, default=State.DRAFT)
    state_at = models.DateTimeField()
    content = models.JSONField(default=dict)
    edition = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    call_offered = models.JSONField(null=True, help_text="who offered a call, when, what the person answered")
    code = models.CharField(max_length=24, unique=True, help_text="what people type to verify a report")
    canonical = models.BinaryField(null=True, help_text="the signed bytes, RFC 8785")
    sha256 = models.CharField(max_length=64, blank=True)
    signed_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    opened_at = models.DateTimeField(null=True, help_text="when the patient's side first opened it")

    class Meta:
        indexes = (models.Index(fields=("case", "version"), name="opinion_case"),)
        constraints = (
            models.UniqueConstraint("case", "version", name="opinion_version_once"),
            models.UniqueConstraint(
                "case",
                condition=models.Q(state__in=("draft", "quality_check", "passed")),
                name="opinion_one_in_work",
            ),
            models.CheckConstraint(
                name="opinion_signed_is_frozen",
                condition=models.Q(state__in=("draft", "quality_check", "passed"))
                | (
                    models.Q(signed_at__isnull=False)
                    & models.Q(canonical__isnull=False)
                    & ~models.Q(sha256="")
                ),
            ),
        )

    def __str__(self) -> str:
        return f"opinion {self.public_id} v{self.version}"


class Author(OfACase):
    """An expert's authorship of an opinion, and their signature once given."""

    opinion = models.ForeignKey(Opinion, on_delete=models.PROTECT, related_name="authors")
    expert = models.ForeignKey("experts.Expert", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=1)
    dissent = models.TextField(blank=True)
    signed_at = models.DateTimeField(null=True)
    licence = models.ForeignKey("experts.Licence", on_delete=models.PROTECT, null=True, related_name="+")
    second_factor = models.CharField(max_length=20, blank=True, help_text="how the signer stepped up")
    signature = models.BinaryField(null=True, help_text="detached CMS over the canonical JSON")
    certificate = models.TextField(blank=True)

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint("opinion", "expert", name="author_once"),)

    def __str__(self) -> str:
        return f"author {self.position}"


class QualityCheck(OfACase):
    """A second person's check of an opinion before it is signed."""

    opinion = models.ForeignKey(Opinion, on_delete=models.PROTECT, related_name="checks")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    edition = models.PositiveIntegerField(help_text="the edition of the draft that was checked")
    passed = models.BooleanField()
    checklist = models.JSONField(default=dict)
    comment = models.TextField(blank=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return "passed" if self.passed else "returned"


class Rendering(OfACase):
    """A PDF of a signed opinion for one reader in one language; carries the hash of the canonical JSON."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    opinion = models.ForeignKey(Opinion, on_delete=models.PROTECT, related_name="renderings")
    reader = models.CharField(max_length=12, default="patient")
    language = models.CharField(max_length=8, default="en")
    object = models.ForeignKey("vault.Object", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint("opinion", "reader", "language", name="rendering_once"),)

    def __str__(self) -> str:
        return f"{self.reader} {self.language}"


class Translation(OfACase):
    """The patient's copy in another language: who translated, who approved, and the hash of its source."""

    opinion = models.ForeignKey(Opinion, on_delete=models.PROTECT, related_name="translations")
    language = models.CharField(max_length=8)
    content = models.JSONField(default=dict)
    source_sha256 = models.CharField(max_length=64)
    translator = models.CharField(max_length=200)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint("opinion", "language", name="translation_once"),)

    def __str__(self) -> str:
        return self.language


class Addendum(OfACase):
    """A follow-up question and its signed answer, beside the opinion, never inside it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    opinion = models.ForeignKey(Opinion, on_delete=models.PROTECT, related_name="addenda")
    question = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    language = models.CharField(max_length=8, default="en")
    answer = models.TextField(blank=True, help_text="as signed; until then the words are the expert's alone")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    signed_at = models.DateTimeField(null=True)
    canonical = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    signature = models.BinaryField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="addendum_signed_is_hashed", condition=models.Q(signed_at=None) | ~models.Q(sha256="")
            ),
            models.CheckConstraint(
                name="addendum_unsigned_says_nothing",
                condition=models.Q(answer="") | models.Q(signed_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"addendum {self.public_id}"


class AnswerDraft(OfACase):
    """An answer as it is written: for the experts' side alone, until signing copies it into the addendum."""

    addendum = models.OneToOneField(Addendum, on_delete=models.PROTECT, related_name="draft")
    text = models.TextField(blank=True)
    edition = models.PositiveIntegerField(default=0, help_text="grows with each save; notices two tabs")
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"edition {self.edition}"
