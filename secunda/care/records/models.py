"""Everything submitted as evidence: records, the DICOM instances among them, and facts read from them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from secunda.care.cases.models import OfACase


class Record(OfACase):
    """One file as it came. Its bytes are in the vault; the name it came with is sealed like the file itself."""

    class State(models.TextChoices):
        RECEIVED = "received", _("Being checked")
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Not usable")
        REMOVED = "removed", _("Removed")

    class Blinding(models.TextChoices):
        SEALED = "sealed", _("Sealed until the specialist has committed")
        OPEN = "open", _("Open from the start")
        PASSAGES = "passages", _("Open with sealed passages")

    class Identity(models.TextChoices):
        MATCH = "match", _("The patient's name and date of birth are on it")
        ABSENT = "absent", _("No name or date of birth found on it")
        MISMATCH = "mismatch", _("It carries somebody else's name or date of birth")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveIntegerField(help_text="the how-manieth of its case: what people call it")
    object = models.ForeignKey("vault.Object", on_delete=models.PROTECT, null=True, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.BigIntegerField(default=0)
    kind = models.CharField(max_length=20, blank=True, help_text="what reading.identify says it is")
    media_type = models.CharField(max_length=80, blank=True)
    pages = models.PositiveIntegerField(null=True)
    name = models.CharField(max_length=255, help_text="as the person's device called it")
    title = models.CharField(max_length=200, blank=True, help_text="neutral title given by staff")
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    refused_code = models.CharField(max_length=40, blank=True)
    active_content = models.BooleanField(default=False)
    scanned = models.CharField(
        max_length=12, default="not_scanned", help_text="clean, infected, too_large, not_scanned"
    )
    clinical_date = models.CharField(
        max_length=10, blank=True, help_text="YYYY, YYYY-MM or YYYY-MM-DD: its precision"
    )
    clinical_date_role = models.CharField(
        max_length=12, blank=True, help_text="collected, performed, reported, received"
    )
    identity = models.CharField(max_length=10, choices=Identity.choices, default=Identity.ABSENT)
    identity_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    identity_confirmed_at = models.DateTimeField(null=True)
    blinding = models.CharField(max_length=10, choices=Blinding.choices, default=Blinding.SEALED)
    classified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    classified_at = models.DateTimeField(null=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    uploaded_through = models.ForeignKey("cases.Link", on_delete=models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("case", "received_at"), name="record_case"),)
        constraints = (
            models.UniqueConstraint(fields=("case", "number"), name="record_number_once"),
            models.UniqueConstraint(
                "case",
                "sha256",
                condition=models.Q(state__in=("received", "accepted")),
                name="record_same_bytes_once",
            ),
            models.CheckConstraint(
                name="record_open_only_when_classified",
                condition=models.Q(blinding="sealed") | models.Q(classified_at__isnull=False),
            ),
            models.CheckConstraint(
                name="record_kept_has_bytes",
                condition=models.Q(state__in=("refused", "removed")) | models.Q(object__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"record {self.public_id}"


class SealedPassage(OfACase):
    """A box on a page of a record that a blind expert must not see."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="sealed_passages")
    page = models.PositiveIntegerField()
    box = models.JSONField(help_text="x0 y0 x1 y1 in points from the page's top left")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"sealed passage on page {self.page}"


class Instance(OfACase):
    """A DICOM instance of a record: where it belongs and what its header says of study and series."""

    record = models.OneToOneField(Record, on_delete=models.PROTECT, related_name="instance")
    study_uid = models.CharField(max_length=64)
    series_uid = models.CharField(max_length=64)
    instance_uid = models.CharField(max_length=64)
    sop_class_uid = models.CharField(max_length=64)
    modality = models.CharField(max_length=16, blank=True)
    study_date = models.CharField(max_length=10, blank=True)
    description = models.CharField(max_length=200, blank=True)
    number = models.IntegerField(null=True)

    class Meta:
        indexes = (models.Index(fields=("case", "study_uid", "series_uid"), name="instance_series"),)

    def __str__(self) -> str:
        return f"{self.modality} instance"


class Fact(OfACase):
    """An extraction: a quote or value with its file, page and box. Marked "read by software" until confirmed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="facts")
    name = models.CharField(max_length=40)
    value = models.CharField(max_length=400)
    unit = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=80, blank=True)
    quote = models.TextField()
    page = models.PositiveIntegerField()
    box = models.JSONField(null=True)
    confidence = models.FloatField()
    assertion = models.CharField(max_length=12, default="affirmed")
    read_by = models.CharField(max_length=80, help_text="reader and version")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    rejected_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
