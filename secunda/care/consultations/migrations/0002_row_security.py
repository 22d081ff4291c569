"""Row security of messages: sealed to a blind expert."""

from django.db import migrations

from secunda.care.cases.rowsecurity import OPEN, OWN, STAFF, protect
from secunda.foundation.accounts.rowsecurity import either

THREAD = either(OWN, OPEN, STAFF)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_row_security"),
        ("consultations", "0001_tables"),
    ]

    operations = [
        protect("consultations_message", see=THREAD, write=THREAD),
    ]
