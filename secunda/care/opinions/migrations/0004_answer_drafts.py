"""An answer is the expert's alone until it is signed: what is being written moves to a table of its own."""

import django.db.models.deletion
from django.db import migrations, models

from secunda.care.cases.rowsecurity import OPEN, protect

MOVE = """
insert into opinions_answerdraft (case_id, programme_id, addendum_id, text, edition, saved_at)
  select case_id, programme_id, id, answer, 1, coalesce(answer_saved_at, asked_at)
  from opinions_addendum where signed_at is null and answer <> '';
update opinions_addendum set answer = '' where signed_at is null and answer <> '';
set constraints all immediate;
set constraints all deferred;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_row_security"),
        ("cases", "0004_people_of_the_case"),
        ("opinions", "0003_verification"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnswerDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(blank=True)),
                (
                    "edition",
                    models.PositiveIntegerField(
                        default=0, help_text="grows with each save; notices two tabs"
                    ),
                ),
                ("saved_at", models.DateTimeField()),
                (
                    "addendum",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draft",
                        to="opinions.addendum",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.programme",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
        migrations.RemoveField(model_name="addendum", name="answer_saved_at"),
        migrations.AlterField(
            model_name="addendum",
            name="answer",
            field=models.TextField(
                blank=True, help_text="as signed; until then the words are the expert's alone"
            ),
        ),
        migrations.AddConstraint(
            model_name="addendum",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer", ""), ("signed_at__isnull", False), _connector="OR"),
                name="addendum_unsigned_says_nothing",
            ),
        ),
        protect("opinions_answerdraft", see=OPEN, write=OPEN),
    ]
