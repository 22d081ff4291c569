"""What the database does by itself: text and indexes of pages, what a blind expert may see of them, and forgetting."""

from django.db import migrations

# A word of a page is [word, x0, y0, x1, y1, confidence]; without places [word].
TEXT = """
create function chart_text_of(words jsonb) returns text language sql immutable as $$
  select coalesce(string_agg(line, e'\\n' order by n), '') from (
    select n, (select string_agg(w->>0, ' ' order by m) from jsonb_array_elements(l) with ordinality t(w, m)) as line
      from jsonb_array_elements(words) with ordinality lines(l, n)) x
$$;

create function chart_spaced(written text) returns text language sql immutable as $$
  select regexp_replace(written, '([\\u3040-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff])', ' \\1 ', 'g')
$$;

create function chart_config(language text) returns regconfig language sql immutable as $$
  select (case left(language, 2)
    when 'ar' then 'arabic' when 'ca' then 'catalan' when 'da' then 'danish' when 'de' then 'german'
    when 'el' then 'greek' when 'en' then 'english' when 'es' then 'spanish' when 'fi' then 'finnish'
    when 'fr' then 'french' when 'hi' then 'hindi' when 'hu' then 'hungarian' when 'hy' then 'armenian'
    when 'id' then 'indonesian' when 'it' then 'italian' when 'lt' then 'lithuanian' when 'ne' then 'nepali'
    when 'nl' then 'dutch' when 'no' then 'norwegian' when 'nb' then 'norwegian' when 'pt' then 'portuguese'
    when 'ro' then 'romanian' when 'ru' then 'russian' when 'sr' then 'serbian' when 'sv' then 'swedish'
    when 'ta' then 'tamil' when 'tr' then 'turkish' else 'simple' end)::regconfig
$$;

create function chart_index_words() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  new.text := chart_text_of(new.words);
  new.as_written := to_tsvector('simple', chart_spaced(new.text));
  new.by_stem := to_tsvector(chart_config(new.language), chart_spaced(new.text));
  return new;
end $$;
create trigger chart_pagetext_index before insert or update of words, language on chart_pagetext
  for each row execute function chart_index_words();
create trigger chart_opentext_index before insert or update of words, language on chart_opentext
  for each row execute function chart_index_words();
"""

# All of these run with the owner's rights: whoever changes a record or a passage need not see what follows from it.
SEALED = """
create function chart_boxes_meet(a jsonb, b jsonb) returns boolean language sql immutable as $$
  select (a->>0)::float < (b->>2)::float and (b->>0)::float < (a->>2)::float
     and (a->>1)::float < (b->>3)::float and (b->>1)::float < (a->>3)::float
$$;

create function chart_record_is_open(the_record bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from records_record r where r.id = the_record and r.state = 'accepted'
     and (r.identity = 'match' or r.identity_confirmed_at is not null)
     and (r.blinding = 'open' or r.blinding = 'passages' and records_passages_sealed(r.id, r.classified_at)))
$$;

create function chart_is_sealed(the_record bigint, the_page bigint, the_box jsonb) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from records_sealedpassage p where p.record_id = the_record
     and (the_page is null or p.page = the_page and (the_box is null or chart_boxes_meet(p.box, the_box))))
$$;

create function chart_open_words(p chart_pagetext) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
  select case when not chart_is_sealed(p.record_id, p.number, null) then p.words else coalesce((
    select jsonb_agg(line order by n) from (
      select n, (select jsonb_agg(w order by m) from jsonb_array_elements(l) with ordinality t(w, m)
                  where jsonb_array_length(w) > 4
                    and not chart_is_sealed(p.record_id, p.number, jsonb_path_query_array(w, '$[1 to 4]'))) as line
        from jsonb_array_elements(p.words) with ordinality lines(l, n)) x where line is not null), '[]') end
$$;

create function chart_open_page() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' then
    delete from chart_opentext where page_id = old.id;
    return old;
  end if;
  insert into chart_opentext (case_id, programme_id, record_id, page_id, number, width, height, source, turned,
                              language, words, text, withheld)
  values (new.case_id, new.programme_id, new.record_id, new.id, new.number, new.width, new.height, new.source,
          new.turned, new.language, chart_open_words(new), '', not chart_record_is_open(new.record_id))
  on conflict (page_id) do update set words = excluded.words, withheld = excluded.withheld;
  return new;
end $$;
create trigger chart_pagetext_open after insert or update on chart_pagetext
  for each row execute function chart_open_page();
create trigger chart_pagetext_gone before delete on chart_pagetext
  for each row execute function chart_open_page();

create function chart_withhold_fact() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  new.withheld := not chart_record_is_open(new.record_id)
    or chart_is_sealed(new.record_id, new.page, new.box)
    or new.is_from_patient and new.standing in ('added', 'corrected')
    or new.quote <> '' and chart_is_sealed(new.record_id, new.page + 1, null) and not exists (
         select from chart_pagetext t where t.reading_id = new.reading_id and t.number = new.page
            and position(new.quote in translate(t.text, e'\\n', ' ')) > 0);
  return new;
end $$;
create trigger chart_fact_withhold before insert or update on chart_fact
  for each row execute function chart_withhold_fact();

create function chart_withhold_sentence() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  new.withheld := exists (
    select from jsonb_array_elements(new.cites) c
      left join records_record r on r.public_id = (c->>'record')::uuid and r.case_id = new.case_id
      left join chart_fact f on f.public_id = (c->>'fact')::uuid and f.record_id = r.id
     where r.id is null or not chart_record_is_open(r.id)
        or (c->>'fact') is not null and coalesce(f.withheld, true)
        or (c->>'fact') is null and chart_is_sealed(r.id, (c->>'page')::bigint, null));
  return new;
end $$;
create trigger chart_sentence_withhold before insert or update on chart_sentence
  for each row execute function chart_withhold_sentence();

create function chart_sentences_again(the_case bigint, the_record uuid) returns void
language sql security definer set search_path = public, pg_temp as $$
  update chart_sentence set withheld = withheld
   where case_id = the_case and cites @> jsonb_build_array(jsonb_build_object('record', the_record))
$$;

create function chart_fact_changed() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform chart_sentences_again(new.case_id, (select public_id from records_record where id = new.record_id));
  return new;
end $$;
create trigger chart_fact_changed after update on chart_fact
  for each row when (old.withheld is distinct from new.withheld) execute function chart_fact_changed();
"""

