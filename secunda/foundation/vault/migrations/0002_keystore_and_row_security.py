"""Keys move into a schema of their own; row security, grants, and the two questions that upkeep may ask."""

from typing import ClassVar

from django.db import migrations

KEYSTORE = """
create schema if not exists keystore;
alter table public.vault_key set schema keystore;
"""

# The application changes no object, changes and removes no line of the ledger, removes no key, and changes of
# a key only what erasing and rotation change, while it is not erased. The policies say the same once more:
# where there is no policy for a verb, nothing happens, whatever is granted later.
GRANTS = """
do $$ begin
  if exists (select from pg_roles where rolname = 'secunda_app') then
    grant usage on schema keystore to secunda_app;
    revoke all on keystore.vault_key, public.vault_object, public.vault_erasure from secunda_app;
    grant select, insert, update (wrapped, master_key_id, erased_at) on keystore.vault_key to secunda_app;
    grant select, insert, delete on public.vault_object to secunda_app;
    grant select, insert on public.vault_erasure to secunda_app;
    grant execute on function public.vault_kept(text[]), public.vault_programmes() to secunda_app;
  end if;
end $$;
"""

IN_PROGRAMME = "programme_id = (select nullif(current_setting('app.programme_id', true), '')::bigint)"


def _row_security(table: str) -> str:
    """Nothing crosses programmes."""
    name = table.split(".")[1]
    return f"""
alter table {table} enable row level security;
alter table {table} force row level security;
create policy {name}_see on {table} for select using ({IN_PROGRAMME});
create policy {name}_add on {table} for insert with check ({IN_PROGRAMME});
"""


ROW_SECURITY = (
    _row_security("keystore.vault_key")
    + _row_security("public.vault_object")
    + _row_security("public.vault_erasure")
    + f"""
create policy vault_key_change on keystore.vault_key for update
  using ({IN_PROGRAMME} and erased_at is null) with check ({IN_PROGRAMME});
create policy vault_object_remove on public.vault_object for delete using ({IN_PROGRAMME});
"""
)

# `row_security = off` shows no more: to an owner whom policies hold it makes the question fail. An answer with a
# part left out would have the sweep remove files in use, and a rotation leave keys behind.
QUESTIONS = """
create function public.vault_kept(names text[]) returns text[]
language sql stable security definer set search_path = pg_catalog, pg_temp set row_security = off as $$
  select coalesce(array_agg(o.store_key), '{}') from public.vault_object o
   where o.store_key = any(names) and not exists (
     select from keystore.vault_key k
      where k.case_id = o.case_id and k.programme_id = o.programme_id and k.klass = o.klass
        and k.erased_at is not null)
$$;
comment on function public.vault_kept is 'which of these stored files belong to an object with a living key';

create function public.vault_programmes() returns bigint[]
language sql stable security definer set search_path = pg_catalog, pg_temp set row_security = off as $$
  select coalesce(array_agg(distinct programme_id), '{}') from keystore.vault_key
$$;
comment on function public.vault_programmes is 'the programmes that have keys';

revoke execute on function public.vault_kept(text[]), public.vault_programmes() from public;
"""


class Migration(migrations.Migration):
    """After this, `vault_key` is found through the connection's search path, `public, keystore`."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("vault", "0001_tables")]
    operations: ClassVar[list[migrations.RunSQL]] = [
        migrations.RunSQL(KEYSTORE),
        migrations.RunSQL(ROW_SECURITY),
        migrations.RunSQL(QUESTIONS),
        migrations.RunSQL(GRANTS),
    ]
