"""How long it really takes, for visitors who may see no case: three numbers, and none below five cases."""

from django.db import migrations

TIMES = """
create index case_published on cases_case (programme_id, readable_at) include (first_click_at, demo)
  where readable_at is not null;

create or replace function app_published_times(programme bigint, at timestamptz)
returns table (n bigint, median double precision, p90 double precision)
language sql stable security definer set search_path = public, pg_temp as $$
  select told.n, told.median, told.p90 from (
    select count(*) as n,
           percentile_cont(0.5) within group (order by waited.seconds) as median,
           percentile_cont(0.9) within group (order by waited.seconds) as p90
      from (select extract(epoch from c.readable_at - c.first_click_at)::double precision as seconds
              from cases_case c join accounts_programme p on p.id = c.programme_id
             where c.programme_id = app_published_times.programme and c.programme_id = app_programme()
               and c.demo = p.demo and c.readable_at <= app_published_times.at
               and c.readable_at > app_published_times.at - interval '365 days') waited
  ) told where told.n >= 5
$$;
"""
GONE = "drop function app_published_times(bigint, timestamptz); drop index case_published;"


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_row_security")]

    operations = [migrations.RunSQL(TIMES, GONE)]
