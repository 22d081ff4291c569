"""Row security of reads and opinions, and triggers that keep what was committed or signed."""

from django.db import migrations

from secunda.care.cases.rowsecurity import BLIND, OPEN, READ, STAFF, protect
from secunda.foundation.accounts.rowsecurity import MINE, either

WRITERS = either(OPEN, STAFF)
RELEASED = "released_at is not null"
OPINION = either(OPEN, STAFF, f"{READ} and {RELEASED}")
OF_A_RELEASED = f"{READ} and exists (select 1 from opinions_opinion o where o.id = opinion_id)"
MY_READ = f"{MINE} and {BLIND}"

FROZEN = """
create or replace function opinions_keep_signed() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.signed_at is not null then raise exception 'a signed opinion is never deleted'; end if;
    return old;
  end if;
  if old.signed_at is not null and (
       new.content is distinct from old.content or new.canonical is distinct from old.canonical
    or new.sha256 is distinct from old.sha256 or new.signed_at is distinct from old.signed_at
    or new.version is distinct from old.version or new.case_id is distinct from old.case_id
    or new.language is distinct from old.language or new.code is distinct from old.code
    or new.state in ('draft', 'quality_check', 'passed')) then
    raise exception 'a signed opinion is never changed';
  end if;
  return new;
end $$;
create trigger opinions_opinion_keep before update or delete on opinions_opinion
  for each row execute function opinions_keep_signed();

create or replace function opinions_keep_committed() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.committed_at is not null then raise exception 'a committed read is never deleted'; end if;
    return old;
  end if;
  if old.committed_at is not null and (
       new.content is distinct from old.content or new.sha256 is distinct from old.sha256
    or new.committed_at is distinct from old.committed_at or new.blind is distinct from old.blind
    or new.account_id is distinct from old.account_id) then
    raise exception 'a committed read is never changed';
  end if;
  return new;
end $$;
create trigger opinions_read_keep before update or delete on opinions_read
  for each row execute function opinions_keep_committed();

create or replace function opinions_keep_signature() returns trigger language plpgsql as $$
begin
  if old.signed_at is not null then raise exception 'a signature is never changed'; end if;
  return coalesce(new, old);
end $$;
create trigger opinions_author_keep before update or delete on opinions_author
  for each row execute function opinions_keep_signature();
create trigger opinions_addendum_keep before update or delete on opinions_addendum
  for each row execute function opinions_keep_signature();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_row_security"),
        ("assignment", "0003_row_security"),
        ("opinions", "0001_tables"),
    ]

    operations = [
        protect(
            "opinions_read", see=either(MY_READ, OPEN, f"{STAFF} and committed_at is not null"), write=MY_READ
        ),
        protect("opinions_opinion", see=OPINION, write=OPINION),
        protect("opinions_author", see=either(OPEN, STAFF, OF_A_RELEASED), write=WRITERS),
        protect("opinions_qualitycheck", see=WRITERS, write=WRITERS),
        protect("opinions_rendering", see=either(OPEN, STAFF, OF_A_RELEASED), write=WRITERS),
        protect("opinions_translation", see=either(OPEN, STAFF, OF_A_RELEASED), write=WRITERS),
        protect("opinions_addendum", see=either(READ, OPEN, STAFF), write=either(READ, OPEN, STAFF)),
        migrations.RunSQL(FROZEN, migrations.RunSQL.noop),
    ]
