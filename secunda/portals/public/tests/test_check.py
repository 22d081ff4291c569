"""The emergency check: it stops at once, cannot be walked around, and comes again."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from secunda.care.cases.models import Task
from secunda.care.triage import rules
from secunda.care.triage.models import Check
from secunda.foundation.accounts import principal
from secunda.foundation.accounts.models import Programme
from secunda.portals.public.forms import PAGES
from secunda.portals.public.tests.factories import (
    a_clear_draft,
    a_draft,
    answer_check,
    case_of,
    door,
    fill,
    kept,
)

FIRST = rules.screens()[0]


def checks(programme: Programme, case_id: UUID) -> list[Check]:
    with principal.as_job(case_id=None, programme_id=programme.id, name="test"):
        return list(Check.objects.filter(case__public_id=case_id).order_by("answered_at", "id"))


def tasks(programme: Programme, case_id: UUID) -> int:
    with principal.as_job(case_id=None, programme_id=programme.id, name="test"):
        return Task.objects.filter(case__public_id=case_id, done_at=None).count()


def age(programme: Programme, case_id: UUID, hours: int) -> None:
    """Move the check back in time."""
    with principal.as_job(case_id=None, programme_id=programme.id, name="test"):
        case = case_of(programme, case_id)
    with principal.as_case(case.id, programme.id):
        for check in Check.objects.filter(case=case):
            Check.objects.filter(pk=check.pk).update(answered_at=check.answered_at - timedelta(hours=hours))


def test_a_clean_check_lets_one_go_on(client: Client, programme: Programme) -> None:
    case_id = a_draft(client, programme)
    response = answer_check(client, programme, case_id)
    assert response.headers["Location"] == door(programme, "draft", case_id)
    [check] = checks(programme, case_id)
    assert (check.outcome, check.country, check.inpatient) == ("OK", "PT", False)
    assert set(check.answers.values()) == {"no"}
    assert kept(programme, case_id)["check"]["country"] == ["PT"]
    assert "seizure" not in kept(programme, case_id)["check"]


def test_each_screen_can_be_read_and_remembers(client: Client, programme: Programme) -> None:
    case_id = a_draft(client, programme)
    where = door(programme, "check-screen", case_id, "where")
    assert client.get(door(programme, "check", case_id)).headers["Location"] == where
    assert client.get(where).status_code == 200
    first = door(programme, "check-screen", case_id, FIRST.id)
    assert client.get(first).headers["Location"] == where  # the country comes first
    assert client.post(where, {"country": "PT", "inpatient": "no"}).headers["Location"] == first
    for screen in rules.screens():
        assert client.get(door(programme, "check-screen", case_id, screen.id)).status_code == 200
    client.post(first, dict.fromkeys(FIRST.questions, "no"))
    assert client.get(first).content.count(b" checked") == len(FIRST.questions)
    assert client.get(door(programme, "check", case_id)).headers["Location"] == door(
        programme, "check-screen", case_id, rules.screens()[1].id
    )
    assert client.get(door(programme, "check-screen", case_id, "nowhere")).status_code == 404


def test_an_open_question_is_asked_again_and_nothing_is_lost(client: Client, programme: Programme) -> None:
    case_id = a_draft(client, programme)
    where = door(programme, "check-screen", case_id, "where")
    assert client.post(where, {"country": "PT"}).status_code == 422
    assert client.post(where, {"country": "ZZ", "inpatient": "yes"}).status_code == 422
    assert not checks(programme, case_id)
    client.post(where, {"country": "PT", "inpatient": "no"})
    response = client.post(door(programme, "check-screen", case_id, FIRST.id), {FIRST.questions[0]: "no"})
    assert response.status_code == 422
    assert b"Some questions are still open" in response.content
    assert kept(programme, case_id)["check"][FIRST.questions[0]] == ["no"]


def test_none_of_these_answers_only_what_was_open(client: Client, programme: Programme) -> None:
    case_id = a_draft(client, programme)
    client.post(door(programme, "check-screen", case_id, "where"), {"country": "PT", "inpatient": "no"})
    first = door(programme, "check-screen", case_id, FIRST.id)
    response = client.post(first, {"none": "1", "spine_pain": "yes"})
    assert response.status_code == 302
    assert kept(programme, case_id)["check"]["spine_pain"] == ["yes"]
    assert kept(programme, case_id)["check"]["seizure"] == ["no"]


def test_answers_are_kept_as_one_goes(client: Client, programme: Programme) -> None:
    case_id = a_draft(client, programme)
    client.post(door(programme, "check-screen", case_id, "where"), {"country": "PT", "inpatient": "no"})
    response = client.post(
        door(programme, "check-screen", case_id, FIRST.id),
        {"face_arm": "yes"},
        headers={"X-Requested-With": "autosave"},
    )
    assert response.json()["ok"]
    assert kept(programme, case_id)["check"]["face_arm"] == ["yes"]
    assert not checks(programme, case_id)


@pytest.mark.parametrize("answer", ["yes", "unsure"])
def test_an_emergency_stops_at_once(client: Client, programme: Programme, answer: str) -> None:
    case_id = a_draft(client, programme)
    response = answer_check(client, programme, case_id, country="US", face_arm=answer)
    stop = door(programme, "stop", case_id)
    assert response.headers["Location"] == stop
    page = client.get(stop)
    content = page.content.decode()
    assert 'href="tel:911"' in content
    assert "face droop" in content
    assert "€" not in content
    assert case_of(programme, case_id).state == "emergency"
    assert len(checks(programme, case_id)[0].answers) == len(
        FIRST.questions
    )  # the other screens were not asked


def test_reading_the_stop_page_is_recorded(client: Client, programme: Programme) -> None:
    case_id = a_draft(client, programme)
    answer_check(client, programme, case_id, collapse="yes")
    response = client.post(door(programme, "stop", case_id), {"later": "1"})
    assert response.headers["Location"] == door(programme, "later", case_id)
    assert checks(programme, case_id)[0].acknowledged_at
    page = client.get(door(programme, "later", case_id))
    assert b"Get help first." in page.content


def test_a_crisis_shows_its_line_first_and_makes_a_task(client: Client, programme: Programme) -> None:
    case_id = a_draft(client, programme)
    answer_check(client, programme, case_id, country="US", self_harm="unsure")
    content = client.get(door(programme, "stop", case_id)).content.decode()
    assert 'class="call" href="tel:988"' in content
    assert 'href="tel:911"' in content
    assert case_of(programme, case_id).state == "emergency"
    assert tasks(programme, case_id) == 1


def test_a_country_without_a_number_on_file_gets_a_plain_sentence(
    client: Client, programme: Programme
) -> None:
    case_id = a_draft(client, programme)
    answer_check(client, programme, case_id, country="AQ", collapse="yes")
    content = client.get(door(programme, "stop", case_id)).content.decode()
    assert 'href="tel:112"' in content
    assert "We do not have the number of this country." in content


def test_today_names_whom_to_call_and_then_one_may_go_on(client: Client, programme: Programme) -> None:
    case_id = a_draft(client, programme)
    response = answer_check(client, programme, case_id, surgery="yes", wound="yes")
    today = door(programme, "today", case_id)
    assert response.headers["Location"] == today
    assert client.get(door(programme, "page", case_id, "who")).headers["Location"] == today
    assert b"Call the team that did your surgery today." in client.get(today).content
    assert tasks(programme, case_id) == 1
    assert client.post(today).headers["Location"] == door(programme, "draft", case_id)
    assert client.get(door(programme, "page", case_id, "who")).status_code == 200
    assert client.get(today).status_code == 200


def test_somebody_in_hospital_is_told_why_not(client: Client, programme: Programme) -> None:
    case_id = a_draft(client, programme)
    response = answer_check(client, programme, case_id, inpatient="yes")
    page = door(programme, "in-hospital", case_id)
    assert response.headers["Location"] == page
    assert b"Your doctor there may ask us" in client.get(page).content
    assert client.get(door(programme, "page", case_id, "who")).headers["Location"] == page
    response = answer_check(client, programme, case_id)
    assert response.headers["Location"] == door(programme, "draft", case_id)


def test_the_doctor_of_an_inpatient_may_ask(client: Client, programme: Programme) -> None:
    case_id = a_draft(client, programme, "doctor")
    assert (
        b"Is your patient in hospital"
        in client.get(door(programme, "check-screen", case_id, "where")).content
    )
    response = answer_check(client, programme, case_id, inpatient="yes")
    assert response.headers["Location"] == door(programme, "draft", case_id)
    response = client.post(door(programme, "page", case_id, "who"), {"kind": "patient"})
    assert response.headers["Location"] == door(programme, "check", case_id)  # so that is no way around it
    assert client.get(door(programme, "draft", case_id)).headers["Location"] == door(
        programme, "in-hospital", case_id
    )


@pytest.mark.parametrize("stopped", ["collapse", "self_harm"])
def test_a_stop_cannot_be_walked_around(client: Client, programme: Programme, stopped: str) -> None:
    case_id = a_draft(client, programme)
    answer_check(client, programme, case_id, **{stopped: "yes"})
    stop = door(programme, "stop", case_id)
    for address in closed_without_a_check(programme, case_id):
        for response in (client.get(address), client.post(address, {"kind": "patient"})):
            assert response.status_code in (302, 405)
            assert response.headers.get("Location", stop) == stop, address
    assert "who" not in kept(programme, case_id)
    for name in ("today", "in-hospital"):
        assert client.get(door(programme, name, case_id)).headers["Location"] == stop


def closed_without_a_check(programme: Programme, case_id: UUID) -> list[str]:
    pages = [door(programme, "page", case_id, page.slug) for page in PAGES if page.slug != "you"]
    return [*pages, *(door(programme, name, case_id) for name in ("draft", "letter", "send"))]


def test_nothing_opens_before_the_check(client: Client, programme: Programme) -> None:
    case_id = a_draft(client, programme)
    check = door(programme, "check", case_id)
    for address in closed_without_a_check(programme, case_id):
        assert client.get(address).headers["Location"] == check
    for name in ("stop", "today", "in-hospital"):
        assert client.get(door(programme, name, case_id)).headers["Location"] == check
    typed = client.post(door(programme, "page", case_id, "told"), {"diagnosis": "x"})
    assert typed.headers["Location"] == check
    assert "told" not in kept(programme, case_id)


def test_half_a_check_does_not_count(client: Client, programme: Programme) -> None:
    case_id = a_draft(client, programme)
    client.post(door(programme, "check-screen", case_id, "where"), {"country": "PT", "inpatient": "no"})
    last = rules.screens()[-1]
    response = client.post(
        door(programme, "check-screen", case_id, last.id), dict.fromkeys(last.questions, "no")
    )
    assert response.headers["Location"] == door(programme, "check-screen", case_id, FIRST.id)
    assert not checks(programme, case_id)


def test_after_a_stop_only_a_clean_check_lets_one_go_on(client: Client, programme: Programme) -> None:
    case_id = a_draft(client, programme)
    answer_check(client, programme, case_id, collapse="yes")
    again = client.post(door(programme, "stop", case_id), {"again": "1"})
    assert again.headers["Location"] == door(programme, "check", case_id)
    assert client.get(door(programme, "check-screen", case_id, FIRST.id)).headers["Location"] == door(
        programme, "check-screen", case_id, "where"
    )
    assert answer_check(client, programme, case_id, seizure="yes").headers["Location"] == door(
        programme, "stop", case_id
    )
    assert case_of(programme, case_id).state == "emergency"
    in_hospital = answer_check(client, programme, case_id, inpatient="yes")
    assert in_hospital.headers["Location"] == door(programme, "in-hospital", case_id)
    assert case_of(programme, case_id).state == "emergency"
    assert answer_check(client, programme, case_id).headers["Location"] == door(programme, "draft", case_id)
    assert case_of(programme, case_id).state == "draft"


def test_it_is_asked_again_after_three_days(client: Client, programme: Programme) -> None:
    case_id = a_clear_draft(client, programme)
    fill(programme, case_id)
    age(programme, case_id, 71)
    assert client.get(door(programme, "letter", case_id)).status_code == 200
    age(programme, case_id, 2)
    check = door(programme, "check", case_id)
    for address in closed_without_a_check(programme, case_id):
        assert client.get(address).headers["Location"] == check
    typed = client.post(
        door(programme, "page", case_id, "hopes"), {"hopes": "Written while the time ran out"}
    )
    assert typed.headers["Location"] == check
    saved = client.post(
        door(programme, "page", case_id, "together"),
        {"decides_with": "Nobody"},
        headers={"X-Requested-With": "autosave"},
    )
    assert (saved.status_code, saved.json()["ok"]) == (409, False)
    assert kept(programme, case_id)["hopes"]["hopes"] == ["Written while the time ran out"]
    assert kept(programme, case_id)["together"]["decides_with"] == ["Nobody"]
    assert answer_check(client, programme, case_id).headers["Location"] == door(programme, "draft", case_id)


def test_a_stop_of_long_ago_still_asks(client: Client, programme: Programme) -> None:
    case_id = a_draft(client, programme)
    answer_check(client, programme, case_id, collapse="yes")
    age(programme, case_id, 100)
    assert client.get(door(programme, "draft", case_id)).headers["Location"] == door(
        programme, "check", case_id
    )
    assert client.get(door(programme, "stop", case_id)).headers["Location"] == door(
        programme, "check", case_id
    )
