"""Row security of records: by part in the case, by phase, by certainty whose record it is."""

from django.db import migrations

from secunda.care.cases.rowsecurity import BLIND, OPEN, OWN, READ, STAFF, protect
from secunda.foundation.accounts.rowsecurity import either

# An expert sees a record only once it is certain whose it is; a blind one only what was classified as open.
CERTAIN = "state = 'accepted' and (identity = 'match' or identity_confirmed_at is not null)"
UPLOADED_BY_ME = "uploaded_by_id = (select app_account())"
RECORD = either(
    READ,
    f"{OWN} and {UPLOADED_BY_ME}",
    STAFF,
    f"{OPEN} and {CERTAIN}",
    f"{BLIND} and {CERTAIN} and blinding = 'open'",
)
# The record's own policy decides; the part in the case is asked first, so that this costs nothing for others.
VISIBLE_RECORD = "exists (select 1 from records_record r where r.id = record_id)"
OF_A_RECORD = either(READ, STAFF, f"{BLIND} and {VISIBLE_RECORD}", f"{OWN} and {VISIBLE_RECORD}")
SENDERS = either(OWN, STAFF)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_row_security"),
        ("records", "0001_tables"),
    ]

    operations = [
        protect("records_record", see=RECORD, write=SENDERS),
        protect("records_sealedpassage", see=either(OPEN, STAFF), write=STAFF),
        protect("records_instance", see=OF_A_RECORD, write=SENDERS),
        protect("records_fact", see=OF_A_RECORD, write=SENDERS),
    ]
