"""How an object that came piece by piece becomes ready: once, by this function. The application still changes none."""

from typing import ClassVar

from django.db import migrations

IN_PROGRAMME = "programme_id = (select nullif(current_setting('app.programme_id', true), '')::bigint)"

FINISH = f"""
create policy vault_object_finish on public.vault_object for update
  using ({IN_PROGRAMME} and state = 'writing') with check ({IN_PROGRAMME});

create function public.vault_finish(object uuid, hash text, kind text) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with done as (
    update public.vault_object o set state = 'ready', sha256 = hash, media_type = kind
     where o.public_id = object and o.state = 'writing'
       and o.{IN_PROGRAMME}
    returning 1)
  select exists (select from done)
$$;
comment on function public.vault_finish is 'an object that is whole becomes ready, with its SHA-256';

revoke execute on function public.vault_finish(uuid, text, text) from public;

do $$ begin
  if exists (select from pg_roles where rolname = 'secunda_app') then
    grant execute on function public.vault_finish(uuid, text, text) to secunda_app;
  end if;
end $$;
"""

UNDO = """
drop function public.vault_finish(uuid, text, text);
drop policy vault_object_finish on public.vault_object;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("vault", "0002_keystore_and_row_security")]
    operations: ClassVar[list[migrations.RunSQL]] = [migrations.RunSQL(FINISH, UNDO)]
