"""The records page: what a person sees of it, takes back, and says."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from secunda.care.cases.models import Case, Task
from secunda.care.cases.tests.factories import Cast, a_submitted_case, acting
from secunda.care.records.tests.factories import a_pdf, a_received_record
from secunda.portals.patient.tests.sending import (
    ISLAND,
    a_file,
    at,
    page,
    send,
    signed_in,
)

pytestmark = pytest.mark.django_db


def test_an_empty_page_teaches_and_says_what_is_looked_for(ana: Client, case: Case) -> None:
    html = page(ana, case)
    for words in ("No records yet", "The pathology report", "Up to 200 MB each", "That is everything I have",
                  "No clinician of this programme has reviewed", "not older than 6 months"):  # fmt: skip
        assert words in html


def test_a_record_is_taken_back_by_who_sent_it(ana: Client, them: Cast, case: Case) -> None:
    record = a_received_record(them, case, name="wrong.pdf")
    bad = a_received_record(them, case, name="bad.pdf", content=b"MZ hello")
    for one, words in ((record, "“wrong.pdf” was removed."), (bad, "“bad.pdf” is off the list.")):
        response = ana.post(at("remove_record", case.public_id, one.public_id))
        assert response.status_code == 302
        assert words in page(ana, case)
    assert ana.post(at("remove_record", case.public_id, record.public_id)).status_code == 404


def test_nothing_can_be_taken_back_while_the_case_is_read(ana: Client, them: Cast, case: Case) -> None:
    record = a_received_record(them, case)
    with acting(them.cleo, them.programme):
        Case.objects.filter(pk=case.pk).update(state="review")
    assert "/remove/" not in page(ana, case)
    response = ana.post(at("remove_record", case.public_id, record.public_id))
    assert response.status_code == 409
    assert "already being read" in response.content.decode()


def test_that_is_everything_makes_a_task_and_says_until_when(ana: Client, them: Cast, case: Case) -> None:
    for _twice in range(2):
        assert ana.post(at("records_done", case.public_id)).status_code == 302
    assert "you told us that this is everything" in page(ana, case)
    with acting(them.cleo, them.programme):
        assert Task.objects.filter(kind="records_done").count() == 1


def test_while_the_case_is_read_the_page_says_where_new_records_go(
    ana: Client, them: Cast, case: Case
) -> None:
    with acting(them.cleo, them.programme):
        Case.objects.filter(pk=case.pk).update(state="review")
    html = page(ana, case)
    assert "What you add now goes to your coordinator first" in html
    assert "That is everything I have" not in html


def test_a_proxy_who_is_not_confirmed_sends_but_opens_nothing(them: Cast) -> None:
    case = a_submitted_case(them, by=them.tomas, requester_kind="proxy", proxy_basis="carer")
    tomas = signed_in(them.tomas)
    answer = send(tomas, case, a_file(a_pdf()), **ISLAND)
    assert answer.json()["ok"], answer.json()
    html = page(tomas, case)
    assert "still has to confirm that you may act" in html
    assert "/file/" not in html
    response = tomas.get(at("record_file", case.public_id, answer.json()["id"]))
    assert response.status_code == 409
    assert "confirmed that you may act" in response.content.decode()


def test_a_proxy_learns_only_that_the_same_file_is_there(them: Cast) -> None:
    case = a_submitted_case(them, by=them.tomas, requester_kind="proxy", proxy_basis="carer")
    a_received_record(them, case, by=them.cleo, name="their letter.pdf")
    answer = send(signed_in(them.tomas), case, a_file(a_pdf(), "mine.pdf"), **ISLAND)
    assert answer.json() == {"ok": True, "sentence": "“mine.pdf” is in this case already."}


def test_when_nothing_could_be_taken_only_reasons_are_said(ana: Client, case: Case) -> None:
    send(ana, case, a_file(b"MZ hello", "a.txt"))
    html = page(ana, case)
    assert "“a.txt” was not taken." in html
    assert "arrived" not in html.split("<h1>")[0]


@pytest.mark.parametrize("name", ["records", "upload", "records_done"])
def test_strangers_find_no_case(them: Cast, case: Case, name: str) -> None:
    for client, answers in ((signed_in(them.max), (404, 405)), (Client(), (302, 405))):  # 302: sign in first
        assert client.get(at(name, case.public_id)).status_code in answers
        assert client.post(at(name, case.public_id)).status_code in answers


def test_strangers_find_no_record(them: Cast, case: Case, ana: Client) -> None:
    record = a_received_record(them, case)
    for name in ("record_line", "record_file"):
        assert signed_in(them.max).get(at(name, case.public_id, record.public_id)).status_code == 404
        assert Client().get(at(name, case.public_id, record.public_id)).status_code == 302
        assert ana.get(at(name, case.public_id, uuid4())).status_code == 404
        assert ana.get(at(name, a_submitted_case(them).public_id, record.public_id)).status_code == 404


def test_a_long_list_costs_no_more_queries(
    ana: Client, them: Cast, case: Case, django_assert_max_num_queries: Any
) -> None:
    for mark in "abcdefgh":
        a_received_record(them, case, content=a_pdf(mark=mark))
    with django_assert_max_num_queries(24):
        page(ana, case)
