"""What the tests of notifications stand on: two programmes, Ana and Max, wording, and a mail server."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import transaction

from secunda.foundation.accounts import principal
from secunda.foundation.accounts.models import Account, Programme
from secunda.foundation.notifications import actions, kinds
from secunda.foundation.notifications.models import Notification

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
ABOUT = UUID("5b0a2a9e-7a57-4ad4-93a9-6f9d7f2f6c11")
CASE = 7
BODY = "{% load i18n %}Dear {{ name }},\n{{ programme.name }} {% translate 'Yes' %}\n{{ url }}\n"


def link(notification: Notification) -> str:
    """What `settings.NOTIFICATION_URL` names in these tests."""
    return f"https://second.example.org/go/{notification.about_id}?next=a&b"


def wording() -> list[dict[str, Any]]:
    """Django's TEMPLATES with an e-mail for every kind."""
    texts = {}
    for kind in kinds.KINDS:
        texts[f"mail/{kind}.subject.txt"] = "{{ programme.name }}:\n{{ name }}'s news\n"
        texts[f"mail/{kind}.body.txt"] = BODY
    loaders = [("django.template.loaders.locmem.Loader", texts)]
    return [{"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"loaders": loaders}}]


def a_programme(slug: str) -> Programme:
    """A programme that writes from its own address."""
    return Programme.objects.create(
        slug=slug, name=f"Second opinions {slug}", organisation=slug, country="ES",
        mail_from=f"Second opinions <mail@{slug}.example.org>",
    )  # fmt: skip


def an_account(name: str, language: str = "en") -> Account:
    """An account named so, e.g. Ana with ana@example.org."""
    return Account.objects.create_user(f"{name.lower()}@example.org", name=name, language=language)


def tell(to: Account, programme: Programme, *, by: Account, kind: str = "opinion.released") -> UUID:
    """`by` does something in the programme that `to` is told about."""
    with transaction.atomic(), principal.as_person(by.pk, programme.pk):
        return actions.notify(
            to=to, kind=kind, programme=programme, case_id=CASE, about_type="opinion", about_id=ABOUT, at=NINE
        )


def told(programme: Programme, public_id: UUID) -> Notification:
    """The notification as a job of the programme sees it."""
    with transaction.atomic(), principal.as_job(case_id=None, programme_id=programme.pk, name="test.look"):
        return Notification.objects.get(public_id=public_id)


class Postbox:
    """A mail server that keeps what it takes, and answers the codes in `refuse` (at RCPT) or `reject` (at DATA)."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.senders: list[str | None] = []
        self.refuse = ""
        self.reject = ""

    async def handle_RCPT(  # noqa: N802  (the name that aiosmtpd calls)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if not self.refuse:
            envelope.rcpt_tos.append(address)
        return self.refuse or "250 OK"

    async def handle_DATA(  # noqa: N802  (the name that aiosmtpd calls)
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if not self.reject and isinstance(envelope.content, bytes):
            self.taken.append(envelope.content)
            self.senders.append(envelope.mail_from)
        return self.reject or "250 OK"
