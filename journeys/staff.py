"""The coordinator's and the quality reviewer's work."""

from __future__ import annotations

import re
from collections.abc import Mapping

from playwright.sync_api import expect

from journeys.person import Person

CHECKLIST = ("answers", "records", "options", "numbers", "plain", "harm")


def opens_case(cleo: Person, name: str) -> str:
    """From the queue to the case of that patient; returns its address."""
    cleo.open("/staff/")
    cleo.press(name)
    cleo.arrives(name)
    return cleo.here


def prepares(cleo: Person, case: str, titles: Mapping[str, tuple[str, str]]) -> None:
    """Look through every record, write and approve the brief, call the records complete.

    `titles`: a part of a file's own name -> its neutral title, and open or sealed. Records of one study are one.
    """
    cleo.open(case)
    cleo.looks()
    while links := undecided(cleo):
        classifies(cleo, links[0], titles)
        cleo.open(case)
    writes_brief(cleo, case)
    cleo.open(case)
    cleo.press("The records are complete")
    expect(cleo.page.get_by_role("button", name="The records are complete")).to_have_count(0)


def undecided(cleo: Person) -> list[str]:
    """The addresses of the records that nobody has decided about."""
    rows = cleo.page.locator("section:has(#records) li.line").filter(has_text="not decided")
    links = rows.locator(".line-what a")
    return [str(link.get_attribute("href")) for link in links.all()]


def classifies(cleo: Person, address: str, titles: Mapping[str, tuple[str, str]]) -> None:
    """Decide about one record."""
    cleo.open(address)
    name = cleo.page.get_by_role("heading", level=1).inner_text()
    title, blinding = next((said for part, said in titles.items() if part in name), ("Document", "sealed"))
    cleo.fill(title=title, blinding=blinding)
    if cleo.page.locator("[name=theirs]").count():
        cleo.fill(theirs=True)
    cleo.looks()
    cleo.press("Keep")


def writes_brief(cleo: Person, case: str) -> None:
    """The neutral question and summary, saved and then approved."""
    cleo.open(f"{case}brief/")
    cleo.fill(
        blinded="treatment", neutral_question="Which treatments fit this tumour, and which would you choose?",
        neutral_summary="45-year-old woman, one tumour of 18 mm on the left, no illness of note.",
        primary_material=True,
    )  # fmt: skip
    cleo.looks()
    cleo.press("Save")
    cleo.press("I approve what is saved")


def invites(cleo: Person, case: str, expert: str) -> None:
    """Invite an expert by hand."""
    cleo.open(f"{case}assign/")
    cleo.looks()
    line = cleo.page.locator("li.line").filter(has_text=expert)
    cleo.press(re.compile(r"^\s*Invite"), line)
    cleo.sees(f"{expert} is invited")


def chooses_reviewer(cleo: Person, case: str, name: str) -> None:
    """Say who checks the report."""
    cleo.open(f"{case}reviewer/")
    cleo.page.get_by_label(name).check()
    cleo.looks()
    cleo.press("Choose")


def passes(reviewer: Person, reference: str) -> None:
    """Read the report as the patient will, tick the list, pass it."""
    reviewer.open("/staff/checks/")
    reviewer.press(reference)
    reviewer.looks()
    reviewer.fill(**dict.fromkeys(CHECKLIST, True))
    reviewer.press("Pass it")


def releases(cleo: Person, case: str) -> None:
    """The release, once the report is made."""
    cleo.open(f"{case}release/")
    for _ in range(60):
        if cleo.control("Release it now").is_enabled():
            break
        cleo.page.wait_for_timeout(1000)
        cleo.page.reload()
    cleo.looks()
    cleo.press("Release it now")
    cleo.sees("Released.")
