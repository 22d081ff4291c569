"""Studies as they are shown: studies, series, instances, their headers whole and open, and what was set aside."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from secunda.care.cases.models import OfACase
from secunda.care.records.models import Record


class Study(OfACase):
    """One study of a case. What it is called is in `Wording`, which a blind expert does not see."""

    class State(models.TextChoices):
        ARRIVING = "arriving", _("Still arriving")
        COMPLETE = "complete", _("Complete")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    uid = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ARRIVING)
    date = models.CharField(max_length=16, blank=True, help_text="as in the header, DA")
    said = models.JSONField(default=dict, help_text="DICOM JSON of patient and study, without free text")
    settled_at = models.DateTimeField(null=True, help_text="when its series were last put in order")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "uid"), name="imaging_study_once"),)
        indexes = (models.Index(fields=("programme", "state"), name="imaging_study_state"),)

    def __str__(self) -> str:
        return f"study {self.public_id}"


class Series(OfACase):
    """One series of a study, in the order of its pictures' places."""

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="series")
    uid = models.CharField(max_length=64)
    modality = models.CharField(max_length=16, blank=True)
    number = models.IntegerField(null=True)
    said = models.JSONField(default=dict, help_text="DICOM JSON of the series, without free text")
    plane = models.CharField(max_length=10, blank=True, help_text="axial, coronal, sagittal, oblique")
    spacing = models.FloatField(null=True, help_text="mm between neighbours")
    gaps = models.PositiveIntegerField(default=0, help_text="positions that seem to be missing")
    is_mixed = models.BooleanField(default=False, help_text="pictures of more than one plane")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("study", "uid"), name="imaging_series_once"),)
        indexes = (models.Index(fields=("case",), name="imaging_series_case"),)

    def __str__(self) -> str:
        return f"{self.modality} series"


class Wording(OfACase):
    """What a study or a series is called, and other free text of its header. Never for a blind expert."""

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="+")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, null=True, related_name="+")
    said = models.JSONField(default=dict, help_text="DICOM JSON")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("study",), condition=models.Q(series=None), name="imaging_wording_of_study"
            ),
            models.UniqueConstraint(fields=("series",), name="imaging_wording_of_series"),
        )
        indexes = (models.Index(fields=("case",), name="imaging_wording_case"),)

    def __str__(self) -> str:
        return "wording of a series" if self.series_id else "wording of a study"


class Instance(OfACase):
    """One instance. Its bytes are its record's, or those of `rendition` where the file as it came cannot be served.

    `frames` is a table of sixteen bytes a frame (`reading.imaging.found`) into those bytes. `withheld`: it does not
    exist for a blind expert; `withheld_as` says why.
    """

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="instances")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="instances")
    record = models.OneToOneField(Record, on_delete=models.PROTECT, related_name="+")
    rendition = models.ForeignKey("vault.Object", on_delete=models.PROTECT, null=True, related_name="+")
    thumbnail = models.ForeignKey("vault.Object", on_delete=models.PROTECT, null=True, related_name="+")
    uid = models.CharField(max_length=64)
    sop_class = models.CharField(max_length=64)
    syntax = models.CharField(max_length=64, help_text="of the bytes that are served")
    sha256 = models.CharField(max_length=64, help_text="of the file as it came")
    modality = models.CharField(max_length=16, blank=True)
    number = models.IntegerField(null=True)
    position = models.PositiveIntegerField(default=0, help_text="in its series, from 1, by geometry")
    frame_count = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    columns = models.PositiveIntegerField(default=0)
    frames = models.BinaryField(default=bytes)
    place = models.JSONField(default=dict, help_text="orientation, position, spacing, frame_of_reference")
    acquired = models.CharField(max_length=16, blank=True)
    unsaid = models.PositiveIntegerField(default=0, help_text="values kept as they stood")
    withheld = models.BooleanField(default=False)
    withheld_as = models.CharField(max_length=12, blank=True)
    withheld_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "uid"), name="imaging_instance_once"),)
        indexes = (models.Index(fields=("series", "position"), name="imaging_instance_series"),)

    def __str__(self) -> str:
        return f"{self.modality} instance of a study"


class HeaderText(OfACase):
    """A header as DICOM JSON, UTF-8. Long binary values have "bulk:" and their place instead of an address."""

    content = models.BinaryField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return "a header"


class Header(HeaderText):
    """The whole header. Never for a blind expert."""

    instance = models.OneToOneField(
        Instance, on_delete=models.PROTECT, related_name="header", primary_key=True
    )
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="+")


class OpenHeader(HeaderText):
    """The header without free text: what a blind expert reads."""

    instance = models.OneToOneField(
        Instance, on_delete=models.PROTECT, related_name="open_header", primary_key=True
    )
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="+")


class SetAside(OfACase):
    """A record that looked like an instance and cannot be shown, with the code of the sentence that says why."""

    record = models.OneToOneField(Record, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    study_uid = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("case",), name="imaging_set_aside_case"),)

    def __str__(self) -> str:
        return f"set aside: {self.code}"


class Opening(OfACase):
    """That somebody opened a study, as the audit says too; no frame is sent without one of this sitting."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("account", "study", "-at"), name="imaging_opening_of"),)

    def __str__(self) -> str:
        return "an opening of a study"


class Mark(OfACase):
    """What an expert drew on one image: part of their read, theirs alone while they read, then unchanged for good.

    `public_id` is given by the viewer, so that a mark that is sent twice is one. `geometry` is the viewer's own
    drawing (points in the patient's space), without what it computes from the pixels.
    """

    class Kind(models.TextChoices):
        LENGTH = "length", _("Length")
        BIDIRECTIONAL = "bidirectional", _("Two diameters")
        ANGLE = "angle", _("Angle")
        COBB = "cobb", _("Cobb angle")
        ELLIPSE = "ellipse", _("Ellipse")
        PROBE = "probe", _("Value at a point")
        ARROW = "arrow", _("Arrow")

    public_id = models.UUIDField(editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    study_uid = models.CharField(max_length=64)
    series_uid = models.CharField(max_length=64)
    sop_uid = models.CharField(max_length=64)
    frame = models.PositiveIntegerField(default=1)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    geometry = models.JSONField(default=dict)
    text = models.CharField(max_length=200, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("account", "case", "public_id"), name="imaging_mark_once"),
        )
        indexes = (models.Index(fields=("case", "account"), name="imaging_mark_of"),)

    def __str__(self) -> str:
        return f"mark {self.public_id}"
