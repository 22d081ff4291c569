"""Telling people, and noting what became of it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection, transaction

from secunda.foundation.accounts import principal
from secunda.foundation.accounts.models import Account, Programme
from secunda.foundation.notifications import bounces, mail, rules
from secunda.foundation.notifications.kinds import KINDS, UnknownKind
from secunda.foundation.notifications.models import Notification
from secunda.foundation.queue import named

_INSERT = """
insert into notifications_notification (public_id, account_id, programme_id, case_id, kind, about_type, about_id,
    language, message_id, created_at, queued_at, attempts, failed_code)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 0, '')
"""


def notify(
    *,
    to: Account,
    kind: str,
    programme: Programme,
    case_id: int | None = None,
    about_type: str = "",
    about_id: UUID | None = None,
    at: datetime,
) -> UUID:
    """Tell an account about something by e-mail, once the caller's transaction is committed; returns the public id.

    `about_id` is a public id. The principal's programme has to be `programme`. Raises UnknownKind.
    """
    if kind not in KINDS:
        raise UnknownKind("There is no such kind of notification; add it to notifications/kinds.py.")
    public_id = uuid4()
    message_id = mail.message_id(public_id, programme)
    with connection.cursor() as cursor:  # not create(): who tells may not read what the other was told
        cursor.execute(
            _INSERT,
            (
                public_id,
                to.pk,
                programme.pk,
                case_id,
                kind,
                about_type,
                about_id,
                to.language,
                message_id,
                at,
                at,
            ),
        )
    named("notifications.send").defer(notification=public_id, programme_id=programme.pk, case_id=case_id)
    return public_id


def send(*, notification: UUID, at: datetime) -> None:
    """Hand the e-mail to the mail server unless that was done; note the outcome and try again later if need be.

    The row is locked meanwhile, so it is sent once, unless the process is killed after the mail server accepted it
    and before the commit: then it is sent twice, under one Message-ID.
    """
    told = (
        Notification.objects.select_for_update(of=("self",), no_key=True)
        .select_related("account", "programme")
        .get(public_id=notification)
    )
    if told.sent_at or told.bounced_at or told.failed_at:
        return
    told.attempts += 1
    failure = mail.deliver(told)
    if failure is None:
        told.sent_at, told.failed_code = at, ""
    else:
        _note(told, failure, at)
    told.save(update_fields=("attempts", "sent_at", "bounced_at", "failed_at", "queued_at", "failed_code"))


def _note(told: Notification, failure: mail.Failure, at: datetime) -> None:
    told.failed_code = failure.code
    wait = rules.wait_before_next(told.attempts)
    if failure.for_good:
        told.bounced_at = at
    elif wait is None:
        told.failed_at = at
    else:
        told.queued_at = at + wait
        named("notifications.send").defer_at(
            told.queued_at, notification=told.public_id, programme_id=told.programme_id, case_id=told.case_id
        )


def bounced(message: bytes, *, at: datetime) -> bool:
    """Note that a message came back; True if `message` is a bounce of one of ours. Sets its own principal."""
    bounce = bounces.read(message)
    ours = mail.whose(bounce.message_id) if bounce else None
    if bounce is None or ours is None:
        return False
    public_id, programme_id = ours
    with (
        transaction.atomic(),
        principal.as_job(case_id=None, programme_id=programme_id, name="notifications.bounced"),
    ):
        known = Notification.objects.filter(public_id=public_id, bounced_at=None)
        return known.update(bounced_at=at, failed_code=bounce.status) > 0


def opened(*, by: Account, about_id: UUID, at: datetime) -> int:
    """Note that a person opened what they were told about; returns how many messages that concerns."""
    waiting = Notification.objects.filter(account=by, about_id=about_id, opened_at=None)
    return waiting.update(opened_at=at)
