"""What was read from the records: readings, their pages, facts with their history, and the summary of the case."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from secunda.care.cases.models import OfACase
from secunda.care.records.models import Record


class Reading(OfACase):
    """One reading of one record by one version of the reader. The current one is what people see."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to be read")
        READING = "reading", _("Being read")
        READ = "read", _("Read by software")
        UNREADABLE = "unreadable", _("Could not be read")
        FAILED = "failed", _("Not read")

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="readings")
    reader = models.CharField(max_length=40, help_text="reader and version")
    is_current = models.BooleanField(default=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0, help_text="pages read so far")
    total = models.PositiveIntegerField(default=0, help_text="pages there are; 0 while that is not known")
    type = models.CharField(max_length=30, default="other", help_text="of reading.document.Type")
    type_confidence = models.FloatField(default=0)
    language = models.CharField(max_length=8, blank=True, help_text="ISO 639-1, empty when not told")
    problems = models.JSONField(default=list, help_text="codes of reading's sentences")
    dates = models.JSONField(default=list, help_text="value, precision, role, quote, page, box, path")
    patient_seen = models.JSONField(default=dict, help_text="names, birth_dates, identifiers")
    begun_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("case",), name="reading_case"),)
        constraints = (
            models.UniqueConstraint(
                "record", condition=models.Q(is_current=True), name="reading_one_current"
            ),
            models.UniqueConstraint(fields=("record", "reader"), name="reading_once_a_reader"),
        )

    def __str__(self) -> str:
        return f"reading by {self.reader}"


