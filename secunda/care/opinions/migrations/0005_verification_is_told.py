"""Whoever verifies a report by its code leaves a line in the case's audit: the function says which case it is."""

from django.db import migrations

VERIFY = """
drop function app_verify(text, bigint);
create function app_verify(p_code text, p_programme bigint)
returns table (signed_at timestamptz, version smallint, state text, sha256 text, genuine boolean, signers jsonb,
  case_id bigint, public_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select o.signed_at, o.version, o.state::text, o.sha256::text, encode(sha256(o.canonical), 'hex') = o.sha256,
    (select jsonb_agg(jsonb_build_object(
        'name', e.name, 'specialty', e.specialty, 'jurisdiction', coalesce(l.jurisdiction, ''),
        'licence', coalesce(l.number, ''),
        'institution', coalesce((select i.name from experts_affiliation f join experts_institution i
           on i.id = f.institution_id where f.expert_id = e.id and f.from_date <= a.signed_at::date
           and (f.until_date is null or f.until_date >= a.signed_at::date) order by f.id limit 1), '')
      ) order by a.position)
      from opinions_author a join experts_expert e on e.id = a.expert_id
      left join experts_licence l on l.id = a.licence_id where a.opinion_id = o.id),
    o.case_id, o.public_id
  from opinions_opinion o
  where o.code = p_code and o.programme_id = p_programme and o.signed_at is not null
    and o.released_at is not null
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("opinions", "0004_answer_drafts")]

    operations = [migrations.RunSQL(VERIFY, migrations.RunSQL.noop)]
