"""Events and chains; appending, refusing changes and row security are in `audit/sql.py`."""

from django.db import migrations, models

from secunda.foundation.audit import sql


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Chain",
            fields=[
                ("chain", models.TextField(primary_key=True, serialize=False)),
                ("seq", models.BigIntegerField()),
                ("hash", models.BinaryField()),
                ("exported_seq", models.BigIntegerField(default=0)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("seq__gt", models.F("exported_seq"))),
                        fields=["chain"],
                        name="audit_chain_to_export",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("chain", models.TextField(help_text="case:<id>, programme:<id> or deployment")),
                ("seq", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "actor_id",
                    models.BigIntegerField(
                        help_text="account; null for a link, a job, or nobody yet", null=True
                    ),
                ),
                (
                    "on_behalf_of_id",
                    models.BigIntegerField(help_text="patient for whom a proxy acted", null=True),
                ),
                ("link_id", models.BigIntegerField(null=True)),
                ("job", models.TextField(default="", help_text="name of the job that acted")),
                ("programme_id", models.BigIntegerField(null=True)),
                ("case_id", models.BigIntegerField(null=True)),
                ("role", models.TextField(default="", help_text="in which the actor acted")),
                ("verb", models.TextField()),
                ("object_type", models.TextField(default="")),
                ("object_id", models.UUIDField(help_text="public id", null=True)),
                ("purpose", models.TextField()),
                ("outcome", models.TextField()),
                (
                    "session",
                    models.TextField(default="", help_text="pseudonym of the session; holds no address"),
                ),
                ("prev_hash", models.BinaryField()),
                ("hash", models.BinaryField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case_id", "seq"], name="audit_event_case"),
                    models.Index(fields=["programme_id", "at"], name="audit_event_programme"),
                    models.Index(fields=["actor_id", "at"], name="audit_event_actor"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("chain", "seq"), name="audit_event_once"),
                    models.CheckConstraint(
                        condition=models.Q(("seq__gte", 1)), name="audit_event_seq_counts"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ("ok", "refused"))),
                        name="audit_event_outcome_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("case_id", None), ("programme_id__isnull", False), _connector="OR"
                        ),
                        name="audit_event_case_in_programme",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("chain__regex", "^(case:[0-9]+|programme:[0-9]+|deployment)$")),
                        name="audit_event_chain_shape",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("verb__regex", "^[a-z_]{1,30}\\.[a-z_]{1,30}$")),
                        name="audit_event_verb_shape",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("object_type__regex", "^[a-z_]{0,40}$")),
                        name="audit_event_object_type_shape",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("purpose__regex", "^[a-z_]{0,40}$")),
                        name="audit_event_purpose_shape",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__regex", "^[a-z_]{0,40}$")), name="audit_event_role_shape"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("job__regex", "^[A-Za-z0-9_.:-]{0,64}$")),
                        name="audit_event_job_shape",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("session__regex", "^[A-Za-z0-9_-]{0,64}$")),
                        name="audit_event_session_shape",
                    ),
                ],
            },
        ),
        migrations.RunSQL(sql.CREATE, reverse_sql=sql.DROP),
    ]
