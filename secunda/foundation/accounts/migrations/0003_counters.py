"""Django's cache as a table: counters of attempts hold for all web processes, not for each. Lost with a crash: unlogged."""

from django.db import migrations

COUNTER = """
create unlogged table accounts_counter (
  cache_key varchar(255) primary key, value text not null, expires timestamptz not null
);
create index accounts_counter_expires on accounts_counter (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_row_security")]

    operations = [migrations.RunSQL(COUNTER, "drop table accounts_counter")]
