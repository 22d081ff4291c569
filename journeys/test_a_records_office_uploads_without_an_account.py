"""Promise: a records office uploads without an account; its code opens one place to send to, and nothing to read."""

from __future__ import annotations

import re

import pypdfium2 as pdfium

from journeys import intake, material, records
from journeys.conftest import Opener
from journeys.person import Person
from secunda.care.chasing import rules


def test_a_records_office_uploads_without_an_account(someone: Opener) -> None:
    elena, office = someone("newcomer", phone=True), someone("visitor")
    case = intake.asks_for_an_opinion(elena)
    code = writes_to_the_hospital(elena, case)
    the_office_sends_two_files(office, code)
    it_reads_nothing(office, code, case)
    they_are_records_of_the_case(elena, case)
    a_closed_letter_opens_nothing(elena, office, code, case)


def writes_to_the_hospital(elena: Person, case: str) -> str:
    """A letter comes out, ready to sign; the code stands in it and on no page."""
    elena.open(f"{case}records/")
    elena.press("Ask a hospital for records")
    elena.arrives("Ask a hospital for records")
    elena.looks()
    elena.fill(
        institution="Valley District Hospital",
        also="The MRI images themselves\nThe pathology report",
        country="DE",
    )
    elena.press("Make the letter")
    elena.arrives("Valley District Hospital")
    elena.looks()
    words = words_of(elena)
    assert "Article 15" in words
    code = next(found for word in words.split() if (found := rules.read_code(word)))
    elena.does_not_see(code, rules.shown_code(code))
    elena.press("It has gone out")
    elena.sees("Nothing has come yet")
    return code


def words_of(elena: Person) -> str:
    """The letter's words, from the PDF that a press opens."""
    link = elena.control("Open the letter").get_attribute("href")
    answer = elena.page.request.get(elena.house.address + str(link))
    assert answer.headers["content-type"] == "application/pdf"
    return " ".join(page.get_textpage().get_text_range() for page in pdfium.PdfDocument(answer.body()))


def the_office_sends_two_files(office: Person, code: str) -> None:
    """Somebody without an account types the code and sends."""
    office.open("/send")
    office.looks()
    office.fill(code="2222-2222-2222-2222-2222")
    office.press("Go on")
    office.sees("This code opens nothing.")
    office.fill(code=rules.shown_code(code).lower())
    office.press("Go on")
    office.arrives("Send records")
    office.sees("Valley District Hospital", "The MRI images themselves")
    office.looks()
    sent = [
        material.a_page("Pathology report", name="pathology.pdf"),
        material.a_page("Letter", name="discharge.pdf"),
    ]
    records.sends_files(office, sent)
    office.page.reload()
    office.sees(*(one.name for one in sent))


def it_reads_nothing(office: Person, code: str, case: str) -> None:
    """Neither the name nor the case, by any address."""
    office.does_not_see("Elena", "Moreau")
    for path in (case, f"{case}records/", "/staff/", "/my/"):
        answer = office.open(path)
        assert answer.status == 404 or "/account/login/" in office.page.url, path


def they_are_records_of_the_case(elena: Person, case: str) -> None:
    """What was sent stands in the patient's list, and who sent it in what happened."""
    elena.open(f"{case}records/")
    assert len(records.lines(elena)) == 2
    elena.press("Ask a hospital for records")
    elena.sees("2 files came")
    elena.open(f"{case}who/")
    elena.sees("A link was used")


def a_closed_letter_opens_nothing(elena: Person, office: Person, code: str, case: str) -> None:
    """Once the patient closes the request its code is a code like any other."""
    elena.open(f"{case}ask/")
    elena.press("Valley District Hospital")
    elena.page.get_by_text("Close this request").click()
    elena.fill(outcome="arrived")
    elena.press(re.compile("^Close it"))
    assert office.open(f"/send/{code}").status == 404
    office.sees("This code opens nothing.")
