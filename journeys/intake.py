"""How a patient comes in: the first click, the emergency check, the wizard, the account, the button that sends it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from journeys.people import PASSWORD
from journeys.person import Person
from secunda.care.triage import rules

TOLD: dict[str, dict[str, Any]] = {
    "who": {"kind": "patient"},
    "patient": {
        "name": "Elena Moreau", "birth_date_day": "14", "birth_date_month": "3", "birth_date_year": "1981",
        "sex": "female", "telephone": "+49 30 1234567",
    },
    "place": {"country": "DE"},
    "language": {"language": "en", "time_zone": "Europe/Berlin"},
    "condition": {"family": "breast_cancer"},
    "told": {
        "diagnosis": "Invasive ductal carcinoma of the left breast", "treatment": "To remove the whole breast",
        "reasons": "That it is the safest way",
    },
    "by-whom": {"doctors": "Dr Rao", "institutions": "Valley District Hospital", "given_month": "10",
                "given_year": "2026"},
    "decision": {"decision": "Whether to have the operation"},
    "questions": {"question_1": "Can the breast be kept?", "question_2": "Is radiotherapy as safe?"},
    "hopes": {"hopes": "To keep my breast", "fears": "That it comes back"},
    "hearing": {"hear": "page", "detail": "everything"},
    "together": {"decides_with": "My husband", "culture": "No blood products"},
    "consents": {"second_opinion": True, "tell_doctor": True},
}  # fmt: skip


def begins(person: Person, door: str = "For me or someone I care for") -> None:
    """The first click."""
    person.open("/")
    person.press(door)
    person.arrives("First: is it safe to wait?")


def answers_check(person: Person, *, country: str = "DE", inpatient: str = "no", **answers: str) -> None:
    """Answer the emergency check: “none of these” on every screen, but for the `answers` that are given."""
    person.fill(country=country, inpatient=inpatient)
    person.press("Continue")
    for screen in rules.screens():
        if not person.page.locator(f"[name='{screen.questions[0]}']:not([type=hidden])").count():
            return  # a stop comes at once
        person.fill(**{question: answers[question] for question in screen.questions if question in answers})
        person.press("None of these")


def passes_check(person: Person) -> None:
    """Answer the check so that one may go on."""
    answers_check(person)
    person.arrives("It is safe to go on")


def tells(person: Person, changes: Mapping[str, dict[str, Any]] | None = None, *, look: bool = False) -> None:
    """Fill in every page of the wizard, with other answers for the pages in `changes`; ends at the letter."""
    person.press("Begin")
    while page := re.search(r"/about/([a-z-]+)/", person.here):
        if look:
            person.looks()
        answers = TOLD.get(page[1], {}) | (changes or {}).get(page[1], {})
        person.fill(**answers)
        person.press("Continue")
        assert person.here.find(f"/about/{page[1]}/") < 0, f"{person.name} is held back on the page {page[1]}"
    person.arrives("This is what you tell us")


def makes_account(person: Person, press: str = "Make an account and send it") -> None:
    """An account with e-mail, password and the code from the letter; comes back to where it was asked for."""
    before = len(person.house.post.to(person.email))
    person.press(press)
    person.arrives("Make your account")
    person.looks()
    person.fill(email=person.email, password1=PASSWORD)
    person.press("Continue")
    person.arrives("We have written to you")
    person.fill(code=person.house.post.code(person.email, before))
    person.looks()
    person.press("Continue")


def sends(person: Person) -> str:
    """Send the case; returns its address in the patient's pages."""
    person.press("Send it")
    person.sees("Your case has been sent.")
    found = re.search(r"/my/case/([0-9a-f-]{36})/", person.here)
    assert found, f"{person.name} sent a case and is on {person.here}"
    return f"/my/case/{found[1]}/"


def asks_for_an_opinion(
    person: Person, changes: Mapping[str, dict[str, Any]] | None = None, *, look: bool = False
) -> str:
    """All of it, from the first click; returns the address of the case."""
    begins(person)
    passes_check(person)
    tells(person, changes, look=look)
    makes_account(person)
    person.arrives("This is what you tell us")
    return sends(person)
