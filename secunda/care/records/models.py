"""Everything submitted as evidence: records, and the DICOM instances among them."""

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
        UNPACKED = "unpacked", _("Unpacked")
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
    inside = models.JSONField(default=list, help_text="what in it could run by itself, by reading's codes")
    scanned = models.CharField(
        max_length=12, default="not_scanned", help_text="clean, infected, too_large, not_scanned"
    )
    scan_released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    scan_released_at = models.DateTimeField(
        null=True, help_text="what was too large to scan may be opened since"
    )
    clinical_date = models.CharField(
        max_length=10, blank=True, help_text="YYYY, YYYY-MM or YYYY-MM-DD: its precision"
    )
    clinical_date_role = models.CharField(
        max_length=12, blank=True, help_text="collected, performed, reported, received"
    )
    identity = models.CharField(max_length=10, choices=Identity.choices, default=Identity.ABSENT)
    patient_seen = models.JSONField(default=dict, help_text="names and birth_dates on it, as written there")
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
    came_in = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="the archive it was packed in",
    )
    received_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("case", "received_at"), name="record_case"),)
        constraints = (
            models.UniqueConstraint(fields=("case", "number"), name="record_number_once"),
            models.UniqueConstraint(
                "case",
                "sha256",
                condition=models.Q(state__in=("received", "accepted", "unpacked")),
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


class Arrival(OfACase):
    """A file on its way in, over one request or many, until it is a record, was not taken, or was given up.

    How far it is, its vault object knows; `offset` is what was last told. The row outlives the file's arrival, so that
    a sender who missed the answer can ask again.
    """

    class State(models.TextChoices):
        ARRIVING = "arriving"
        TAKEN = "taken"
        REFUSED = "refused"
        GONE = "gone"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    object = models.ForeignKey("vault.Object", on_delete=models.PROTECT, null=True, related_name="+")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.ARRIVING)
    name = models.CharField(max_length=255, blank=True, help_text="as the person's device calls it")
    folder = models.CharField(max_length=255, blank=True, help_text="the folder it came in, as on the device")
    beside_programs = models.BooleanField(default=False, help_text="its folder is that of a disc's viewer")
    modified_ms = models.BigIntegerField(null=True, help_text="when the device says it was last changed")
    length = models.BigIntegerField(help_text="bytes it will have")
    offset = models.BigIntegerField(default=0, help_text="bytes that had come when the last request ended")
    said = models.CharField(max_length=500, blank=True, help_text="why it was not taken, to its sender")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    link = models.ForeignKey("cases.Link", on_delete=models.PROTECT, null=True, related_name="+")
    begun_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=("case", "state", "begun_at"), name="arrival_case"),
            models.Index(fields=("programme", "expires_at"), name="arrival_expiry"),
        )
        constraints = (
            models.CheckConstraint(
                name="arrival_sizes",
                condition=models.Q(length__gte=0, offset__gte=0, offset__lte=models.F("length")),
            ),
            models.CheckConstraint(
                name="arrival_has_bytes_or_an_end",
                condition=models.Q(state="arriving", object__isnull=False)
                | (~models.Q(state="arriving") & models.Q(object__isnull=True)),
            ),
        )

    def __str__(self) -> str:
        return f"arrival {self.public_id}"


class Unpacking(OfACase):
    """What became of a packed folder or disc: how far it is, and in numbers what was in it."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        STOPPED = "stopped"

    record = models.OneToOneField(Record, on_delete=models.PROTECT, related_name="unpacking")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    code = models.CharField(max_length=40, blank=True, help_text="why it was stopped, by reading's codes")
    seen = models.PositiveIntegerField(default=0, help_text="files looked at so far")
    left_out = models.PositiveIntegerField(
        default=0, help_text="files of the disc's own viewer, and its tables"
    )
    left_out_why = models.JSONField(default=dict, help_text="how many of them, by reading's codes")
    refused = models.PositiveIntegerField(default=0, help_text="files that could not be used")
    known = models.PositiveIntegerField(default=0, help_text="files that the case had already")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"unpacking of {self.record_id}"


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
