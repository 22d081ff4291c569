"""Experts of a programme are seen in that programme only."""

from django.db import migrations

from secunda.foundation.accounts.rowsecurity import protect_in_programme


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_row_security"),
        ("experts", "0001_tables"),
    ]

    operations = [
        protect_in_programme("experts_expert", "experts_affiliation", "experts_licence"),
    ]
