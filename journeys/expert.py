"""The expert's work: invitation, declaration, the room, the commit, the report, the signature."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from journeys.house import House
from journeys.people import cast
from journeys.person import Person, Value
from secunda.care.assignment import rules as assignment_rules
from secunda.care.cases.models import Case
from secunda.care.cases.tests.factories import acting, now
from secunda.care.opinions import actions as opinions
from secunda.care.opinions.models import Opinion
from secunda.care.opinions.tests.factories import whole_content

READ: dict[str, Value] = {
    "diagnosis": "Invasive ductal carcinoma, one focus of 18 mm", "stage": "cT1c cN0", "certainty": "definite",
    "basis": "both", "no_differential": "The core biopsy leaves no other reading.",
    "plan": "Breast-conserving surgery and radiotherapy", "options-0-title": "Breast-conserving surgery",
    "nothing_missing": True,
}  # fmt: skip
CONFLICTS = [row["id"] for row in assignment_rules.conflict_rules()["rows"]]


def opens_invitation(bo: Person) -> None:
    """From the worklist to the newest invitation."""
    bo.open("/expert/")
    bo.looks()
    bo.open(str(bo.page.locator("main table a[href*='/invitation/']").first.get_attribute("href")))
    bo.looks()


def accepts(bo: Person) -> str:
    """Declare that nothing ties one to the case, and accept; returns the address of the room."""
    bo.press("Declare and go on")
    bo.arrives("Does anything tie you to this case?")
    bo.fill(**dict.fromkeys(CONFLICTS, "no"))
    bo.looks()
    bo.press("I declare this")
    bo.looks()
    bo.press("Accept the case")
    assert re.match(r"/expert/case/[0-9a-f-]{36}/$", bo.here), bo.here
    return bo.here


def reads_everything(bo: Person, room: str) -> list[str]:
    """Open every record in the room, one after the other; returns their titles."""
    bo.open(room)
    links = bo.page.locator(".timeline h3 a")
    addresses = [str(link.get_attribute("href")) for link in links.all()]
    titles = links.all_inner_texts()
    for address in addresses:
        bo.open(address)
        pictures_are_there(bo)
    return titles


def pictures_are_there(bo: Person) -> None:
    """The first picture of what is open was drawn."""
    first = bo.page.locator("#centre img").first
    if first.count():
        expect(first).to_have_js_property("complete", True, timeout=30_000)
        assert first.evaluate("e => e.naturalWidth") > 0, f"No picture on {bo.here}"


def commits(bo: Person, room: str) -> None:
    """Write the blind read, look at it, commit it."""
    bo.open(room)
    bo.sees("Blind.")
    bo.fill(**READ, confidence="4")
    bo.looks()
    bo.press("Look at it before you commit")
    bo.arrives("Commit your read")
    bo.looks()
    bo.press("Commit it")


def reconciles(bo: Person) -> None:
    """Compare with the first opinion, which is open now."""
    bo.looks()
    bo.fill(changed="no", why="The tumour is small and single.")
    bo.press("Keep this and begin the report")


def answers_in_the_report(bo: Person, room: str) -> None:
    """Write one page of the report by hand: the answers to the questions."""
    bo.open(f"{room}report/section/answers/")
    bo.fill(**{"answers-0-answer": "Yes. One small lump can be taken out, and the breast stays."})
    bo.looks()
    bo.press("Save and stay")
    bo.sees("Saved")


def loads_the_rest(house: House, case: str) -> None:
    """The rest of the report, as Dr Bo would have written it on eighteen pages."""
    with house.inside():
        them = cast()
        with acting(them.dr_bo, them.programme):
            opinion = Opinion.objects.select_related("case__programme").get(
                case__public_id=case.split("/")[-2]
            )
            value = whole_content(opinion.case)
            opinions.save_opinion(
                opinion=opinion, value=value, edition=opinion.edition, by=them.dr_bo, at=now()
            )


def hands_in(bo: Person, room: str) -> None:
    """Give the whole report to the second reader."""
    bo.open(f"{room}report/")
    bo.looks()
    bo.open(f"{room}report/hand-in/")
    bo.looks()
    bo.press("Hand it in")
    bo.sees("Handed in.")


def signs(bo: Person, room: str) -> None:
    """Sign, after the second factor was asked for once more if it was not fresh."""
    bo.open(f"{room}sign/")
    bo.arrives("Sign your opinion")
    bo.looks()
    steps_up(bo)
    bo.press("Sign it")
    bo.arrives("Signed")


def steps_up(bo: Person) -> None:
    """Show the second factor again, if the page asks for it."""
    if bo.page.get_by_role("link", name="Confirm that it is you").count():
        bo.press("Confirm that it is you")
        bo.fill(code=bo.code())
        bo.press("Continue")


def the_case(house: House, case: str) -> Case:
    """The case behind an address of its pages. For its reference and the like."""
    with house.inside():
        them = cast()
        with acting(them.cleo, them.programme):
            return Case.objects.get(public_id=case.split("/")[-2])
