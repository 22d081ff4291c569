"""Files on their way in, what becomes of a packed disc, and which record came in which archive."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from secunda.care.cases.rowsecurity import OWN, READ, STAFF, protect
from secunda.foundation.accounts.rowsecurity import either

BEGUN_BY_ME = "by_id = (select app_account())"
VISIBLE_RECORD = "exists (select 1 from records_record r where r.id = record_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_row_security"),
        ("cases", "0004_people_of_the_case"),
        ("records", "0002_row_security"),
        ("vault", "0003_finish"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Arrival",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("arriving", "Arriving"),
                            ("taken", "Taken"),
                            ("refused", "Refused"),
                            ("gone", "Gone"),
                        ],
                        default="arriving",
                        max_length=8,
                    ),
                ),
                (
                    "name",
                    models.CharField(blank=True, help_text="as the person's device calls it", max_length=255),
                ),
                (
                    "folder",
                    models.CharField(
                        blank=True, help_text="the folder it came in, as on the device", max_length=255
                    ),
                ),
                (
                    "beside_programs",
                    models.BooleanField(default=False, help_text="its folder is that of a disc's viewer"),
                ),
                (
                    "modified_ms",
                    models.BigIntegerField(help_text="when the device says it was last changed", null=True),
                ),
                ("length", models.BigIntegerField(help_text="bytes it will have")),
                (
                    "offset",
                    models.BigIntegerField(
                        default=0, help_text="bytes that had come when the last request ended"
                    ),
                ),
                (
                    "said",
                    models.CharField(
                        blank=True, help_text="why it was not taken, to its sender", max_length=500
                    ),
                ),
                ("begun_at", models.DateTimeField()),
                ("touched_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Unpacking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("done", "Done"), ("stopped", "Stopped")],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        blank=True, help_text="why it was stopped, by reading's codes", max_length=40
                    ),
                ),
                ("seen", models.PositiveIntegerField(default=0, help_text="files looked at so far")),
                (
                    "left_out",
                    models.PositiveIntegerField(
                        default=0, help_text="files of the disc's own viewer, and its tables"
                    ),
                ),
                ("refused", models.PositiveIntegerField(default=0, help_text="files that could not be used")),
                (
                    "known",
                    models.PositiveIntegerField(default=0, help_text="files that the case had already"),
                ),
                ("begun_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RemoveConstraint(
            model_name="record",
            name="record_same_bytes_once",
        ),
        migrations.AddField(
            model_name="record",
            name="came_in",
            field=models.ForeignKey(
                help_text="the archive it was packed in",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.record",
            ),
        ),
        migrations.AlterField(
            model_name="record",
            name="state",
            field=models.CharField(
                choices=[
                    ("received", "Being checked"),
                    ("accepted", "Accepted"),
                    ("unpacked", "Unpacked"),
                    ("refused", "Not usable"),
                    ("removed", "Removed"),
                ],
                default="received",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="record",
            constraint=models.UniqueConstraint(
                models.F("case"),
                models.F("sha256"),
                condition=models.Q(("state__in", ("received", "accepted", "unpacked"))),
                name="record_same_bytes_once",
            ),
        ),
        migrations.AddField(
            model_name="arrival",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="arrival",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="arrival",
            name="link",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.link"
            ),
        ),
        migrations.AddField(
            model_name="arrival",
            name="object",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="vault.object"
            ),
        ),
        migrations.AddField(
            model_name="arrival",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.programme"
            ),
        ),
        migrations.AddField(
            model_name="arrival",
            name="record",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.record"
            ),
        ),
        migrations.AddField(
            model_name="unpacking",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="unpacking",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.programme"
            ),
        ),
        migrations.AddField(
            model_name="unpacking",
            name="record",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="unpacking", to="records.record"
            ),
        ),
        migrations.AddIndex(
            model_name="arrival",
            index=models.Index(fields=["case", "state", "begun_at"], name="arrival_case"),
        ),
        migrations.AddIndex(
            model_name="arrival",
            index=models.Index(fields=["programme", "expires_at"], name="arrival_expiry"),
        ),
        migrations.AddConstraint(
            model_name="arrival",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("length__gte", 0), ("offset__gte", 0), ("offset__lte", models.F("length"))
                ),
                name="arrival_sizes",
            ),
        ),
        migrations.AddConstraint(
            model_name="arrival",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("object__isnull", False), ("state", "arriving")),
                    models.Q(models.Q(("state", "arriving"), _negated=True), ("object__isnull", True)),
                    _connector="OR",
                ),
                name="arrival_has_bytes_or_an_end",
            ),
        ),
        protect(
            "records_arrival", see=either(READ, f"{OWN} and {BEGUN_BY_ME}", STAFF), write=either(OWN, STAFF)
        ),
        protect(
            "records_unpacking",
            see=either(READ, STAFF, f"{OWN} and {VISIBLE_RECORD}"),
            write=either(OWN, STAFF),
        ),
    ]
