"""Row security of notifications: people see their own, jobs those of their case or programme."""

from __future__ import annotations

from secunda.foundation.accounts.rowsecurity import IN_PROGRAMME, MINE

_JOB = f"""
    (select coalesce(current_setting('app.job', true), '')) <> '' and {IN_PROGRAMME}
    and coalesce(case_id = (select nullif(current_setting('app.case_id', true), '')::bigint),
                 (select coalesce(current_setting('app.case_id', true), '')) = '')
"""

CREATE = f"""
alter table notifications_notification enable row level security;
alter table notifications_notification force row level security;
create policy notification_own on notifications_notification for select using ({MINE} and {IN_PROGRAMME});
create policy notification_open on notifications_notification for update
    using ({MINE} and {IN_PROGRAMME}) with check ({MINE} and {IN_PROGRAMME});
create policy notification_job on notifications_notification for select using ({_JOB});
create policy notification_send on notifications_notification for update using ({_JOB}) with check ({_JOB});
create policy notification_tell on notifications_notification for insert with check ({IN_PROGRAMME});

do $$
begin
    if exists (select from pg_roles where rolname = 'secunda_app') then
        revoke update, delete on notifications_notification from secunda_app;
        grant update (queued_at, sent_at, bounced_at, failed_at, opened_at, attempts, failed_code)
            on notifications_notification to secunda_app;
    end if;
end
$$;
"""

STAFF_POLICY_SQL = """
create policy notification_staff on notifications_notification for select
    using (programme_id = (select app_case_staff()));
"""
"""Applied by the migration of care/cases that makes `app_case_staff`: case staff see what their programme's people
were told and whether it arrived."""
