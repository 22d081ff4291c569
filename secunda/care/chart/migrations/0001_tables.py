"""Readings and their pages, facts with their history, and the summary of the case."""

import uuid

import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0002_row_security"),
        ("cases", "0004_people_of_the_case"),
        ("records", "0004_fit_for_experts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Chronology",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("edition", models.PositiveIntegerField()),
                ("language", models.CharField(default="en", max_length=8)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("approved", "Approved")], default="draft", max_length=8
                    ),
                ),
                ("at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        help_text="who edited it; null for a draft by software",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.programme"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Fact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(help_text="of reading's vocabulary", max_length=60)),
                ("value", models.TextField()),
                ("unit", models.CharField(blank=True, help_text="UCUM", max_length=40)),
                ("code", models.CharField(blank=True, max_length=80)),
                ("code_system", models.CharField(blank=True, max_length=40)),
                ("quote", models.TextField(blank=True)),
                ("page", models.PositiveIntegerField(null=True)),
                (
                    "box",
                    models.JSONField(help_text="x0 y0 x1 y1 in points from the page's top left", null=True),
                ),
                ("path", models.TextField(blank=True, help_text="place in a structured document")),
                ("confidence", models.FloatField(default=1)),
                ("assertion", models.CharField(default="affirmed", max_length=12)),
                ("specimen", models.CharField(blank=True, max_length=200)),
                (
                    "date",
                    models.CharField(
                        blank=True, help_text="the day it is about, cut to its precision", max_length=10
                    ),
                ),
                ("detail", models.JSONField(default=dict)),
                ("read_by", models.CharField(help_text='reader and version, or "person"', max_length=40)),
                (
                    "read",
                    models.JSONField(
                        help_text="what the software read; null for what a person added", null=True
                    ),
                ),
                (
                    "source_key",
                    models.CharField(blank=True, help_text="the same in each reading", max_length=64),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("read", "Read by software"),
                            ("confirmed", "Confirmed"),
                            ("corrected", "Corrected"),
                            ("added", "Added by a person"),
                            ("rejected", "Rejected"),
                            ("merged", "The same as another"),
                        ],
                        default="read",
                        max_length=10,
                    ),
                ),
                (
                    "is_from_patient",
                    models.BooleanField(default=False, help_text="the patient's side had the last word"),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("withheld", models.BooleanField(default=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="chart.fact",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.programme"
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="facts", to="records.record"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FactRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("add", "Add"),
                            ("confirm", "Confirm"),
                            ("correct", "Correct"),
                            ("reject", "Reject"),
                            ("merge", "Merge"),
                            ("restore", "Restore"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "role",
                    models.CharField(help_text="in which part in the case, or coordinator", max_length=12),
                ),
                ("at", models.DateTimeField()),
                ("was", models.JSONField(null=True)),
                ("now", models.JSONField()),
                ("reason", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "fact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="revisions", to="chart.fact"
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="chart.fact",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.programme"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PageText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("width", models.FloatField(help_text="points, as shown; 0 for text without places")),
                ("height", models.FloatField()),
                ("source", models.CharField(help_text="text, ocr or structure", max_length=10)),
                ("turned", models.FloatField(default=0)),
                ("language", models.CharField(blank=True, max_length=8)),
                ("words", models.JSONField(default=list)),
                ("text", models.TextField(blank=True, editable=False)),
                ("as_written", django.contrib.postgres.search.SearchVectorField(editable=False, null=True)),
                ("by_stem", django.contrib.postgres.search.SearchVectorField(editable=False, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.programme"
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.record"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OpenText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("width", models.FloatField(help_text="points, as shown; 0 for text without places")),
                ("height", models.FloatField()),
                ("source", models.CharField(help_text="text, ocr or structure", max_length=10)),
                ("turned", models.FloatField(default=0)),
                ("language", models.CharField(blank=True, max_length=8)),
                ("words", models.JSONField(default=list)),
                ("text", models.TextField(blank=True, editable=False)),
                ("as_written", django.contrib.postgres.search.SearchVectorField(editable=False, null=True)),
                ("by_stem", django.contrib.postgres.search.SearchVectorField(editable=False, null=True)),
                ("withheld", models.BooleanField(default=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.programme"
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.record"
                    ),
                ),
                (
                    "page",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="chart.pagetext"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reader", models.CharField(help_text="reader and version", max_length=40)),
                ("is_current", models.BooleanField(default=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting to be read"),
                            ("reading", "Being read"),
                            ("read", "Read by software"),
                            ("unreadable", "Could not be read"),
                            ("failed", "Not read"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0, help_text="pages read so far")),
                (
                    "total",
                    models.PositiveIntegerField(
                        default=0, help_text="pages there are; 0 while that is not known"
                    ),
                ),
                (
                    "type",
                    models.CharField(default="other", help_text="of reading.document.Type", max_length=30),
                ),
                ("type_confidence", models.FloatField(default=0)),
                (
                    "language",
                    models.CharField(blank=True, help_text="ISO 639-1, empty when not told", max_length=8),
                ),
                ("problems", models.JSONField(default=list, help_text="codes of reading's sentences")),
                (
                    "dates",
                    models.JSONField(
                        default=list, help_text="value, precision, role, quote, page, box, path"
                    ),
                ),
                ("patient_seen", models.JSONField(default=dict, help_text="names, birth_dates, identifiers")),
                ("begun_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.programme"
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="records.record",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="pagetext",
            name="reading",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="pages", to="chart.reading"
            ),
        ),
        migrations.AddField(
            model_name="fact",
            name="reading",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="facts",
                to="chart.reading",
            ),
        ),
        migrations.CreateModel(
            name="Sentence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("text", models.TextField()),
                ("cites", models.JSONField()),
                (
                    "withheld",
                    models.BooleanField(
                        default=True, help_text="the database's: it rests on something sealed"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "chronology",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sentences",
                        to="chart.chronology",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.programme"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="chronology",
            constraint=models.UniqueConstraint(fields=("case", "edition"), name="chronology_edition_once"),
        ),
        migrations.AddConstraint(
            model_name="chronology",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_at", None), ("approved_by", None), ("state", "draft")),
                    models.Q(
                        ("approved_at__isnull", False), ("approved_by__isnull", False), ("state", "approved")
                    ),
                    _connector="OR",
                ),
                name="chronology_approved_by_somebody",
            ),
        ),
        migrations.AddIndex(
            model_name="factrevision",
            index=models.Index(fields=["fact", "at"], name="factrevision_fact"),
        ),
        migrations.AddIndex(
            model_name="opentext",
            index=models.Index(fields=["case"], name="opentext_case"),
        ),
        migrations.AddIndex(
            model_name="opentext",
            index=models.Index(fields=["record"], name="opentext_record"),
        ),
        migrations.AddIndex(
            model_name="reading",
            index=models.Index(fields=["case"], name="reading_case"),
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=models.UniqueConstraint(
                models.F("record"), condition=models.Q(("is_current", True)), name="reading_one_current"
            ),
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=models.UniqueConstraint(fields=("record", "reader"), name="reading_once_a_reader"),
        ),
        migrations.AddIndex(
            model_name="pagetext",
            index=models.Index(fields=["case"], name="pagetext_case"),
        ),
        migrations.AddConstraint(
            model_name="pagetext",
            constraint=models.UniqueConstraint(fields=("reading", "number"), name="pagetext_once"),
        ),
        migrations.AddIndex(
            model_name="fact",
            index=models.Index(fields=["case", "name"], name="fact_case"),
        ),
        migrations.AddIndex(
            model_name="fact",
            index=models.Index(fields=["record"], name="fact_record"),
        ),
        migrations.AddConstraint(
            model_name="fact",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source_key", ""), _negated=True),
                fields=("record", "source_key"),
                name="fact_once_a_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="fact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("read_by", "person"),
                    models.Q(
                        models.Q(("quote", ""), _negated=True),
                        models.Q(
                            ("page__isnull", False), models.Q(("path", ""), _negated=True), _connector="OR"
                        ),
                    ),
                    _connector="OR",
                ),
                name="fact_of_software_has_a_source",
            ),
        ),
        migrations.AddIndex(
            model_name="sentence",
            index=models.Index(fields=["case"], name="sentence_case"),
        ),
        migrations.AddConstraint(
            model_name="sentence",
            constraint=models.UniqueConstraint(fields=("chronology", "position"), name="sentence_place_once"),
        ),
        migrations.AddConstraint(
            model_name="sentence",
            constraint=models.CheckConstraint(
                condition=models.Q(("cites", []), _negated=True), name="sentence_never_without_a_citation"
            ),
        ),
    ]
