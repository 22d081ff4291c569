"""Row security of the studies: an instance is seen by whoever sees its record; what is withheld, not while blind."""

from django.db import migrations

from secunda.care.cases.rowsecurity import BLIND, OPEN, READ, STAFF, protect
from secunda.foundation.accounts.rowsecurity import either

# The record's own policy decides: whose it is, scanned or released, classified. The part in the case is asked first,
# so that this costs nothing for others.
VISIBLE_RECORD = "exists (select 1 from records_record r where r.id = record_id)"
VISIBLE_INSTANCE = "exists (select 1 from imaging_instance i where i.id = instance_id)"
VISIBLE_STUDY = "exists (select 1 from imaging_study s where s.id = study_id)"
INSTANCE = either(
    READ, STAFF, f"{OPEN} and {VISIBLE_RECORD}", f"{BLIND} and not withheld and {VISIBLE_RECORD}"
)
WRITERS = either(READ, STAFF)


def with_any(column: str, own: str) -> str:
    """Seen by an expert when any instance of it is."""
    return either(
        READ, STAFF, f"{BLIND} and exists (select 1 from imaging_instance i where i.{column} = {own})"
    )


# Pictures' places are cut out of the table in the row, so it lies uncompressed. What is removed or refused goes with
# everything that was made of it; a study or series without instances goes too.
KEPT_APART = """
alter table imaging_instance alter column frames set storage external;

create function imaging_record_gone() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare gone imaging_instance;
begin
  delete from imaging_setaside where record_id = new.id;
  select * into gone from imaging_instance where record_id = new.id;
  if gone.id is null then
    return new;
  end if;
  delete from imaging_header where instance_id = gone.id;
  delete from imaging_openheader where instance_id = gone.id;
  delete from imaging_instance where id = gone.id;
  delete from vault_object where id in (gone.rendition_id, gone.thumbnail_id);
  if not exists (select from imaging_instance where series_id = gone.series_id) then
    delete from imaging_wording where series_id = gone.series_id;
    delete from imaging_series where id = gone.series_id;
  end if;
  if not exists (select from imaging_instance where study_id = gone.study_id) then
    delete from imaging_wording where study_id = gone.study_id;
    delete from imaging_opening where study_id = gone.study_id;
    delete from imaging_study where id = gone.study_id;
  end if;
  return new;
end $$;
create trigger imaging_record_gone after update of state on records_record for each row
  when (new.state in ('removed', 'refused') and old.state is distinct from new.state)
  execute function imaging_record_gone();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_row_security"),
        ("records", "0004_fit_for_experts"),
        ("imaging", "0001_tables"),
    ]

    operations = [
        protect("imaging_study", see=with_any("study_id", "imaging_study.id"), write=WRITERS),
        protect("imaging_series", see=with_any("series_id", "imaging_series.id"), write=WRITERS),
        protect("imaging_instance", see=INSTANCE, write=WRITERS),
        protect("imaging_wording", see=either(READ, STAFF, f"{OPEN} and {VISIBLE_STUDY}"), write=WRITERS),
        protect("imaging_header", see=either(READ, STAFF, f"{OPEN} and {VISIBLE_INSTANCE}"), write=WRITERS),
        protect(
            "imaging_openheader", see=either(READ, STAFF, f"{BLIND} and {VISIBLE_INSTANCE}"), write=WRITERS
        ),
        protect("imaging_setaside", see=either(READ, STAFF, f"{BLIND} and {VISIBLE_RECORD}"), write=WRITERS),
        protect(
            "imaging_opening",
            see=f"account_id = (select app_account()) and ({either(READ, STAFF, BLIND)})",
            write=f"account_id = (select app_account()) and ({either(READ, STAFF, BLIND)})",
        ),
        migrations.RunSQL(KEPT_APART, migrations.RunSQL.noop),
    ]
