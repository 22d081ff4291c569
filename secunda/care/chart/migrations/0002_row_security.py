"""Row security of the chart: by part in the case, by phase, and by what is sealed."""

from django.db import migrations

from secunda.care.cases.rowsecurity import BLIND, OPEN, READ, STAFF, protect
from secunda.foundation.accounts.rowsecurity import either

VISIBLE_RECORD = "exists (select 1 from records_record r where r.id = record_id)"
AFTER_COMMIT = f"{OPEN} and {VISIBLE_RECORD}"
WHOLE = either(READ, STAFF, AFTER_COMMIT)
UNLESS_SEALED = either(READ, STAFF, AFTER_COMMIT, f"{BLIND} and not withheld and {VISIBLE_RECORD}")
WRITERS = either(READ, STAFF)
WRITERS_OF_FACTS = either(READ, STAFF, AFTER_COMMIT)
VISIBLE_FACT = "exists (select 1 from chart_fact f where f.id = fact_id)"
HISTORY = either(READ, STAFF, f"{OPEN} and {VISIBLE_FACT}")
APPROVED = "approved_at is not null"
CHRONOLOGY = either(STAFF, f"({either(READ, BLIND)}) and {APPROVED}")
VISIBLE_EDITION = "exists (select 1 from chart_chronology c where c.id = chronology_id)"
SENTENCE = either(
    STAFF, f"({either(READ, OPEN)}) and {VISIBLE_EDITION}", f"{BLIND} and not withheld and {VISIBLE_EDITION}"
)
# History and what was approved are only added to; sentences and open pages are the database's own.
ONLY_ADDED_TO = """
do $$ begin
  if exists (select from pg_roles where rolname = 'secunda_app') then
    revoke insert, update, delete on chart_opentext from secunda_app;
    revoke update, delete on chart_factrevision, chart_sentence from secunda_app;
    revoke delete on chart_chronology from secunda_app;
  end if;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_row_security"),
        ("records", "0004_fit_for_experts"),
        ("chart", "0001_tables"),
    ]

    operations = [
        protect("chart_reading", see=WHOLE, write=WRITERS),
        protect("chart_pagetext", see=WHOLE, write=WRITERS),
        protect("chart_opentext", see=UNLESS_SEALED, write="false"),
        protect("chart_fact", see=UNLESS_SEALED, write=WRITERS_OF_FACTS),
        protect("chart_factrevision", see=HISTORY, write=HISTORY),
        protect("chart_chronology", see=CHRONOLOGY, write=STAFF),
        protect("chart_sentence", see=SENTENCE, write=STAFF),
        migrations.RunSQL(ONLY_ADDED_TO, migrations.RunSQL.noop),
    ]
