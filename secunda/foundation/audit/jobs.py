"""The audit's background door: exporting the heads every hour."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from secunda.foundation.audit import heads, keys
from secunda.foundation.queue import periodic


@periodic(cron="7 * * * *", name="audit.export_heads")
def export_heads() -> None:
    """Append the signed heads of the chains that grew to `settings.AUDIT_HEADS`, and leave the public key there."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('app.job', %s, true)", [export_heads.name])
    folder = Path(settings.AUDIT_HEADS)
    key = keys.private_key()
    heads.export(folder, timezone.now(), key.sign)
    public = folder / "public_key.pem"
    if not public.exists():
        public.write_bytes(keys.public_pem(key))
