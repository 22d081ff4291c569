"""The exact bytes that an event's hash is taken over. The SQL function `audit_canonical` makes the same bytes."""

from __future__ import annotations

import hashlib
from datetime import UTC
from uuid import UUID

from secunda.foundation.audit.models import Event

BEGINNING = bytes(32)
"""What the first event of a chain has for a previous hash."""


def canonical(event: Event) -> bytes:
    """UTF-8 lines `name=value`, in a fixed order, nothing for null, the instant in UTC to the microsecond."""
    parts: tuple[tuple[str, str | int | UUID | None], ...] = (
        ("prev", bytes(event.prev_hash).hex()),
        ("chain", event.chain),
        ("seq", event.seq),
        ("at", event.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")),
        ("actor", event.actor_id),
        ("on_behalf_of", event.on_behalf_of_id),
        ("link", event.link_id),
        ("job", event.job),
        ("programme", event.programme_id),
        ("case", event.case_id),
        ("role", event.role),
        ("verb", event.verb),
        ("object_type", event.object_type),
        ("object", event.object_id),
        ("purpose", event.purpose),
        ("outcome", event.outcome),
        ("session", event.session),
    )
    return "\n".join(["secunda audit 1", *(f"{name}={_written(value)}" for name, value in parts)]).encode()


def _written(value: str | int | UUID | None) -> str:
    return "" if value is None else str(value)


def digest(event: Event) -> bytes:
    """The event's hash as it ought to be: SHA-256 of its canonical bytes."""
    return hashlib.sha256(canonical(event)).digest()
