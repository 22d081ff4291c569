"""The questions of row security keep their plan with the connection: asked a dozen times a page, planned once.

The same bodies as in `rowsecurity.FUNCTIONS`; in plain SQL each call planned its body anew (0.3-0.9 ms against 0.1).
"""

import re

from django.db import migrations

from secunda.care.cases.rowsecurity import FUNCTIONS

_IN_SQL = re.compile(
    r"create or replace function (?P<head>(?:app_cases|app_case_staff|app_patients|app_privacy_staff)\(.*?)"
    r"language sql stable security definer (?P<path>set search_path = public, pg_temp) as \$\$(?P<body>.*?)\$\$;",
    re.DOTALL,
)


def planned_once(functions: str) -> str:
    """The functions with the rights of their owner, each as a block whose plan stays."""
    return "\n".join(
        f"create or replace function {found['head']} language plpgsql stable security definer {found['path']}"
        f" as $$ begin return ({found['body'].strip()}); end $$;"
        for found in _IN_SQL.finditer(functions)
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_people_of_the_case")]
    operations = [
        migrations.RunSQL(planned_once(FUNCTIONS), migrations.RunSQL.noop),
    ]
