"""The post office of a journey: a mail server that keeps what it is given, for tests to read."""

from __future__ import annotations

import email
import email.policy
import re
import time
from dataclasses import dataclass
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

PATIENCE = 40.0  # seconds until a letter has to be there


@dataclass(frozen=True)
class Letter:
    """One e-mail as it arrived: its recipient on the envelope, and what it says."""

    to: str
    subject: str
    body: str
    raw: bytes


class PostOffice:
    """Takes every e-mail; `letters` are all of them, in the order of arrival."""

    def __init__(self, port: int) -> None:
        self.letters: list[Letter] = []
        self.port = port
        self._controller = Controller(self, hostname="127.0.0.1", port=port)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """What aiosmtpd calls for every message."""
        raw = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        message = email.message_from_bytes(raw, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        body = message.get_body(("plain",))
        words = body.get_content() if body is not None else ""
        self.letters += [Letter(to, str(message["Subject"]), words, raw) for to in envelope.rcpt_tos]
        return "250 taken"

    def open(self) -> None:
        """Begin to take mail."""
        self._controller.start()

    def close(self) -> None:
        """Take no more."""
        self._controller.stop()

    def to(self, address: str) -> list[Letter]:
        """What an address was sent."""
        return [letter for letter in self.letters if letter.to == address]

    def next(self, address: str, after: int = 0, about: str = "") -> Letter:
        """The first letter to an address after its `after` first ones (with `about` in its subject); waits for it."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            for letter in self.to(address)[after:]:
                if about.lower() in letter.subject.lower():
                    return letter
            time.sleep(0.1)
        came = [letter.subject for letter in self.to(address)]
        raise AssertionError(f"No letter about “{about}” came to {address}; these did: {came}")

    def code(self, address: str, after: int = 0) -> str:
        """The one-time code in the next letter to an address."""
        letter = self.next(address, after)
        found = re.search(r"^\s*([A-Z0-9]{4,}(?:-[A-Z0-9]{3,})*)\s*$", letter.body, re.MULTILINE)
        assert found, f"There is no code in the letter “{letter.subject}”."
        return found[1]
