"""Who sees the checks of a case, and when they count."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from secunda.care.cases.tests.factories import a_draft, acting, cast, now
from secunda.care.triage import access, rules
from secunda.care.triage.models import Check
from secunda.care.triage.tests.factories import a_check
from secunda.foundation.accounts import principal
from secunda.foundation.errors import Hidden, Refused

pytestmark = pytest.mark.django_db


def test_a_stranger_sees_nothing_with_the_filter_forgotten() -> None:
    them = cast()
    check = a_check(them, a_draft(them), "self_harm")
    strangers = (
        (them.max, them.programme), (them.dr_bo, them.programme), (them.mila, them.other), (them.mila, them.programme),
        (them.cleo, them.other),
    )  # fmt: skip
    for person, programme in strangers:
        with acting(person, programme):
            assert Check.objects.count() == 0
            assert Check.objects.filter(pk=check.pk).update(outcome="OK") == 0
    principal.set_principal()
    assert Check.objects.count() == 0


def test_the_person_and_the_coordinator_see_it() -> None:
    them = cast()
    case = a_draft(them)
    check = a_check(them, case)
    for person in (them.ana, them.cleo):
        with acting(person, them.programme):
            assert access.check_of(case, check.public_id) == check
            with pytest.raises(Hidden):
                access.check_of(case, uuid4())


def test_a_check_counts_for_72_hours() -> None:
    them = cast()
    case, at = a_draft(them), now()
    with acting(them.ana, them.programme):
        with pytest.raises(Refused) as refused:
            access.require_going_on(case, at)
        assert refused.value.code == "ask_again"
    check = a_check(them, case, at=at)
    with acting(them.ana, them.programme):
        assert access.require_going_on(case, at + timedelta(hours=71)) == check
        assert access.current_check(case, rules.expires_at(at)) is None


def test_a_stop_does_not_go_on_and_the_latest_check_counts() -> None:
    them = cast()
    at = now()
    case = a_draft(them, at=at - timedelta(minutes=5))
    a_check(them, case, at=at - timedelta(minutes=2))
    a_check(them, case, "face_arm", at=at - timedelta(minutes=1))
    with acting(them.ana, them.programme):
        with pytest.raises(Refused) as refused:
            access.require_going_on(case, at)
        assert refused.value.code == "stopped"
    a_check(them, case, "pain", at=at)
    with acting(them.ana, them.programme):
        assert access.require_going_on(case, at).outcome == "SAME_DAY"


def test_staff_find_what_waits_for_them() -> None:
    them = cast()
    at = now()
    case = a_draft(them, at=at - timedelta(minutes=5))
    for yes, earlier in (("", 3), ("pain", 2), ("abuse", 1)):
        a_check(them, case, *filter(None, [yes]), at=at - timedelta(minutes=earlier))
    with acting(them.cleo, them.programme):
        waiting = access.unhandled_checks(them.cleo, them.programme, at)
        assert [check.outcome for check in waiting] == ["SAME_DAY", "HUMAN_REVIEW"]
    with acting(them.ana, them.programme), pytest.raises(Hidden):
        access.unhandled_checks(them.ana, them.programme, at)
