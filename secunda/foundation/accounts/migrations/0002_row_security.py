"""Who acts, as SQL functions; roles are seen in their programme, or by the one who holds them."""

from django.db import migrations

from secunda.foundation.accounts.rowsecurity import FUNCTIONS, IN_PROGRAMME, MINE, either, policies


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_tables"),
    ]

    operations = [
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        migrations.RunSQL(
            policies("accounts_role", see=either(MINE, IN_PROGRAMME), write=IN_PROGRAMME),
            migrations.RunSQL.noop,
        ),
    ]
