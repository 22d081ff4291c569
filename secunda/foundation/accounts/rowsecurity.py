"""Row security in the house's one form: policies whose conditions are InitPlans, forced on every role but the owner.

`(select f())` is evaluated once a statement and costs 0.1-0.2 ms on a million cases; a subquery per row would scan
for half a second when a filter is forgotten.
"""

from __future__ import annotations

from django.db import migrations

FUNCTIONS = """
create or replace function app_account() returns bigint language sql stable as
$$ select nullif(current_setting('app.account_id', true), '')::bigint $$;

create or replace function app_programme() returns bigint language sql stable as
$$ select nullif(current_setting('app.programme_id', true), '')::bigint $$;
"""

IN_PROGRAMME = "programme_id = (select app_programme())"
MINE = "account_id = (select app_account())"


def either(*phrases: str) -> str:
    """The phrases joined by `or`."""
    return " or ".join(f"({p})" for p in phrases)


def policies(table: str, *, see: str, write: str) -> str:
    """SQL that forces row security on `table`: rows seen by `see`, written by `write` (and seen)."""
    return f"""
alter table {table} enable row level security;
alter table {table} force row level security;
create policy {table}_see on {table} for select using ({see});
create policy {table}_add on {table} for insert with check ({write});
create policy {table}_change on {table} for update using ({write}) with check ({write});
create policy {table}_remove on {table} for delete using ({write});
"""


def sight(table: str, see: str) -> str:
    """SQL that changes by what rows of a protected table are seen."""
    return f"""
drop policy {table}_see on {table};
create policy {table}_see on {table} for select using ({see});
"""


def protect_in_programme(*tables: str) -> migrations.RunSQL:
    """A migration step: rows of these tables exist only for the programme of the transaction."""
    sql = "".join(policies(t, see=IN_PROGRAMME, write=IN_PROGRAMME) for t in tables)
    return migrations.RunSQL(sql, reverse_sql=migrations.RunSQL.noop)
