"""Row security of everything that holds something of a case: the functions, the phrases, and `protect`."""

from __future__ import annotations

from django.db import migrations

from secunda.foundation.accounts.rowsecurity import policies

# Migration 0002 lays these down, and 0005 lays four of them down once more: a change is a new migration.
# A part that begins in this very transaction counts at once, whoever's clock is a little ahead: hence the minute.
FUNCTIONS = """
create or replace function app_cases(scope text) returns bigint[]
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(c), '{}') from (
    select p.case_id as c from cases_party p
     where p.account_id = app_account() and p.programme_id = app_programme()
       and p.ended_at is null and p.from_at <= clock_timestamp() + interval '1 minute'
       and (p.until_at is null or p.until_at > now())
       and case scope
             when 'own' then p.role in ('patient', 'proxy', 'doctor')
             when 'read' then p.role in ('patient', 'proxy', 'doctor') and p.may_open_records
             when 'open' then p.role in ('expert', 'reviewer') and p.phase = 'open'
             when 'blind' then p.role in ('expert', 'reviewer') and p.phase in ('blind', 'open')
             when 'invited' then p.role in ('expert', 'reviewer')
             when 'provenance' then p.role in ('expert', 'reviewer') and p.phase in ('invited', 'open')
             when 'sealed' then p.role = 'expert' and p.phase in ('invited', 'blind')
             else false end
    union
    select l.case_id from cases_link l
     where l.id = nullif(current_setting('app.link_id', true), '')::bigint
       and l.programme_id = app_programme() and l.kind = 'draft' and scope in ('own', 'read')
       and l.revoked_at is null
       and l.not_before_at <= clock_timestamp() + interval '1 minute' and l.expires_at > now()
    union
    select nullif(current_setting('app.case_id', true), '')::bigint
     where nullif(current_setting('app.case_id', true), '') is not null and scope in ('own', 'read', 'open', 'blind')
  ) mine
$$;

create or replace function app_chores() returns bigint language sql stable as $$
  select app_programme() where coalesce(current_setting('app.job', true), '') <> '' and app_account() is null
     and nullif(current_setting('app.case_id', true), '') is null
$$;

create or replace function app_case_staff() returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
  select app_programme() where exists (
    select 1 from accounts_role r where r.account_id = app_account() and r.programme_id = app_programme()
       and r.kind in ('coordinator', 'medical_director')
       and r.from_at <= clock_timestamp() + interval '1 minute' and (r.until_at is null or r.until_at > now()))
  union all
  select app_chores() where app_chores() is not null
$$;

create or replace function app_link(token_hash bytea, programme bigint, kind text) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
  select l.id from cases_link l where l.token_hash = app_link.token_hash and l.programme_id = app_link.programme
     and l.kind = app_link.kind and l.revoked_at is null
       and l.not_before_at <= clock_timestamp() + interval '1 minute' and l.expires_at > now()
$$;

create or replace function app_patients() returns bigint[]
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(k.patient_id), '{}') from cases_case k where k.patient_id is not null and (
    k.id = any(app_cases('own')) or k.id = any(app_cases('invited')))
$$;

create or replace function app_privacy_staff() returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
  select app_programme() where exists (
    select 1 from accounts_role r where r.account_id = app_account() and r.programme_id = app_programme()
       and r.kind = 'privacy'
       and r.from_at <= clock_timestamp() + interval '1 minute' and (r.until_at is null or r.until_at > now()))
$$;
"""


def _in(scope: str, column: str = "case_id") -> str:
    return f"{column} = any((select app_cases('{scope}'))::bigint[])"


OWN = _in("own")
READ = _in("read")
OPEN = _in("open")
BLIND = _in("blind")
INVITED = _in("invited")
PROVENANCE = _in("provenance")
# Staff of the programme, but never of a case they are themselves to read blind.
STAFF = f"(programme_id = (select app_case_staff()) and not {_in('sealed')})"
PRIVACY = "programme_id = (select app_privacy_staff())"
CHORES = "programme_id = (select app_chores())"


def protect(table: str, *, see: str, write: str, of_a_case: bool = True) -> migrations.RunSQL:
    """A migration step: row security on `table`, and the proof that its programme is its case's programme."""
    sql = policies(table, see=see, write=write)
    if of_a_case:
        sql += f"""
alter table {table} add constraint {table}_same_programme
  foreign key (case_id, programme_id) references cases_case (id, programme_id) deferrable initially deferred;
"""
    return migrations.RunSQL(sql, reverse_sql=migrations.RunSQL.noop)
