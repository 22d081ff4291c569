"""A script in every text field is text on every later screen, for everybody who sees it."""

from __future__ import annotations

from typing import Any

import pytest

from journeys.conftest import Opener
from journeys.house import House
from journeys.people import cast
from journeys.person import Person
from secunda.care.assignment import actions as assignment
from secunda.care.assignment.models import Assignment
from secunda.care.cases import actions as cases
from secunda.care.cases.request import Subject
from secunda.care.cases.tests.factories import Cast, a_submitted_case, acting, now
from secunda.care.consultations import actions as consultations
from secunda.care.experts.models import Expert
from secunda.care.opinions import actions as opinions
from secunda.care.opinions import content
from secunda.care.opinions.tests import samples
from secunda.care.opinions.tests.factories import NO_CONFLICT
from secunda.care.records.tests.factories import an_open_record

SCRIPT = "\"'><script>window.hurt=1</script><img src=x onerror='window.hurt=2'>{{ 7|add:7 }}"
FIELDS = (
    "diagnosis",
    "treatment",
    "reasons",
    "decision",
    "hopes",
    "fears",
    "culture",
    "decides_with",
    "hear_with",
)


@pytest.fixture(scope="module")
def pages(house: House) -> dict[str, list[str]]:
    """A case with the script in every field that anybody fills in; for everybody the pages that show it."""
    with house.inside():
        them = cast()
        case = a_case_of_scripts(them)
        work = the_expert_writes_scripts(them, case)
        room, mine, staffs = (
            f"/expert/case/{work.public_id}/",
            f"/my/case/{case.public_id}/",
            f"/staff/case/{case.public_id}/",
        )
    sections = (
        "answers",
        "diagnosis",
        "agreement",
        "options",
        "recommendation",
        "plain",
        "next",
        "summary",
        "limits",
    )
    return {
        "ana": [mine, f"{mine}records/", f"{mine}consents/", f"{mine}who/", "/my/"],
        "cleo": ["/staff/", staffs, f"{staffs}brief/", f"{staffs}assign/", f"{staffs}who/", f"{staffs}reviewer/"],
        "dr_bo": ["/expert/", room, f"{room}first-opinion/", f"{room}report/", f"{room}report/preview/",
                  f"{room}report/added/", f"{room}report/hand-in/",
                  *(f"{room}report/section/{name}/" for name in sections)],
    }  # fmt: skip


def a_case_of_scripts(them: Cast) -> Any:
    """Ana's case, every word of it a script; messages, a note, a record's name and title, the brief too."""
    fields: dict[str, Any] = dict.fromkeys(FIELDS, SCRIPT)
    fields |= dict.fromkeys(("doctors", "institutions", "planned_providers"), (SCRIPT,))
    subject = Subject(
        name=SCRIPT, birth_date=samples.AT.date().replace(year=1981), sex="female", country="DE"
    )
    case = a_submitted_case(them, questions=(SCRIPT, f"{SCRIPT} again"), subject=subject, **fields)
    an_open_record(them, case, SCRIPT, name=f"{SCRIPT}.pdf")
    for by, role in ((them.ana, consultations.PATIENT_SIDE), (them.cleo, consultations.STAFF)):
        with acting(by, them.programme):
            consultations.send(case=case, text=SCRIPT, by=by, role=role, language="en", at=now())
    with acting(them.cleo, them.programme):
        cases.note(case=case, text=SCRIPT, by=them.cleo, at=now())
        cases.write_brief(case=case, blinded="treatment", neutral_question=SCRIPT, neutral_summary=SCRIPT,
                          primary_material=True)  # fmt: skip
        cases.approve_brief(case=case, by=them.cleo, at=now())
        return cases.move(case, "records_complete", by=them.cleo, role="coordinator", at=now())


def the_expert_writes_scripts(them: Cast, case: Any) -> Assignment:
    """A disclosure, a read and a report in which every text is the script."""
    at = now()
    with acting(them.cleo, them.programme):
        bo = Expert.objects.get(account=them.dr_bo)
        work = assignment.invite(case=case, expert=bo, reasons={}, by=them.cleo, at=at)
    with acting(them.dr_bo, them.programme):
        assignment.declare(assignment=work, answers=NO_CONFLICT, disclosure=SCRIPT, by=them.dr_bo, at=at)
        work = assignment.accept(assignment=work, by=them.dr_bo, at=at)
        read = opinions.begin_read(assignment=work, by=them.dr_bo, at=at)
        value = samples.with_text(samples.frame().reads[0].read, SCRIPT)
        read = opinions.save_read(read=read, value=value, edition=read.edition, by=them.dr_bo, at=at)
        read = opinions.commit_read(read=read, by=them.dr_bo, at=at)
        opinion = opinions.reconcile(read=read, changed=True, why=SCRIPT, by=them.dr_bo, at=at)
        report: content.OpinionContent = samples.with_text(samples.demo_content(), SCRIPT)
        opinions.save_opinion(opinion=opinion, value=report, edition=opinion.edition, by=them.dr_bo, at=at)
    return work


@pytest.mark.parametrize("who", ["ana", "cleo", "dr_bo"])
def test_a_script_stays_text(someone: Opener, pages: dict[str, list[str]], who: str) -> None:
    person = someone(who)
    person.sign_in(pages[who][0])
    shown = 0
    for page in pages[who]:
        answer = person.open(page)
        assert answer.status == 200, f"{page} answers {answer.status}"
        shown += "<script>window.hurt=1</script>" in person.page.locator("body").inner_text() + boxes(person)
        person.page.wait_for_timeout(100)
        assert person.page.evaluate("typeof window.hurt") == "undefined", f"A script ran on {page}"
        assert "14" not in [one.strip() for one in person.page.locator("main p").all_inner_texts()]
    assert shown >= len(pages[who]) // 2, "The script is hardly shown anywhere: is this the case?"


def boxes(person: Person) -> str:
    """What stands in the boxes of the page."""
    values: list[str] = person.page.locator("input, textarea").evaluate_all(
        "all => all.map(one => one.value)"
    )
    return " ".join(values)
