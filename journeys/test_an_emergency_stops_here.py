"""Promise: an emergency stops here. Nothing to buy, a number to call, and the case is kept for later."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from journeys import intake
from journeys.conftest import Opener
from journeys.person import Person


def stands_at_the_stop(person: Person, number: str) -> None:
    """The one red page, with the number to call, and nothing that leads on or costs something."""
    assert person.here.endswith("/stop/")
    call = person.page.locator("a.call").first
    expect(call).to_have_attribute("href", f"tel:{number}")
    expect(call).to_be_in_viewport()
    person.sees("What to say")
    person.looks()
    text = person.page.locator("body").inner_text()
    assert not re.search(r"€|\$|EUR|price|pay\b|costs", text), "Something is offered for money."


def cannot_go_on(person: Person) -> None:
    """No page of the wizard opens: each leads back to the stop."""
    draft = person.here.removesuffix("stop/")
    for path in ("", "about/told/", "letter/", "send/"):
        person.open(draft + path)
        assert person.here.endswith("/stop/"), f"{path} opens in an emergency: {person.here}"


@pytest.mark.parametrize("answer", ["yes", "unsure"])
def test_an_emergency_stops_here(someone: Opener, answer: str) -> None:
    visitor = someone("visitor", phone=True)
    intake.begins(visitor)
    visitor.looks()
    intake.answers_check(visitor, country="DE", chest_pain=answer)
    stands_at_the_stop(visitor, "112")
    visitor.sees("Call for help now", "pain or pressure in your chest")
    cannot_go_on(visitor)


def test_the_number_is_that_of_the_country(someone: Opener) -> None:
    visitor = someone("visitor", phone=True)
    intake.begins(visitor)
    intake.answers_check(visitor, country="US", face_arm="yes")
    stands_at_the_stop(visitor, "911")


def test_thoughts_of_suicide_meet_a_person_and_not_a_form(someone: Opener) -> None:
    visitor = someone("visitor", phone=True)
    intake.begins(visitor)
    intake.answers_check(visitor, country="US", self_harm="yes")
    visitor.arrives("Please talk to somebody now")
    stands_at_the_stop(visitor, "988")
    cannot_go_on(visitor)


def test_the_case_is_kept_and_asked_about_again(someone: Opener) -> None:
    visitor = someone("visitor", phone=True)
    intake.begins(visitor)
    intake.answers_check(visitor, blue_lips="yes")
    visitor.press("Keep my case for later")
    visitor.arrives("Your case is kept")
    visitor.looks()
    visitor.sees("Get help first.")
    visitor.open("/")
    visitor.press("Go on where you left off")
    assert visitor.here.endswith("/stop/")
    visitor.press("I am safe now: ask me again")
    intake.passes_check(visitor)


def test_what_cannot_wait_until_tomorrow_is_said_and_given_to_the_coordinator(someone: Opener) -> None:
    visitor, cleo = someone("visitor", phone=True), someone("cleo")
    intake.begins(visitor)
    intake.answers_check(visitor, cancer="yes", cancer_drugs="yes", loose_stools="yes", immunotherapy="yes")
    assert visitor.here.endswith("/today/"), visitor.here
    visitor.looks()
    visitor.sees("Please call somebody today")
    cleo.sign_in("/staff/")
    cleo.sees("Call this person: they named a warning sign")
    cleo.looks()
    visitor.press("I have read this and go on")
    visitor.arrives("It is safe to go on")


def test_somebody_in_hospital_is_told_who_may_ask(someone: Opener) -> None:
    visitor = someone("visitor", phone=True)
    intake.begins(visitor)
    intake.answers_check(visitor, inpatient="yes")
    visitor.arrives("While you are in hospital, ask the doctors beside you")
    visitor.looks()
