"""Answering the emergency check: what is kept, what stops, who is asked to look."""

from __future__ import annotations

from datetime import timedelta

import pytest

from secunda.care.cases import actions as cases
from secunda.care.cases.models import Task
from secunda.care.cases.tests.factories import a_draft, a_submitted_case, acting, cast, now
from secunda.care.triage import actions
from secunda.care.triage.models import Check
from secunda.care.triage.tests.factories import a_check, answers
from secunda.foundation.accounts import principal
from secunda.foundation.errors import Refused

pytestmark = pytest.mark.django_db


def test_no_warning_sign_moves_nothing() -> None:
    them = cast()
    case = a_draft(them)
    check = a_check(them, case)
    with acting(them.ana, them.programme):
        case.refresh_from_db()
        assert (check.outcome, check.rows, case.state) == ("OK", [], "draft")
        assert not Task.objects.exists()


@pytest.mark.parametrize(("yes", "verdict"), [("face_arm", "EMERGENCY"), ("self_harm", "CRISIS")])
def test_an_emergency_stops_the_draft(yes: str, verdict: str) -> None:
    them = cast()
    case = a_draft(them)
    check = a_check(them, case, yes)
    with acting(them.ana, them.programme):
        case.refresh_from_db()
        assert (check.outcome, case.state) == (verdict, "emergency")
        assert check.answers[yes] == "yes"
        assert len(check.answers) > 50


def test_a_stopped_draft_goes_on_when_a_later_check_lets_it() -> None:
    them = cast()
    case = a_draft(them)
    a_check(them, case, "face_arm")
    a_check(them, case)
    assert case.state == "draft"
    with acting(them.ana, them.programme):
        case.refresh_from_db()
        assert case.state == "draft"


def test_a_stop_in_hospital_leaves_the_draft_to_come_back_to() -> None:
    them = cast()
    case = a_draft(them)
    assert a_check(them, case, inpatient=True).outcome == "INPATIENT"
    assert case.state == "draft"


def test_the_doctor_of_someone_in_hospital_may_ask() -> None:
    them = cast()
    case = a_draft(them, by=them.dr_rao)
    with acting(them.dr_rao, them.programme):
        check = actions.answer(
            case=case,
            answers=answers(),
            country="de",
            inpatient=True,
            by=them.dr_rao,
            at=now(),
            by_doctor=True,
        )
        assert (check.outcome, check.country) == ("OK", "DE")


@pytest.mark.parametrize(("yes", "hours"), [("pain", 4), ("abuse", 1), ("self_harm", 1)])
def test_a_named_person_gets_a_task_with_a_clock(yes: str, hours: int) -> None:
    them = cast()
    case, at = a_draft(them), now()
    check = a_check(them, case, yes, at=at)
    with acting(them.cleo, them.programme):
        task = Task.objects.get(case=case)
        assert (task.kind, task.about_id, task.due_at) == (
            "red_flag",
            check.public_id,
            at + timedelta(hours=hours),
        )


def test_a_disclosure_of_abuse_is_not_lost_in_an_emergency() -> None:
    them = cast()
    case = a_draft(them)
    assert a_check(them, case, "face_arm", "abuse").outcome == "EMERGENCY"
    with acting(them.cleo, them.programme):
        assert Task.objects.filter(case=case, kind="red_flag").count() == 1


def test_an_emergency_in_a_sent_case_is_told_to_staff() -> None:
    them = cast()
    case, at = a_submitted_case(them), now()
    before = case.state
    a_check(them, case, "face_arm", at=at)
    with acting(them.cleo, them.programme):
        case.refresh_from_db()
        assert case.state == before
        assert Task.objects.get(case=case, kind="red_flag").due_at == at + timedelta(hours=1)


def test_missing_and_foreign_answers_are_refused_and_nothing_is_kept() -> None:
    them = cast()
    case = a_draft(them)
    with acting(them.ana, them.programme):
        for given, code in (({"face_arm": "no"}, "unanswered"), ({"shoe_size": "yes"}, "questions_changed")):
            with pytest.raises(Refused) as refused:
                actions.answer(case=case, answers=given, country="DE", inpatient=False, by=them.ana, at=now())
            assert refused.value.code == code
        assert not Check.objects.exists()


def test_it_can_be_answered_before_there_is_an_account() -> None:
    them = cast()
    case, token = cases.open_draft(programme=them.programme, language="en", time_zone="UTC", at=now())
    link = cases.resume_draft(programme=them.programme, token=token)
    assert link is not None
    with principal.as_link(link, them.programme.id):
        check = actions.answer(
            case=case, answers=answers("face_arm"), country="", inpatient=False, by=None, at=now()
        )
        actions.acknowledge(check=check, at=now())
        assert check.answered_by is None
        assert check.acknowledged_at is not None
        case.refresh_from_db()
        assert case.state == "emergency"


def test_the_first_acknowledgement_counts() -> None:
    them = cast()
    check = a_check(them, a_draft(them), "face_arm")
    with acting(them.ana, them.programme):
        actions.acknowledge(check=check, at=check.answered_at + timedelta(minutes=1))
        actions.acknowledge(check=check, at=check.answered_at + timedelta(minutes=9))
        assert check.acknowledged_at == check.answered_at + timedelta(minutes=1)


def test_settling_a_check_finishes_its_task_once() -> None:
    them = cast()
    case = a_draft(them)
    check, at = a_check(them, case, "pain"), now()
    with acting(them.cleo, them.programme):
        actions.settle(check=check, by=them.cleo, at=at)
        actions.settle(check=check, by=them.cleo, at=at + timedelta(hours=1))
        assert (check.handled_by, check.handled_at) == (them.cleo, at)
        assert Task.objects.get(case=case).done_at == at


def test_erasing_keeps_that_it_was_asked() -> None:
    them = cast()
    case = a_draft(them)
    check = a_check(them, case, "self_harm")
    with acting(them.ana, them.programme):
        assert actions.erase(case=case) == 1
        check.refresh_from_db()
        assert (check.answers, check.rows, check.outcome) == ({}, [], "CRISIS")
