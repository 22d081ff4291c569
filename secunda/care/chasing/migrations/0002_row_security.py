"""Row security of requests for records: the patient's side and the staff; never an expert, whom the letter would tell."""

from django.db import migrations

from secunda.care.cases.rowsecurity import OWN, STAFF, protect
from secunda.foundation.accounts.rowsecurity import either

THEIRS = either(OWN, STAFF)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_row_security"),
        ("chasing", "0001_tables"),
    ]

    operations = [
        protect("chasing_recordrequest", see=THEIRS, write=THEIRS),
    ]
