"""Row security of the emergency check: the case's own people and its staff.

Someone who acts for the patient, but is not confirmed yet, sees only what they answered themselves (or what was
answered on this draft before there was an account): earlier answers may hold what the patient told nobody else.
"""

from django.db import migrations

from secunda.care.cases.rowsecurity import OWN, READ, STAFF, protect
from secunda.foundation.accounts.rowsecurity import either

ANSWERED_HERE = "(answered_by_id is null or answered_by_id = (select app_account()))"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_row_security"),
        ("triage", "0001_tables"),
    ]

    operations = [
        protect(
            "triage_check", see=either(READ, f"{OWN} and {ANSWERED_HERE}", STAFF), write=either(OWN, STAFF)
        ),
    ]
