"""Promise: a proxy acts for her mother; nothing opens before staff read the paper, and every trace says for whom."""

from __future__ import annotations

from datetime import timedelta

from journeys import intake, material, records
from journeys.conftest import Opener
from journeys.house import House
from journeys.people import cast
from journeys.person import Person
from secunda.care.cases.models import Party, ProxyAuthority
from secunda.care.cases.tests.factories import acting, now
from secunda.foundation.audit.models import Event

MOTHER = {
    "who": {"kind": "proxy"},
    "you": {"own_name": "Ana Castellano", "basis": "carer"},
    "patient": {
        "name": "Marta Castellano",
        "birth_date_day": "2",
        "birth_date_month": "6",
        "birth_date_year": "1944",
    },
}


def test_a_proxy_acts_for_her_mother(someone: Opener, house: House) -> None:
    daughter, cleo = someone("daughter", phone=True), someone("cleo")
    case = asks_for_her_mother(daughter)
    nothing_opens_yet(daughter, case)
    sends_the_paper(daughter, case)
    the_coordinator_confirms(cleo)
    daughter.open(f"{case}records/")
    daughter.looks()
    assert daughter.page.locator("a[href$='/file/']").count(), "A confirmed proxy can open what she sent."
    every_trace_says_for_whom(house)
    it_ends_by_itself(house, daughter, case)


def asks_for_her_mother(daughter: Person) -> str:
    """The wizard in words for somebody else, with the basis on which she acts."""
    return intake.asks_for_an_opinion(daughter, MOTHER, look=True)


def nothing_opens_yet(daughter: Person, case: str) -> None:
    """She may send records, but open none."""
    daughter.open(case)
    daughter.looks()
    daughter.sees("Marta Castellano")
    daughter.open(f"{case}records/")
    records.sends_files(daughter, [material.a_page("Letter of the clinic")])
    daughter.page.reload()
    link = daughter.page.locator("a[href$='/file/']")
    if link.count():
        answer = daughter.page.request.get(daughter.house.address + str(link.first.get_attribute("href")))
        assert answer.status in (404, 409), answer.status


def sends_the_paper(daughter: Person, case: str) -> None:
    """The document on which she acts."""
    daughter.open(f"{case}authority/")
    daughter.looks()
    paper = material.a_page("I let my daughter act for me. Marta Castellano", name="permission.pdf")
    if not daughter.page.locator("input[type=file]").count():
        daughter.press("Send the document")
    daughter.page.locator("input[type=file]").first.set_input_files([records.payload(paper)])
    daughter.page.wait_for_timeout(500)
    if daughter.page.get_by_role("button", name="Send it").filter(visible=True).count():
        daughter.press("Send it")
    daughter.open(f"{case}authority/")
    daughter.sees("being read by the programme")


def the_coordinator_confirms(cleo: Person) -> None:
    """Cleo reads the paper and answers for it by name."""
    cleo.sign_in("/staff/")
    cleo.sees("Check the document of the person who acts for the patient")
    cleo.press("Marta Castellano")
    cleo.press("Carer with the patient's written permission")
    cleo.looks()
    cleo.press("I have read the document: they may")
    cleo.sees("Authority confirmed")


def every_trace_says_for_whom(house: House) -> None:
    """What she opened and sent after the case had a patient is recorded on her mother's behalf."""
    with house.inside():
        them = cast()
        with acting(them.cleo, them.programme):
            party = Party.objects.get(role="proxy")
            hers = Event.objects.filter(actor_id=party.account_id, case_id=party.case_id)
            later = hers.filter(verb__in=("case.opened", "record.opened", "record.listed", "record.uploaded"))
            assert later.exists()
            assert not later.filter(on_behalf_of_id=None).exists(), list(later.values_list("verb", flat=True))


def it_ends_by_itself(house: House, daughter: Person, case: str) -> None:
    """Past its day the authority opens nothing, and nobody had to do anything."""
    with house.inside():
        them = cast()
        with acting(them.cleo, them.programme):
            ended = now() - timedelta(days=1)
            ProxyAuthority.objects.update(until_at=ended)
            Party.objects.filter(role="proxy").update(until_at=ended)
    assert daughter.open(case).status == 404
    assert daughter.open(f"{case}records/").status == 404
