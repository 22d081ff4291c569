"""Notifications and their row security."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from secunda.foundation.notifications import sql


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0002_row_security"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Notification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("case_id", models.BigIntegerField(null=True)),
                ("kind", models.CharField(max_length=40)),
                ("about_type", models.CharField(blank=True, max_length=40)),
                ("about_id", models.UUIDField(help_text="public id of what it is about", null=True)),
                ("language", models.CharField(max_length=8)),
                ("message_id", models.CharField(max_length=320, unique=True)),
                ("created_at", models.DateTimeField()),
                ("queued_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("bounced_at", models.DateTimeField(null=True)),
                ("failed_at", models.DateTimeField(help_text="when sending was given up", null=True)),
                (
                    "opened_at",
                    models.DateTimeField(help_text="when the person opened what it is about", null=True),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "failed_code",
                    models.CharField(
                        blank=True, help_text="of the last failure, e.g. smtp_451 or 5.1.1", max_length=40
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.programme"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["account", "created_at"], name="notification_account"),
                    models.Index(fields=["case_id", "created_at"], name="notification_case"),
                    models.Index(
                        condition=models.Q(("opened_at", None)),
                        fields=["programme", "sent_at"],
                        name="notification_unopened",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__regex", "^[a-z_]{1,20}\\.[a-z_]{1,20}$")),
                        name="notification_kind_shape",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("about_type__regex", "^[a-z_]{0,40}$")),
                        name="notification_about_shape",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("failed_code__regex", "^[a-z0-9_.]{0,40}$")),
                        name="notification_failed_shape",
                    ),
                ],
            },
        ),
        migrations.RunSQL(sql.CREATE, reverse_sql=migrations.RunSQL.noop),
    ]
