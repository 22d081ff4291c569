"""Row security of assignments: an expert's own, the staff's, and for the patient who is at work."""

from django.db import migrations

from secunda.care.cases.rowsecurity import OPEN, OWN, STAFF, protect
from secunda.foundation.accounts.rowsecurity import IN_PROGRAMME, MINE, either

MY_WORK = f"{MINE} and {IN_PROGRAMME}"
AT_WORK = "state in ('accepted', 'reading', 'committed', 'reconciled', 'done')"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_row_security"),
        ("assignment", "0002_tables"),
        ("experts", "0002_row_security"),
    ]

    operations = [
        protect(
            "assignment_assignment",
            see=either(MY_WORK, STAFF, OPEN, f"{OWN} and {AT_WORK}"),
            write=either(MY_WORK, STAFF),
        ),
        protect("assignment_declaration", see=either(MY_WORK, STAFF), write=MY_WORK),
        protect("assignment_waiver", see=either(OWN, OPEN, STAFF), write=either(OWN, STAFF)),
    ]
