"""The safety questions asked again while a case is at work."""

from __future__ import annotations

from typing import Any

import pytest

from secunda.care.cases.models import Case, Task
from secunda.care.cases.tests.factories import Cast, a_submitted_case, acting
from secunda.care.triage import rules
from secunda.care.triage.models import Check
from secunda.portals.parts.tests.signed_in import signed_in
from secunda.portals.patient.tests.screens import at, post, text

pytestmark = pytest.mark.django_db

NOTHING = {"country": "DE", "inpatient": "no"} | {f"group_{screen.id}": "none" for screen in rules.screens()}


def closer(screen_id: str, **answers: str) -> dict[str, str]:
    """The second page's answers: no to every question of the group but these."""
    screen = next(screen for screen in rules.screens() if screen.id == screen_id)
    none = dict.fromkeys(screen.questions, "no")
    return NOTHING | {f"group_{screen_id}": "some", "closer": "1"} | none | answers


def kept(them: Cast, case: Case) -> list[str]:
    with acting(them.ana, them.programme):
        return list(Check.objects.filter(case=case).values_list("outcome", flat=True))


def test_nothing_new_goes_back_to_the_case(them: Cast) -> None:
    case = a_submitted_case(them)
    ana = signed_in(them.ana, them.programme)
    page: Any = post(ana, at("safety", case.public_id), follow=True, **NOTHING)
    assert "Nothing you told us is a reason to hurry" in page.content.decode()
    assert kept(them, case) == ["OK"]
    assert ana.get(at("safety_help", case.public_id))["Location"] == at("case", case.public_id)


def test_no_answer_is_never_a_no(them: Cast) -> None:
    case = a_submitted_case(them)
    ana = signed_in(them.ana, them.programme)
    for missing in ("inpatient", "group_head"):
        given = {name: value for name, value in NOTHING.items() if name != missing}
        assert post(ana, at("safety", case.public_id), **given).status_code == 422
    first: Any = post(ana, at("safety", case.public_id), **(NOTHING | {"group_chest": "some"}))
    assert "Which of these?" in first.content.decode()
    given = closer("chest")
    del given["collapse"]
    second: Any = post(ana, at("safety", case.public_id), **given)
    assert second.status_code == 422
    assert kept(them, case) == []


def test_an_emergency_shows_the_number_and_tells_the_coordinator(them: Cast) -> None:
    case = a_submitted_case(them)
    ana = signed_in(them.ana, them.programme)
    page: Any = post(ana, at("safety", case.public_id), follow=True, **closer("head", face_arm="yes"))
    assert "Call for help now" in page.content.decode()
    assert 'href="tel:112"' in page.content.decode()
    with acting(them.cleo, them.programme):
        assert Task.objects.filter(case=case, kind="red_flag").exists()
    assert ana.post(at("safety_help", case.public_id)).status_code == 302
    with acting(them.ana, them.programme):
        assert Check.objects.get(case=case).acknowledged_at is not None


def test_a_crisis_shows_somebody_to_talk_to(them: Cast) -> None:
    case = a_submitted_case(them)
    page: Any = post(signed_in(them.ana, them.programme), at("safety", case.public_id), follow=True,
                     **closer("safety", self_harm="yes"))  # fmt: skip
    assert "Please talk to somebody now" in page.content.decode()


def test_what_should_be_seen_today_is_said_quietly(them: Cast) -> None:
    case = a_submitted_case(them)
    ana = signed_in(them.ana, them.programme)
    page: Any = post(ana, at("safety", case.public_id), follow=True, **closer("belly", pain="yes"))
    assert "Please call somebody today" in page.content.decode()
    page = post(ana, at("safety", case.public_id), follow=True, **(NOTHING | {"inpatient": "yes"}))
    assert "Ask the doctors beside you first" in page.content.decode()


def test_the_last_country_is_chosen_beforehand(them: Cast) -> None:
    case = a_submitted_case(them)
    ana = signed_in(them.ana, them.programme)
    assert '<option value="DE" selected>' in text(ana, at("safety", case.public_id))
    post(ana, at("safety", case.public_id), **(NOTHING | {"country": "PT"}))
    assert '<option value="PT" selected>' in text(ana, at("safety", case.public_id))
