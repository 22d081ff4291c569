"""The worklist: what waits, in its order, in a fixed number of queries."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from secunda.care.assignment import actions as assignment
from secunda.care.cases.tests.factories import Cast, acting, now
from secunda.care.experts.models import Expert
from secunda.portals.expert.tests.factories import (
    a_case_to_read,
    a_report_in_work,
    a_sealed_case,
    an_invited_case,
    text_of,
    url,
)
from secunda.portals.parts.tests.signed_in import signed_in

OWN = ("assignment_assignment", "opinions_opinion", "opinions_addendum", "records_", "cases_case")
OWN_QUERIES = 3  # assignments with their cases, the newest reports, follow-up questions


def test_an_empty_worklist_teaches(them: Cast, bo: Client) -> None:
    page = text_of(bo.get(url(them, "worklist")))
    assert "Nothing for you to do now" in page
    assert "12 hours" in page


def test_an_invitation_stands_first_with_its_clock(them: Cast, bo: Client) -> None:
    one = an_invited_case(them)
    page = text_of(bo.get(url(them, "worklist")))
    assert url(them, "invitation", one.public_id) in page
    assert "11 hours left" in page
    assert "45, female" in page
    assert "1 study, 1 image" in page


def queries(bo: Client, address: str) -> tuple[int, int]:
    """How many queries the page makes in all, and how many of them for the list itself."""
    with CaptureQueriesContext(connection) as captured:
        assert bo.get(address).status_code == 200
    made = [query["sql"] for query in captured.captured_queries]
    return len(made), sum(any(f'from "{table}' in sql.lower() for table in OWN) for sql in made)


def test_the_number_of_queries_does_not_grow(them: Cast, bo: Client) -> None:
    a_case_to_read(them)
    address = url(them, "worklist")
    bo.get(address)
    before = queries(bo, address)
    assert before[1] == OWN_QUERIES
    with acting(them.dr_bo, them.programme):
        expert = Expert.objects.get(account=them.dr_bo)
    for _number in range(3):
        case = a_sealed_case(them)
        with acting(them.cleo, them.programme):
            assignment.invite(case=case, expert=expert, reasons={}, by=them.cleo, at=now())
    assert queries(bo, address) == before
    assert text_of(bo.get(address)).count("/expert/invitation/") == 3


def test_a_report_leads_to_where_it_is_written(them: Cast, bo: Client) -> None:
    one = a_report_in_work(them)
    page = text_of(bo.get(url(them, "worklist")))
    assert url(them, "report", one.public_id) in page
    assert "being written" in page


@pytest.mark.parametrize("who", ["ana", "max", "cleo"])
def test_who_is_no_expert_finds_nothing(them: Cast, who: str) -> None:
    account = getattr(them, who)
    assert signed_in(account, them.programme).get(url(them, "worklist")).status_code == 404


def test_another_expert_sees_nothing_of_it(them: Cast) -> None:
    one = a_case_to_read(them)
    page = text_of(signed_in(them.dr_chen, them.programme).get(url(them, "worklist")))
    assert str(one.public_id) not in page
    assert one.case.reference not in page


def test_who_is_signed_out_is_asked_to_sign_in(them: Cast) -> None:
    answer = Client().get(url(them, "worklist"))
    assert answer.status_code == 302
    assert "/account/login/" in answer["Location"]
    assert Client().get(url(them, "worklist"), headers={"X-Requested-With": "autosave"}).status_code == 401


def test_a_password_alone_opens_nothing(them: Cast) -> None:
    browser = signed_in(them.dr_bo, them.programme, factor=False)
    assert "/mfa/" in browser.get(url(them, "worklist"))["Location"]