FOLLOWING = """
create function chart_seal_again(the_record records_record) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update chart_opentext set withheld = not chart_record_is_open(the_record.id) where record_id = the_record.id;
  update chart_fact set withheld = withheld where record_id = the_record.id;
  perform chart_sentences_again(the_record.case_id, the_record.public_id);
end $$;

create function chart_forget(the_record records_record) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from chart_factrevision v using chart_fact f where v.fact_id = f.id and f.record_id = the_record.id;
  update chart_factrevision v set merged_into_id = null from chart_fact f
   where v.merged_into_id = f.id and f.record_id = the_record.id;
  update chart_fact g set merged_into_id = null, standing = 'rejected' from chart_fact f
   where g.merged_into_id = f.id and f.record_id = the_record.id and g.record_id <> the_record.id;
  delete from chart_fact where record_id = the_record.id;
  delete from chart_pagetext where record_id = the_record.id;
  delete from chart_reading where record_id = the_record.id;
  delete from chart_sentence where case_id = the_record.case_id
     and cites @> jsonb_build_array(jsonb_build_object('record', the_record.public_id));
end $$;

create function chart_record_changed() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select from chart_reading where record_id = new.id)
     and not exists (select from chart_fact where record_id = new.id)
     and not exists (select from chart_sentence s where s.case_id = new.case_id
                       and s.cites @> jsonb_build_array(jsonb_build_object('record', new.public_id))) then
    return new;
  end if;
  if new.state in ('removed', 'refused') then
    perform chart_forget(new);
  else
    perform chart_seal_again(new);
  end if;
  return new;
end $$;
create trigger chart_record_changed after update on records_record for each row
  when ((old.state, old.blinding, old.identity, old.identity_confirmed_at, old.classified_at) is distinct from
        (new.state, new.blinding, new.identity, new.identity_confirmed_at, new.classified_at))
  execute function chart_record_changed();

create function chart_passage_changed() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare the_record records_record;
begin
  select * into the_record from records_record where id = coalesce(new.record_id, old.record_id);
  update chart_pagetext set words = words
   where record_id = the_record.id and number in (coalesce(new.page, old.page), coalesce(old.page, new.page));
  perform chart_seal_again(the_record);
  return null;
end $$;
create trigger chart_passage_changed after insert or update or delete on records_sealedpassage
  for each row execute function chart_passage_changed();
"""

KEPT = """
create function chart_keep_approved() returns trigger language plpgsql as $$
begin
  if old.state = 'approved' or (new.case_id, new.edition, new.language, new.by_id, new.at)
     is distinct from (old.case_id, old.edition, old.language, old.by_id, old.at) then
    raise exception 'an edition of the chronology never changes';
  end if;
  return new;
end $$;
create trigger chart_chronology_keep before update on chart_chronology
  for each row execute function chart_keep_approved();

create function chart_keep_sentences() returns trigger language plpgsql
security definer set search_path = public, pg_temp as $$
begin
  if exists (select from chart_chronology c where c.id = new.chronology_id
               and (c.state <> 'draft' or c.case_id <> new.case_id)) then
    raise exception 'an edition of the chronology never changes';
  end if;
  return new;
end $$;
create trigger chart_sentence_keep before insert on chart_sentence
  for each row execute function chart_keep_sentences();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0004_fit_for_experts"),
        ("chart", "0002_row_security"),
    ]

    operations = [
        migrations.RunSQL(TEXT, migrations.RunSQL.noop),
        migrations.RunSQL(SEALED, migrations.RunSQL.noop),
        migrations.RunSQL(FOLLOWING, migrations.RunSQL.noop),
        migrations.RunSQL(KEPT, migrations.RunSQL.noop),
    ]
