"""What an expert may be given: also scanned or released, and open but for sealed passages. Facts go to the chart."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from secunda.care.cases.rowsecurity import BLIND, OPEN, OWN, READ, STAFF
from secunda.foundation.accounts.rowsecurity import either, sight

# An expert sees a record only once it is certain whose it is, and scanned or released where it was too large for that.
FIT = (
    "state = 'accepted' and (identity = 'match' or identity_confirmed_at is not null)"
    " and (scanned <> 'too_large' or scan_released_at is not null)"
)
UPLOADED_BY_ME = "uploaded_by_id = (select app_account())"
RECORD = either(
    READ,
    f"{OWN} and {UPLOADED_BY_ME}",
    STAFF,
    f"{OPEN} and {FIT}",
    f"{BLIND} and {FIT} and blinding = 'open'",
    f"{BLIND} and {FIT} and blinding = 'passages' and records_passages_sealed(id, classified_at)",
)
# "Open with sealed passages" opens nothing before a passage was sealed; said of a record without any, it stays sealed
# as a whole. A blind expert does not see the passages themselves, hence the definer's rights.
PASSAGES_SEALED = """
create or replace function records_passages_sealed(the_record bigint, classified_at timestamptz) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from records_sealedpassage p where p.record_id = the_record and p.at <= classified_at)
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("records", "0003_arrivals"),
    ]

    operations = [
        migrations.DeleteModel(name="Fact"),  # nothing ever wrote one: the chart has its own
        migrations.AddField(
            model_name="record",
            name="scan_released_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="record",
            name="scan_released_at",
            field=models.DateTimeField(help_text="what was too large to scan may be opened since", null=True),
        ),
        migrations.RunSQL(PASSAGES_SEALED, migrations.RunSQL.noop),
        migrations.RunSQL(sight("records_record", RECORD), migrations.RunSQL.noop),
    ]
