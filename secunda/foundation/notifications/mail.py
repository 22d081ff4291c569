"""Making the e-mail of a notification and handing it to the mail server."""

from __future__ import annotations

import re
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.template import Context
from django.template.loader import get_template
from django.utils import translation
from django.utils.module_loading import import_string

from secunda.foundation.accounts.models import Programme
from secunda.foundation.notifications.models import Notification

_OURS = re.compile(r"<?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([0-9]{1,18})@")


@dataclass(frozen=True)
class Failure:
    """Why the mail server did not take a message; `for_good`: the recipient's side refused and would again."""

    code: str
    for_good: bool = False


def message_id(public_id: UUID, programme: Programme) -> str:
    """The Message-ID of a notification's e-mail, the same on every attempt; bounces carry it back."""
    domain = parseaddr(programme.mail_from)[1].rpartition("@")[2] or "localhost"
    return f"<{public_id}.{programme.id}@{domain}>"


def whose(identifier: str) -> tuple[UUID, int] | None:
    """The notification's public id and the programme's id in a Message-ID of ours; None for any other."""
    found = _OURS.match(identifier.strip())
    return (UUID(found[1]), int(found[2])) if found else None


def message(notification: Notification) -> EmailMessage:
    """The e-mail in the recipient's language. Its templates know the programme, the name and a link, and no more."""
    link: Callable[[Notification], str] = import_string(settings.NOTIFICATION_URL)
    words = {
        "programme": notification.programme,
        "name": " ".join(notification.account.name.split()),
        "url": link(notification),
    }
    with translation.override(notification.language):
        return EmailMessage(
            subject=" ".join(_rendered(notification.kind, "subject", words).split()),
            body=_rendered(notification.kind, "body", words).strip() + "\n",
            from_email=notification.programme.mail_from,
            to=[notification.account.email],
            headers={"Message-ID": notification.message_id, "Auto-Submitted": "auto-generated"},
        )


def _rendered(kind: str, part: str, words: dict[str, Any]) -> str:
    """Plain text: nothing is escaped as it would be in a page."""
    template: Any = get_template(f"mail/{kind}.{part}.txt")
    return str(template.template.render(Context(words, autoescape=False)))


def deliver(notification: Notification) -> Failure | None:
    """Hand the e-mail to the mail server; None when it took it."""
    try:
        message(notification).send()
    except smtplib.SMTPRecipientsRefused as refused:
        return _answered(next(iter(refused.recipients.values()))[0])
    except smtplib.SMTPDataError as refused:
        return _answered(refused.smtp_code)
    except smtplib.SMTPResponseException as refused:
        return Failure(f"smtp_{refused.smtp_code}")
    except (smtplib.SMTPException, OSError):
        return Failure("connection")
    return None


def _answered(code: int) -> Failure:
    """The recipient's server answered 4xx (later) or 5xx (never)."""
    return Failure(f"smtp_{code}", for_good=500 <= code < 600)
