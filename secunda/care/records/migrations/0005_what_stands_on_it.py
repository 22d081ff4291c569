"""What stands on a record and what lies in it, so that a person can judge: names, scripts, and what a disc left out."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0004_fit_for_experts")]

    operations = [
        migrations.AddField(
            model_name="record",
            name="inside",
            field=models.JSONField(
                default=list, help_text="what in it could run by itself, by reading's codes"
            ),
        ),
        migrations.AddField(
            model_name="record",
            name="patient_seen",
            field=models.JSONField(default=dict, help_text="names and birth_dates on it, as written there"),
        ),
        migrations.AddField(
            model_name="unpacking",
            name="left_out_why",
            field=models.JSONField(default=dict, help_text="how many of them, by reading's codes"),
        ),
    ]
