"""The staff's screens: who comes in, what they do, and what they are told when they may not."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from secunda.care.cases.models import Brief, Case, Interval
from secunda.care.cases.tests.factories import (
    Cast,
    a_submitted_case,
    acting,
    cast,
    now,
    with_records_complete,
)
from secunda.care.experts.models import Expert
from secunda.care.opinions.models import Opinion
from secunda.care.opinions.tests.factories import a_signed_opinion, an_expert, an_opinion_handed_in
from secunda.care.records.models import Record
from secunda.care.records.tests.factories import a_received_record
from secunda.portals.parts.tests.signed_in import signed_in

pytestmark = pytest.mark.django_db


def url(them: Cast, name: str, *args: object) -> str:
    """The address of a staff screen in the cast's programme."""
    return f"/{them.programme.slug}" + reverse(f"staff:{name}", args=args)


@pytest.fixture
def them() -> Cast:
    return cast()


def test_the_queue_names_who_has_the_case(them: Cast) -> None:
    a_submitted_case(them)
    page = signed_in(them.cleo, them.programme).get(url(them, "queue"))
    assert page.status_code == 200
    assert "Ana Lindqvist" in page.content.decode()
    assert "the patient" in page.content.decode()


def test_the_queue_asks_as_little_with_many_cases_as_with_one(
    them: Cast, django_assert_max_num_queries: object
) -> None:
    for person in (them.ana, them.tomas, them.dr_rao, them.max):
        a_submitted_case(them, by=person)
    client = signed_in(them.cleo, them.programme)
    client.get(url(them, "queue"))
    with django_assert_max_num_queries(26):  # type: ignore[operator]
        client.get(url(them, "queue"))


def test_others_find_nothing_here(them: Cast) -> None:
    case = a_submitted_case(them)
    pages = [url(them, "queue"), url(them, "checks"), url(them, "experts")]
    pages += [
        url(them, name, case.public_id)
        for name in ("case", "brief", "assign", "reviewer", "release", "who_looked")
    ]
    for person in (them.ana, them.max, them.dr_bo):
        client = signed_in(person, them.programme)
        assert {client.get(page).status_code for page in pages} == {404}
    mila = signed_in(them.mila, them.programme)
    assert {mila.get(page).status_code for page in pages} == {404}
    assert Client().get(pages[0]).status_code in (302, 404)


def test_a_coordinator_prepares_a_case_until_it_is_complete(them: Cast) -> None:
    case = a_submitted_case(them)
    record = a_received_record(them, case)
    client = signed_in(them.cleo, them.programme)
    assert client.get(url(them, "case", case.public_id)).status_code == 200
    refused = client.post(url(them, "move", case.public_id), {"to": "records_complete"})
    assert refused.status_code == 409
    classify = url(them, "classify", case.public_id, record.public_id)
    assert client.get(classify).status_code == 200
    client.post(classify, {"title": "Core biopsy report", "blinding": "open", "theirs": "on"})
    brief = {
        "blinded": "treatment",
        "neutral_question": "Which treatments fit?",
        "neutral_summary": "One tumour.",
    }
    client.post(url(them, "brief", case.public_id), brief)
    client.post(url(them, "approve_brief", case.public_id))
    client.post(url(them, "move", case.public_id), {"to": "records_complete"})
    with acting(them.cleo, them.programme):
        assert Record.objects.get().blinding == "open"
        assert Brief.objects.get().approved_by == them.cleo
        assert Case.objects.get().state == Case.State.RECORDS_COMPLETE


def test_an_expert_is_invited_by_hand(them: Cast) -> None:
    case = a_submitted_case(them)
    an_expert(them, them.dr_bo)
    with_records_complete(them, case, now())
    client = signed_in(them.cleo, them.programme)
    page = client.get(url(them, "assign", case.public_id))
    assert "Dr Bo" in page.content.decode()
    with acting(them.cleo, them.programme):
        expert = Expert.objects.get()
    answer = client.post(url(them, "invite", case.public_id, expert.public_id))
    assert answer.status_code == 302
    with acting(them.cleo, them.programme):
        assert Interval.objects.get(until_at=None).state == Case.State.ASSIGNMENT


def test_messages_notes_tasks_and_asking_for_more(them: Cast) -> None:
    case = a_submitted_case(them)
    client = signed_in(them.cleo, them.programme)
    assert client.post(url(them, "message", case.public_id), {"text": ""}).status_code == 409
    assert client.post(url(them, "message", case.public_id), {"text": "Good morning"}).status_code == 302
    assert client.post(url(them, "note", case.public_id), {"text": "Call at noon"}).status_code == 302
    assert client.post(url(them, "ask_for_more", case.public_id), {"text": "The MRI"}).status_code == 302
    page = client.get(url(them, "case", case.public_id)).content.decode()
    assert "Good morning" in page
    assert "Call at noon" in page
    assert client.post(url(them, "move", case.public_id), {"to": "nonsense"}).status_code == 409
    assert client.post(url(them, "move", case.public_id), {"to": "decline"}).status_code == 409
    assert (
        client.post(url(them, "move", case.public_id), {"to": "decline", "reason": "No"}).status_code == 302
    )


def test_a_reviewer_returns_and_passes(them: Cast) -> None:
    opinion = an_opinion_handed_in(them)
    client = signed_in(them.dr_okafor, them.programme)
    assert opinion.case.reference in client.get(url(them, "checks")).content.decode()
    check = url(them, "check", opinion.public_id)
    page = client.get(check)
    assert page.status_code == 200
    ticks = dict.fromkeys(("answers", "records", "options", "numbers", "plain", "harm"), "on")
    assert client.post(check, {"do": "return", "edition": opinion.edition}).status_code == 409
    assert client.post(check, {"do": "pass", "edition": opinion.edition}).status_code == 409
    assert client.post(check, {"do": "pass", "edition": opinion.edition, **ticks}).status_code == 302
    with acting(them.cleo, them.programme):
        assert Opinion.objects.get().state == Opinion.State.PASSED
    assert signed_in(them.cleo, them.programme).get(check).status_code == 404


def test_a_signed_opinion_is_released_and_its_report_opened(them: Cast) -> None:
    opinion = a_signed_opinion(them)
    client = signed_in(them.cleo, them.programme)
    case = opinion.case.public_id
    report = client.get(url(them, "report", case))
    assert b"".join(report.streaming_content)[:5] == b"%PDF-"  # type: ignore[attr-defined]
    assert client.get(url(them, "release", case)).status_code == 200
    assert client.post(url(them, "release", case)).status_code == 302
    assert client.get(url(them, "release", case)).status_code == 404
    assert "Dr Bo" in client.get(url(them, "who_looked", case)).content.decode()


@pytest.mark.parametrize(
    ("name", "field"),
    [("ask_for_more", "text"), ("message", "text"), ("note", "text")],
)
def test_a_character_that_cannot_be_kept_is_said_in_one_sentence(them: Cast, name: str, field: str) -> None:
    case = a_submitted_case(them)
    answer = signed_in(them.cleo, them.programme).post(
        url(them, name, case.public_id), {field: "MRI\x00 of May"}
    )
    assert answer.status_code == 409
    assert "cannot be kept" in answer.content.decode()


def test_an_id_that_is_none_is_nobody(them: Cast) -> None:
    case = with_records_complete(them, a_submitted_case(them), now())
    answer = signed_in(them.cleo, them.programme).post(
        url(them, "reviewer", case.public_id), {"reviewer": "not-an-id"}
    )
    assert answer.status_code in (404, 409, 422)
