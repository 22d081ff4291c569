"""The people of a case see who opened it, and staff see what was sent: policies on tables that lie below this area."""

from django.db import migrations

from secunda.foundation.audit.sql import CASE_POLICY_SQL as AUDIT
from secunda.foundation.notifications.sql import STAFF_POLICY_SQL as NOTIFICATIONS

PRIVACY = """
create policy audit_event_privacy on audit_event for select using (programme_id = (select app_privacy_staff()));
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_events"),
        ("notifications", "0001_notifications"),
        ("cases", "0003_published_times"),
    ]

    operations = [migrations.RunSQL(AUDIT + NOTIFICATIONS + PRIVACY, migrations.RunSQL.noop)]
