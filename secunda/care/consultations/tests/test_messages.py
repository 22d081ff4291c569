"""The thread between patient and programme, and what happens when an e-mail does not arrive."""

from __future__ import annotations

from datetime import timedelta

import pytest

from secunda.care.cases.models import Task
from secunda.care.cases.tests.factories import a_submitted_case, acting, cast, now
from secunda.care.consultations import access, actions
from secunda.foundation.accounts import principal
from secunda.foundation.errors import Refused
from secunda.foundation.notifications.models import Notification

pytestmark = pytest.mark.django_db


def test_both_sides_write_and_each_sees_what_is_new() -> None:
    them, at = cast(), now()
    case = a_submitted_case(them)
    with acting(them.ana, them.programme):
        actions.send(case=case, text=" Hello ", by=them.ana, role="patient", language="en", at=at)
        assert [m.text for m in access.thread(case)] == ["Hello"]
        assert (access.unread(case, by_staff=True), access.unread(case, by_staff=False)) == (1, 0)
    with acting(them.cleo, them.programme):
        assert Task.objects.filter(kind="answer_message").count() == 1
        actions.mark_read(case=case, by_staff=True, at=at)
        actions.send(case=case, text="Good morning", by=them.cleo, role="staff", language="en", at=at)
        assert access.unread(case, by_staff=True) == 0
        assert not Task.objects.filter(kind="answer_message", done_at=None).exists()
    with acting(them.ana, them.programme):
        assert access.unread(case, by_staff=False) == 1
        actions.mark_read(case=case, by_staff=False, at=at)
        assert access.unread(case, by_staff=False) == 0
        assert Notification.objects.filter(kind="message.received").count() == 1


@pytest.mark.parametrize("text", ["", "   ", "x" * 8001])
def test_an_empty_or_endless_message_is_refused(text: str) -> None:
    them = cast()
    case = a_submitted_case(them)
    with acting(them.ana, them.programme), pytest.raises(Refused):
        actions.send(case=case, text=text, by=them.ana, role="patient", language="en", at=now())


def test_a_bounced_letter_becomes_one_call_for_the_coordinator() -> None:
    them, at = cast(), now()
    a_submitted_case(them)
    with principal.as_job(case_id=None, programme_id=them.programme.pk, name="consultations.undelivered"):
        since = at - timedelta(days=7)
        assert actions.tell_undelivered(programme=them.programme, since=since, at=at) == 0
        Notification.objects.filter(kind="case.submitted").update(bounced_at=at)
        assert actions.tell_undelivered(programme=them.programme, since=since, at=at) == 1
        actions.tell_undelivered(programme=them.programme, since=since, at=at)
        assert Task.objects.filter(kind="mail_bounced").count() == 1
