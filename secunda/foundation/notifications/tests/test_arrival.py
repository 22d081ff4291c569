"""Bounces, opening, and who may see what was told."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from secunda.foundation.accounts import principal
from secunda.foundation.accounts.models import Account, Programme
from secunda.foundation.notifications import actions, bounces, mail, queries
from secunda.foundation.notifications.models import Notification
from secunda.foundation.notifications.tests.ground import ABOUT, CASE, NINE, tell, told
from secunda.foundation.queue import drain

pytestmark = pytest.mark.django_db

REPORT = """\
From: MAILER-DAEMON@north.example.org
To: mail@north.example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="edge"

--edge
Content-Type: text/plain

I am sorry.

--edge
Content-Type: message/delivery-status

Reporting-MTA: dns; north.example.org

Final-Recipient: rfc822; ana@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such mailbox

--edge
Content-Type: {original}

From: mail@north.example.org
To: ana@example.org
Message-ID: {message_id}
Subject: news

--edge--
"""


def report(
    message_id: str, *, action: str = "failed", status: str = "5.1.1", original: str = "message/rfc822"
) -> bytes:
    text = REPORT.format(message_id=message_id, action=action, status=status, original=original)
    return text.replace("\n", "\r\n").encode()


@pytest.mark.parametrize("original", ["message/rfc822", "text/rfc822-headers"])
def test_a_returned_message_is_noted_once(programme: Programme, ana: Account, original: str) -> None:
    public_id = tell(ana, programme, by=ana)
    returned = report(told(programme, public_id).message_id, original=original)
    assert actions.bounced(returned, at=NINE)
    assert not actions.bounced(returned, at=NINE + timedelta(days=1))
    noted = told(programme, public_id)
    assert (noted.bounced_at, noted.failed_code) == (NINE, "5.1.1")


def test_what_bounced_before_it_was_sent_is_not_sent(programme: Programme, ana: Account) -> None:
    public_id = tell(ana, programme, by=ana)
    actions.bounced(report(told(programme, public_id).message_id), at=NINE)
    drain()
    assert told(programme, public_id).attempts == 0


@pytest.mark.parametrize(
    "received",
    [
        b"",
        b"\xff\xfe\x00",
        b"Subject: hello\r\n\r\nMessage-ID: <a@b>",
        report("<x@elsewhere.example.org>"),
        report("<5b0a2a9e-7a57-4ad4-93a9-6f9d7f2f6c11.999@north.example.org>"),
        report("<5b0a2a9e-7a57-4ad4-93a9-6f9d7f2f6c11.999@north.example.org>", action="delayed"),
        report("<5b0a2a9e-7a57-4ad4-93a9-6f9d7f2f6c11.999@north.example.org>", action="delivered"),
        report("", original="image/png"),
        report("<a@b>", original="text/rfc822-headers")[:500],
    ],
)
def test_whatever_else_comes_to_the_mailbox_is_no_bounce(received: bytes) -> None:
    assert not actions.bounced(received, at=NINE)


def test_a_strange_status_is_not_kept() -> None:
    found = bounces.read(report("<a@b>", status="<script>"))
    assert found == bounces.Bounce("<a@b>", "5.0.0")
    bare = bounces.read(report("<a@b>", status=""))
    assert bare == bounces.Bounce("<a@b>", "5.0.0")


def test_a_message_id_names_its_notification_and_programme(programme: Programme) -> None:
    identifier = mail.message_id(ABOUT, programme)
    assert mail.whose(identifier) == (ABOUT, programme.pk)
    assert mail.whose("<no.such@thing>") is None


def sent(programme: Programme, ana: Account, before: timedelta) -> UUID:
    public_id = tell(ana, programme, by=ana)
    with transaction.atomic(), principal.as_job(case_id=None, programme_id=programme.pk, name="test.sent"):
        Notification.objects.filter(public_id=public_id).update(sent_at=NINE - before)
    return public_id


def unopened(programme: Programme) -> list[UUID]:
    with transaction.atomic(), principal.as_job(case_id=None, programme_id=programme.pk, name="test.look"):
        found = queries.unopened(kind="opinion.released", before=NINE - timedelta(days=3))
        return list(found.values_list("public_id", flat=True))


def test_what_nobody_opened_for_three_days_is_found(programme: Programme, ana: Account) -> None:
    old = sent(programme, ana, timedelta(days=4))
    sent(programme, ana, timedelta(days=2))
    assert unopened(programme) == [old]
    with transaction.atomic(), principal.as_person(ana.pk, programme.pk):
        assert actions.opened(by=ana, about_id=ABOUT, at=NINE) == 2
        assert actions.opened(by=ana, about_id=ABOUT, at=NINE) == 0
    assert unopened(programme) == []
    assert told(programme, old).opened_at == NINE


def test_what_did_not_arrive_is_found(programme: Programme, ana: Account) -> None:
    returned, _ = tell(ana, programme, by=ana), tell(ana, programme, by=ana)
    actions.bounced(report(told(programme, returned).message_id), at=NINE)
    with transaction.atomic(), principal.as_job(case_id=CASE, programme_id=programme.pk, name="test.look"):
        assert [n.public_id for n in queries.undelivered(since=NINE - timedelta(hours=1))] == [returned]
        assert not queries.undelivered(since=NINE + timedelta(hours=1))


def seen(by: Account, programme: Programme) -> int:
    with transaction.atomic(), principal.as_person(by.pk, programme.pk):
        return Notification.objects.count()


def test_everybody_sees_what_they_were_told_in_this_programme_and_no_more(
    programme: Programme, other_programme: Programme, ana: Account, dr_chen: Account, max_: Account
) -> None:
    tell(ana, programme, by=dr_chen)
    assert (seen(ana, programme), seen(ana, other_programme)) == (1, 0)
    assert (seen(dr_chen, programme), seen(max_, programme)) == (0, 0)
    assert Notification.objects.count() == 0


def test_nobody_opens_what_another_was_told(programme: Programme, ana: Account, max_: Account) -> None:
    tell(ana, programme, by=ana)
    with transaction.atomic(), principal.as_person(max_.pk, programme.pk):
        assert actions.opened(by=ana, about_id=ABOUT, at=NINE) == 0


@pytest.mark.parametrize(("case_id", "count"), [(CASE, 1), (None, 1), (8, 0)])
def test_a_job_sees_its_case_or_its_programme(
    programme: Programme, ana: Account, case_id: int | None, count: int
) -> None:
    tell(ana, programme, by=ana)
    with transaction.atomic(), principal.as_job(case_id=case_id, programme_id=programme.pk, name="test.look"):
        assert Notification.objects.count() == count


@pytest.mark.parametrize(
    "change", ["account_id = 1", "kind = 'task.due'", "about_id = null", "created_at = now()"]
)
def test_what_was_told_to_whom_cannot_be_changed(change: str) -> None:
    denied = pytest.raises(DatabaseError, match="permission denied")
    with denied, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"update notifications_notification set {change}")


def test_nothing_told_can_be_deleted() -> None:
    denied = pytest.raises(DatabaseError, match="permission denied")
    with denied, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("delete from notifications_notification")
