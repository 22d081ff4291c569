"""Reading a bounce: a delivery status notification (RFC 3464) that a mail server sent back."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

_STATUS = "0123456789."


@dataclass(frozen=True)
class Bounce:
    """The Message-ID of the message that was not delivered, and the status code (RFC 3463), e.g. 5.1.1."""

    message_id: str
    status: str


def read(raw: bytes) -> Bounce | None:
    """The bounce in a received message; None for anything else, also for a mere delay or a success."""
    received = email.message_from_bytes(raw, policy=email.policy.compat32)
    if received.get_content_type() != "multipart/report":
        return None
    status = next(_failures(received), None)
    original = next(_originals(received), None)
    return Bounce(original, status) if status and original else None


def _failures(received: Message) -> Iterator[str]:
    """The status of each recipient for whom delivery failed for good."""
    for part in received.walk():
        if str(part.get("Action", "")).strip().lower() == "failed":
            words = str(part.get("Status", "")).split()
            yield words[0][:12] if words and not words[0].strip(_STATUS) else "5.0.0"


def _originals(received: Message) -> Iterator[str]:
    """The Message-ID of the message that came back, whole or as its headers only."""
    for part in received.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822":
            inner = part.get_payload()
            yield from _identifiers(inner[0] if isinstance(inner, list) else None)
        elif kind == "text/rfc822-headers":
            text = part.get_payload(decode=True)
            yield from _identifiers(email.message_from_bytes(text) if isinstance(text, bytes) else None)


def _identifiers(original: object) -> Iterator[str]:
    if isinstance(original, Message) and original["Message-ID"]:
        yield str(original["Message-ID"]).strip()
