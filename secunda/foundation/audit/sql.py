"""The part of the audit that lives in PostgreSQL: appending, refusing changes, and who sees what."""

from __future__ import annotations

CANONICAL = """
create function audit_canonical(e audit_event) returns bytea
language sql stable set search_path = pg_catalog, public, pg_temp as $$
select convert_to(concat_ws(E'\\n',
    'secunda audit 1',
    'prev=' || encode(e.prev_hash, 'hex'),
    'chain=' || e.chain,
    'seq=' || e.seq,
    'at=' || to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'actor=' || coalesce(e.actor_id::text, ''),
    'on_behalf_of=' || coalesce(e.on_behalf_of_id::text, ''),
    'link=' || coalesce(e.link_id::text, ''),
    'job=' || e.job,
    'programme=' || coalesce(e.programme_id::text, ''),
    'case=' || coalesce(e.case_id::text, ''),
    'role=' || e.role,
    'verb=' || e.verb,
    'object_type=' || e.object_type,
    'object=' || coalesce(e.object_id::text, ''),
    'purpose=' || e.purpose,
    'outcome=' || e.outcome,
    'session=' || e.session
), 'UTF8')
$$;
"""

APPEND = """
create function audit_append(
    p_verb text, p_at timestamptz, p_case_id bigint, p_programme_id bigint,
    p_object_type text, p_object_id uuid, p_purpose text, p_outcome text
) returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    e audit_event;
    head audit_chain;
begin
    e.at := p_at;
    e.actor_id := nullif(current_setting('app.account_id', true), '')::bigint;
    e.on_behalf_of_id := nullif(current_setting('app.on_behalf_of', true), '')::bigint;
    e.link_id := nullif(current_setting('app.link_id', true), '')::bigint;
    e.job := coalesce(current_setting('app.job', true), '');
    e.role := coalesce(current_setting('app.role', true), '');
    e.session := coalesce(current_setting('app.session', true), '');
    e.programme_id := coalesce(p_programme_id, nullif(current_setting('app.programme_id', true), '')::bigint);
    e.case_id := p_case_id;
    e.verb := p_verb;
    e.object_type := p_object_type;
    e.object_id := p_object_id;
    e.purpose := p_purpose;
    e.outcome := p_outcome;
    e.chain := case when e.case_id is not null then 'case:' || e.case_id
                    when e.programme_id is not null then 'programme:' || e.programme_id
                    else 'deployment' end;

    select * into head from audit_chain where chain = e.chain for update;
    if not found then
        insert into audit_chain (chain, seq, hash, exported_seq)
        values (e.chain, 0, decode(repeat('00', 32), 'hex'), 0) on conflict do nothing;
        select * into strict head from audit_chain where chain = e.chain for update;
    end if;

    e.seq := head.seq + 1;
    e.prev_hash := head.hash;
    e.hash := sha256(audit_canonical(e));
    e.id := nextval(pg_get_serial_sequence('public.audit_event', 'id'));
    insert into audit_event select e.*;
    update audit_chain set seq = e.seq, hash = e.hash where chain = e.chain;
    return e.seq;
end
$$;
"""

EXPORTED = """
create function audit_head_exported(p_chain text, p_seq bigint) returns void
language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
update audit_chain set exported_seq = p_seq where chain = p_chain and exported_seq < p_seq and p_seq <= seq
$$;
"""

FILED = """
alter table audit_event add constraint audit_event_filed check (chain = case
    when case_id is not null then 'case:' || case_id
    when programme_id is not null then 'programme:' || programme_id
    else 'deployment' end);
"""

REFUSE_CHANGES = """
create function audit_refuse_change() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if current_setting('audit.maintenance', true) = 'on' then
        if tg_op = 'UPDATE' then
            return new;
        end if;
        return old;
    end if;
    if tg_op = 'UPDATE' and tg_table_name = 'audit_chain' then
        if new.chain = old.chain and ((new.seq = old.seq + 1 and new.exported_seq = old.exported_seq)
                or (new.seq = old.seq and new.hash = old.hash)) then
            return new;
        end if;
    end if;
    raise exception 'The audit is append-only: % on % was refused.', lower(tg_op), tg_table_name
        using errcode = 'insufficient_privilege';
end
$$;

create trigger audit_event_keeps before update or delete on audit_event
    for each row execute function audit_refuse_change();
create trigger audit_event_stays before truncate on audit_event
    for each statement execute function audit_refuse_change();
create trigger audit_chain_keeps before update or delete on audit_chain
    for each row execute function audit_refuse_change();
create trigger audit_chain_stays before truncate on audit_chain
    for each statement execute function audit_refuse_change();
"""

POLICIES = """
alter table audit_event enable row level security;
alter table audit_event force row level security;
alter table audit_chain enable row level security;
alter table audit_chain force row level security;

create policy audit_event_owner on audit_event to current_user using (true) with check (true);
create policy audit_chain_owner on audit_chain to current_user using (true) with check (true);

create policy audit_event_own on audit_event for select using (
    actor_id = (select nullif(current_setting('app.account_id', true), '')::bigint)
    and programme_id is not distinct from (select nullif(current_setting('app.programme_id', true), '')::bigint)
);
create policy audit_event_job on audit_event for select using (
    case_id = (select nullif(current_setting('app.case_id', true), '')::bigint
               where coalesce(current_setting('app.job', true), '') <> '')
    and programme_id = (select nullif(current_setting('app.programme_id', true), '')::bigint)
);
create policy audit_chain_job on audit_chain for select using (
    (select coalesce(current_setting('app.job', true), '')) <> ''
);
"""

RIGHTS = """
revoke all on function audit_append(text, timestamptz, bigint, bigint, text, uuid, text, text) from public;
revoke all on function audit_head_exported(text, bigint) from public;
do $$
begin
    if exists (select from pg_roles where rolname = 'secunda_app') then
        revoke all on audit_event, audit_chain from secunda_app;
        grant select on audit_event, audit_chain to secunda_app;
        grant execute on function audit_append(text, timestamptz, bigint, bigint, text, uuid, text, text)
            to secunda_app;
        grant execute on function audit_head_exported(text, bigint) to secunda_app;
    end if;
end
$$;
"""

CREATE = FILED + CANONICAL + APPEND + EXPORTED + REFUSE_CHANGES + POLICIES + RIGHTS

DROP = """
alter table audit_event drop constraint audit_event_filed;
drop policy if exists audit_event_owner on audit_event;
drop policy if exists audit_event_own on audit_event;
drop policy if exists audit_event_job on audit_event;
drop policy if exists audit_chain_owner on audit_chain;
drop policy if exists audit_chain_job on audit_chain;
drop trigger audit_event_keeps on audit_event;
drop trigger audit_event_stays on audit_event;
drop trigger audit_chain_keeps on audit_chain;
drop trigger audit_chain_stays on audit_chain;
drop function audit_refuse_change();
drop function audit_append(text, timestamptz, bigint, bigint, text, uuid, text, text);
drop function audit_head_exported(text, bigint);
drop function audit_canonical(audit_event);
"""

CASE_POLICY_SQL = """
create policy audit_event_case on audit_event for select using (
    programme_id = (select app_programme()) and (
        case_id = any((select app_cases('read'))::bigint[])
        or (programme_id = (select app_case_staff()) and not case_id = any((select app_cases('sealed'))::bigint[]))
    )
);
"""
"""Applied by a migration of care/cases, which makes these functions: the patient's side of a case sees who opened it,
and case staff see the cases of their programme, but not one they are to read blind. Experts see what they did."""
