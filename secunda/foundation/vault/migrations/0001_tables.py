"""The vault's tables: keys, objects, the ledger of erasures."""

import uuid
from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Made once; keys move into their own schema in the next step."""

    initial = True

    dependencies: ClassVar[list[tuple[str, str]]] = []

    operations: ClassVar[list[migrations.CreateModel]] = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("case_id", models.BigIntegerField()),
                ("programme_id", models.BigIntegerField()),
                ("klass", models.CharField(max_length=8)),
                ("erased_at", models.DateTimeField()),
                ("by_account_id", models.BigIntegerField(blank=True, null=True)),
                ("reason_code", models.CharField(max_length=40)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case_id", "klass"), name="vault_erasure_once"),
                    models.CheckConstraint(
                        condition=models.Q(("klass__in", ("evidence", "opinion"))), name="vault_erasure_klass"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("case_id__gt", 0)), name="vault_erasure_of_case"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason_code__regex", "^[a-z0-9_.-]+$")),
                        name="vault_erasure_code",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Key",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("case_id", models.BigIntegerField()),
                ("programme_id", models.BigIntegerField()),
                ("klass", models.CharField(max_length=8)),
                ("wrapped", models.BinaryField(null=True)),
                ("master_key_id", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("erased_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("case_id__gt", 0)),
                        fields=("case_id", "klass"),
                        name="vault_key_once_a_case",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("case_id", 0)),
                        fields=("programme_id", "klass"),
                        name="vault_key_once_a_programme",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("klass__in", ("evidence", "opinion"))), name="vault_key_klass"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("case_id__gt", 0),
                            models.Q(("case_id", 0), ("klass", "opinion")),
                            _connector="OR",
                        ),
                        name="vault_key_owner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("erased_at__isnull", False), ("wrapped__isnull", True)),
                            models.Q(("erased_at__isnull", True), ("wrapped__isnull", False)),
                            _connector="OR",
                        ),
                        name="vault_key_erased_or_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Object",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("case_id", models.BigIntegerField()),
                ("programme_id", models.BigIntegerField()),
                ("klass", models.CharField(max_length=8)),
                ("version", models.PositiveIntegerField(default=1)),
                ("size", models.BigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("segment_size", models.PositiveIntegerField(default=65536)),
                ("media_type", models.CharField(max_length=100)),
                ("state", models.CharField(default="ready", max_length=7)),
                ("store_key", models.CharField(max_length=32, unique=True)),
                ("created_at", models.DateTimeField()),
                ("created_by_id", models.BigIntegerField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["case_id", "klass"], name="vault_object_of_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("klass__in", ("evidence", "opinion"))), name="vault_object_klass"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("case_id__gt", 0),
                            models.Q(("case_id", 0), ("klass", "opinion")),
                            _connector="OR",
                        ),
                        name="vault_object_owner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("writing", "ready"))), name="vault_object_state"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("segment_size__gt", 0), ("size__gte", 0), ("version__gt", 0)),
                        name="vault_object_sizes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "writing"), ("sha256__regex", "^[0-9a-f]{64}$"), _connector="OR"
                        ),
                        name="vault_object_ready_is_hashed",
                    ),
                ],
            },
        ),
    ]
