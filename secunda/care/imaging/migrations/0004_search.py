"""The search for studies as one question whose plan stays with the connection; row security holds inside it too."""

from django.db import migrations

# Rights of the caller: every table's policy is part of the plan. Planned anew at each call the nested policies would
# cost ten times what the search does.
STUDIES = """
create function imaging_studies(the_case bigint, is_blind boolean)
returns table (study bigint, uid text, said jsonb, wording jsonb, instances bigint, series bigint, modalities text[])
language plpgsql stable as $$
begin
  return query
  select s.id, s.uid::text, s.said, w.said, n.instances, n.series, n.modalities
    from (select i.study_id, count(*) as instances, count(distinct i.series_id) as series,
                 array_agg(distinct i.modality::text) as modalities
            from imaging_instance i
           where i.case_id = the_case and not (is_blind and i.withheld)
           group by i.study_id) n
    join imaging_study s on s.id = n.study_id
    left join imaging_wording w on w.study_id = s.id and w.series_id is null and not is_blind
   order by s.date desc, s.id;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("imaging", "0003_marks")]
    operations = [migrations.RunSQL(STUDIES, migrations.RunSQL.noop)]