class Words(OfACase):
    """The words of a page: lines of [word, x0, y0, x1, y1, confidence], places in points, left out when not known.

    The database writes `text` and both indexes from `words` (migration 0003): one line a line, words parted by spaces.
    """

    number = models.PositiveIntegerField()
    width = models.FloatField(help_text="points, as shown; 0 for text without places")
    height = models.FloatField()
    source = models.CharField(max_length=10, help_text="text, ocr or structure")
    turned = models.FloatField(default=0)
    language = models.CharField(max_length=8, blank=True)
    words = models.JSONField(default=list)
    text = models.TextField(blank=True, editable=False)
    as_written = SearchVectorField(null=True, editable=False)
    by_stem = SearchVectorField(null=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"page {self.number}"


class PageText(Words):
    """A page as it was read, with whatever is sealed on it. Never for a blind expert."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="pages")

    class Meta:
        indexes = (models.Index(fields=("case",), name="pagetext_case"),)
        constraints = (models.UniqueConstraint(fields=("reading", "number"), name="pagetext_once"),)


class OpenText(Words):
    """The same page without what is sealed: all of it that a blind expert may read and search.

    Written by the database only, whenever the page, its sealed passages or the record's classification change.
    """

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    page = models.OneToOneField(PageText, on_delete=models.DO_NOTHING, related_name="+")
    withheld = models.BooleanField(default=True)

    class Meta:
        indexes = (
            models.Index(fields=("case",), name="opentext_case"),
            models.Index(fields=("record",), name="opentext_record"),
        )


class Fact(OfACase):
    """An extraction: a value with its quote and place. "Read by software" until a person has looked at it.

    `read` keeps what the software read, whatever people say later. `withheld` is the database's: true while its place
    is sealed, its record is not open, or what the patient's side wrote is not confirmed.
    """

    class Standing(models.TextChoices):
        READ = "read", _("Read by software")
        CONFIRMED = "confirmed", _("Confirmed")
        CORRECTED = "corrected", _("Corrected")
        ADDED = "added", _("Added by a person")
        REJECTED = "rejected", _("Rejected")
        MERGED = "merged", _("The same as another")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="facts")
    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, null=True, related_name="facts")
    name = models.CharField(max_length=60, help_text="of reading's vocabulary")
    value = models.TextField()
    unit = models.CharField(max_length=40, blank=True, help_text="UCUM")
    code = models.CharField(max_length=80, blank=True)
    code_system = models.CharField(max_length=40, blank=True)
    quote = models.TextField(blank=True)
    page = models.PositiveIntegerField(null=True)
    box = models.JSONField(null=True, help_text="x0 y0 x1 y1 in points from the page's top left")
    path = models.TextField(blank=True, help_text="place in a structured document")
    confidence = models.FloatField(default=1)
    assertion = models.CharField(max_length=12, default="affirmed")
    specimen = models.CharField(max_length=200, blank=True)
    date = models.CharField(max_length=10, blank=True, help_text="the day it is about, cut to its precision")
    detail = models.JSONField(default=dict)
    read_by = models.CharField(max_length=40, help_text='reader and version, or "person"')
    read = models.JSONField(null=True, help_text="what the software read; null for what a person added")
    source_key = models.CharField(max_length=64, blank=True, help_text="the same in each reading")
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.READ)
    is_from_patient = models.BooleanField(default=False, help_text="the patient's side had the last word")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    withheld = models.BooleanField(default=True)

    class Meta:
        indexes = (
            models.Index(fields=("case", "name"), name="fact_case"),
            models.Index(fields=("record",), name="fact_record"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("record", "source_key"), condition=~models.Q(source_key=""), name="fact_once_a_source"
            ),
            models.CheckConstraint(
                name="fact_of_software_has_a_source",
                condition=models.Q(read_by="person")
                | (~models.Q(quote="") & (models.Q(page__isnull=False) | ~models.Q(path=""))),
            ),
        )

    def __str__(self) -> str:
        return self.name


class FactRevision(OfACase):
    """One thing that somebody did to a fact: what it was and what it is since. Only ever added to."""

    class Action(models.TextChoices):
        ADD = "add"
        CONFIRM = "confirm"
        CORRECT = "correct"
        REJECT = "reject"
        MERGE = "merge"
        RESTORE = "restore"

    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="revisions")
    action = models.CharField(max_length=8, choices=Action.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, help_text="in which part in the case, or coordinator")
    at = models.DateTimeField()
    was = models.JSONField(null=True)
    now = models.JSONField()
    reason = models.TextField(blank=True)
    merged_into = models.ForeignKey(Fact, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = (models.Index(fields=("fact", "at"), name="factrevision_fact"),)

    def __str__(self) -> str:
        return self.action


class Proposal(OfACase):
    """What a model of language says a record states, found in its words: a claim until staff keep it as a fact."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60, help_text="of reading's vocabulary")
    value = models.TextField()
    unit = models.CharField(max_length=40, blank=True)
    date = models.CharField(max_length=10, blank=True)
    assertion = models.CharField(max_length=12, help_text="judged by our own reader")
    quote = models.TextField()
    page = models.PositiveIntegerField()
    box = models.JSONField(null=True, help_text="x0 y0 x1 y1 in points")
    by = models.CharField(max_length=80, help_text="name of the model")
    at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        indexes = (models.Index(fields=("record",), name="proposal_record"),)

    def __str__(self) -> str:
        return self.name


class Chronology(OfACase):
    """One edition of the summary of the case. An edition never changes; an expert relies only on an approved one."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        APPROVED = "approved", _("Approved")

    edition = models.PositiveIntegerField()
    language = models.CharField(max_length=8, default="en")
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        help_text="who edited it; null for a draft by software",
    )  # fmt: skip
    at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("case", "edition"), name="chronology_edition_once"),
            models.CheckConstraint(
                name="chronology_approved_by_somebody",
                condition=models.Q(state="draft", approved_at=None, approved_by=None)
                | models.Q(state="approved", approved_at__isnull=False, approved_by__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"edition {self.edition}"


class Sentence(OfACase):
    """A sentence of an edition with what it rests on: [{"record": id, "fact": id or null, "page": n or null}]."""

    chronology = models.ForeignKey(Chronology, on_delete=models.PROTECT, related_name="sentences")
    position = models.PositiveIntegerField()
    text = models.TextField()
    cites = models.JSONField()
    withheld = models.BooleanField(default=True, help_text="the database's: it rests on something sealed")

    class Meta:
        indexes = (models.Index(fields=("case",), name="sentence_case"),)
        constraints = (
            models.UniqueConstraint(fields=("chronology", "position"), name="sentence_place_once"),
            models.CheckConstraint(name="sentence_never_without_a_citation", condition=~models.Q(cites=[])),
        )

    def __str__(self) -> str:
        return f"sentence {self.position}"
