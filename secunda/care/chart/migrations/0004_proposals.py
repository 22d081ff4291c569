"""What a model of language proposes: seen and decided by case staff alone."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from secunda.care.cases.rowsecurity import STAFF, protect

# A record that goes takes what was proposed of it along, before its facts.
GONE = """
create function chart_proposals_gone() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from chart_proposal where record_id = new.id;
  return new;
end $$;
create trigger chart_before_proposals_gone after update on records_record
  for each row when (new.state in ('removed', 'refused')) execute function chart_proposals_gone();
"""
PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_row_security"),
        ("cases", "0004_people_of_the_case"),
        ("chart", "0003_sealing"),
        ("records", "0004_fit_for_experts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Proposal",
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
                ("unit", models.CharField(blank=True, max_length=40)),
                ("date", models.CharField(blank=True, max_length=10)),
                ("assertion", models.CharField(help_text="judged by our own reader", max_length=12)),
                ("quote", models.TextField()),
                ("page", models.PositiveIntegerField()),
                ("box", models.JSONField(help_text="x0 y0 x1 y1 in points", null=True)),
                ("by", models.CharField(help_text="name of the model", max_length=80)),
                ("at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(on_delete=PROTECT, related_name="+", to="cases.case"),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True, on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "fact",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="chart.fact",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(on_delete=PROTECT, related_name="+", to="accounts.programme"),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="records.record"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["record"], name="proposal_record")],
            },
        ),
        migrations.RunSQL(GONE, migrations.RunSQL.noop),
        protect("chart_proposal", see=STAFF, write=STAFF),
    ]
