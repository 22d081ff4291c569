"""People are told by e-mail, after the commit, once, in their language, without a word about their health."""

from __future__ import annotations

import email
import email.policy
from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.db import DatabaseError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from secunda.foundation.accounts import principal
from secunda.foundation.accounts.models import Account, Programme
from secunda.foundation.notifications import actions, kinds, rules
from secunda.foundation.notifications.models import Notification
from secunda.foundation.notifications.tests.ground import ABOUT, CASE, NINE, Postbox, tell, told
from secunda.foundation.queue import drain, named

pytestmark = pytest.mark.django_db


def read(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, policy=email.policy.default)


def test_the_message_says_who_writes_and_where_to_look(
    postbox: Postbox, programme: Programme, ana: Account, dr_chen: Account
) -> None:
    public_id = tell(ana, programme, by=dr_chen)
    assert told(programme, public_id).sent_at is None
    assert drain() == ["notifications.send"]
    (raw,) = postbox.taken
    message = read(raw)
    assert message["Subject"] == "Second opinions north: Ana's news"
    assert (message["To"], message["From"]) == ("ana@example.org", "Second opinions <mail@north.example.org>")
    assert message["Message-ID"] == f"<{public_id}.{programme.pk}@north.example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    link = f"https://second.example.org/go/{ABOUT}?next=a&b"
    assert message.get_content().splitlines() == ["Dear Ana,", "Second opinions north Yes", link]
    assert postbox.senders == ["mail@north.example.org"]
    done = told(programme, public_id)
    assert done.sent_at is not None
    assert (done.attempts, done.failed_code, done.created_at) == (1, "", NINE)


def test_it_is_written_in_the_language_of_the_recipient(
    postbox: Postbox, programme: Programme, ana: Account, dr_chen: Account
) -> None:
    tell(dr_chen, programme, by=ana)
    drain()
    assert "نعم" in read(postbox.taken[0]).get_content()


def test_a_rollback_tells_nobody(postbox: Postbox, programme: Programme, ana: Account) -> None:
    with transaction.atomic():
        public_id = tell(ana, programme, by=ana)
        transaction.set_rollback(True)
    assert drain() == []
    with pytest.raises(Notification.DoesNotExist):
        told(programme, public_id)


def test_running_twice_sends_once(postbox: Postbox, programme: Programme, ana: Account) -> None:
    public_id = tell(ana, programme, by=ana)
    named("notifications.send").defer(notification=public_id, programme_id=programme.pk, case_id=CASE)
    assert len(drain()) == 2
    assert len(postbox.taken) == 1


@pytest.mark.parametrize("at", ["refuse", "reject"])
def test_a_refusal_for_good_is_a_bounce(
    postbox: Postbox, programme: Programme, ana: Account, at: str
) -> None:
    setattr(postbox, at, "550 no such mailbox: ana")
    public_id = tell(ana, programme, by=ana)
    drain(early=True)
    told_ana = told(programme, public_id)
    assert told_ana.bounced_at is not None
    assert (told_ana.sent_at, told_ana.attempts, told_ana.failed_code) == (None, 1, "smtp_550")


@pytest.mark.parametrize("at", ["refuse", "reject"])
def test_a_busy_server_is_tried_again_later(
    postbox: Postbox, programme: Programme, ana: Account, at: str
) -> None:
    setattr(postbox, at, "451 come back later")
    public_id = tell(ana, programme, by=ana)
    drain()
    waits = told(programme, public_id)
    assert (waits.sent_at, waits.bounced_at, waits.attempts, waits.failed_code) == (None, None, 1, "smtp_451")
    assert ProcrastinateJob.objects.get().scheduled_at == waits.queued_at
    setattr(postbox, at, "")
    assert drain() == []
    drain(early=True)
    sent = told(programme, public_id)
    assert sent.sent_at is not None
    assert (sent.attempts, sent.failed_code) == (2, "")


@pytest.mark.usefixtures("postbox")
def test_a_server_that_is_not_there_is_tried_ten_times(
    programme: Programme, ana: Account, settings: Settings
) -> None:
    settings.EMAIL_PORT = 1
    public_id = tell(ana, programme, by=ana)
    assert len(drain(early=True)) == rules.ATTEMPTS
    given_up = told(programme, public_id)
    assert given_up.failed_at is not None
    assert (given_up.attempts, given_up.failed_code, given_up.sent_at) == (10, "connection", None)


def test_a_server_that_refuses_the_programme_is_tried_again(
    postbox: Postbox, programme: Programme, ana: Account, settings: Settings
) -> None:
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "programme", "wrong"
    public_id = tell(ana, programme, by=ana)
    drain()
    assert told(programme, public_id).failed_code in ("connection", "smtp_530", "smtp_535")
    assert told(programme, public_id).bounced_at is None


def test_waiting_grows_to_six_hours_and_ends() -> None:
    waits = [rules.wait_before_next(n) for n in range(1, rules.ATTEMPTS)]
    minutes = [wait / timedelta(minutes=1) for wait in waits if wait]
    assert minutes == [1, 4, 16, 64, 256, 360, 360, 360, 360]
    assert rules.wait_before_next(rules.ATTEMPTS) is None


def test_an_unknown_kind_is_refused(programme: Programme, ana: Account) -> None:
    with pytest.raises(kinds.UnknownKind):
        tell(ana, programme, by=ana, kind="opinion.lost")


def test_nobody_is_told_in_the_name_of_another_programme(
    programme: Programme, other_programme: Programme, ana: Account
) -> None:
    denied = pytest.raises(DatabaseError, match="row-level security")
    with transaction.atomic(), principal.as_person(ana.pk, programme.pk), denied, transaction.atomic():
        actions.notify(to=ana, kind="task.due", programme=other_programme, at=NINE)


def test_every_kind_has_a_label() -> None:
    assert all(kinds.label(kind) for kind in kinds.KINDS)
