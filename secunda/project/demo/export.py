"""What anybody may take along from the demo: the delivered report, its authority, and the case's audit trail."""

from __future__ import annotations

import json
import os
from pathlib import Path

from django.db import transaction
from django.forms.models import model_to_dict

from secunda.care.opinions.models import Opinion, Rendering
from secunda.foundation.accounts import principal
from secunda.foundation.accounts.models import Programme
from secunda.foundation.audit.models import Event
from secunda.foundation.vault import actions as vault
from secunda.project.demo import people


@transaction.atomic
def export(folder: Path) -> list[Path]:
    """Write `report.pdf`, `report.json` (the signed bytes), `authority.pem` and `audit.jsonl`; returns their paths."""
    programme = Programme.objects.get(slug=people.SLUG, closed_at=None)
    with principal.as_job(case_id=None, programme_id=programme.pk, name="demo.export"):
        opinion = Opinion.objects.filter(programme=programme, state=Opinion.State.RELEASED).latest(
            "released_at"
        )
        report = Rendering.objects.get(opinion=opinion, reader="patient", language=opinion.language)
        events = Event.objects.filter(case_id=opinion.case_id).order_by("seq")
        files = {
            "report.pdf": vault.read(report.object),
            "report.json": bytes(opinion.canonical or b""),
            "authority.pem": programme.authority_certificate.encode(),
            "audit.jsonl": b"".join(_line(event) for event in events),
        }
    return [_write(folder / name, content) for name, content in files.items()]


def _line(event: Event) -> bytes:
    row = model_to_dict(event) | {"hash": bytes(event.hash).hex(), "prev_hash": bytes(event.prev_hash).hex()}
    return json.dumps(row, default=str, sort_keys=True).encode() + b"\n"


def _write(path: Path, content: bytes) -> Path:
    waiting = path.with_suffix(path.suffix + ".part")
    waiting.write_bytes(content)
    os.replace(waiting, path)
    return path
