"""A script in every text field is text on every later screen, for everybody who sees it."""

from __future__ import annotations

import time
from dataclasses import replace
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
from secunda.care.opinions.models import Opinion, Rendering
from secunda.care.opinions.rules import CHECKLIST
from secunda.care.opinions.tests import samples
from secunda.care.opinions.tests.factories import NO_CONFLICT, SECOND_FACTOR, whole_content
from secunda.care.records.tests.factories import an_open_record

SCRIPT = "\"'><script>window.hurt=1</script><img src=x onerror='window.hurt=2'>{{ 7|add:7 }}"
CALCULATED = "window.hurt=2'>14"
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
    shown = sum(shows_it_as_text(someone(who), pages[who]))
    assert shown >= len(pages[who]) // 2, "The script is hardly shown anywhere: is this the case?"


def test_a_script_stays_text_to_the_end(someone: Opener, house: House, pages: dict[str, list[str]]) -> None:
    """The second reader's page, the signed report, and what the patient reads at last."""
    check = house.do(hands_in)
    assert all(shows_it_as_text(someone("dr_okafor"), [check]))
    house.do(signs)
    release_once_made(house)
    ana, opinion = someone("ana"), pages["ana"][0] + "opinion/"
    ana.sign_in(opinion)
    ana.press("Read it now")
    assert all(shows_it_as_text(ana, [opinion]))


def hands_in() -> str:
    """Dr Bo's report, whole and every word of it a script, waits for Dr Okafor; the address of her page."""
    them, at = cast(), now()
    with acting(them.cleo, them.programme):
        opinion = Opinion.objects.select_related("case__programme").get()
        opinions.choose_reviewer(case=opinion.case, reviewer=them.dr_okafor, by=them.cleo, at=at)
    with acting(them.dr_bo, them.programme):
        value = all_but_links(whole_content(opinion.case))
        opinion = opinions.save_opinion(
            opinion=opinion, value=value, edition=opinion.edition, by=them.dr_bo, at=at
        )
        opinions.hand_in(opinion=opinion, by=them.dr_bo, at=at)
    return f"/staff/checks/{opinion.public_id}/"


def all_but_links(value: content.OpinionContent) -> content.OpinionContent:
    """The script in every text of a report; only what has to be an https address stays one."""
    told: content.OpinionContent = samples.with_text(value, SCRIPT)
    pairs = zip(told.references, value.references, strict=True)
    return replace(told, references=tuple(replace(one, link=before.link) for one, before in pairs))


def signs() -> None:
    """Dr Okafor passes it, with the script as her comment, and Dr Bo signs."""
    them, at = cast(), now()
    with acting(them.dr_okafor, them.programme):
        opinion = Opinion.objects.select_related("case__programme").get()
        opinions.check(
            opinion=opinion, passed=True, checklist={key: True for key, _label in CHECKLIST}, comment=SCRIPT,
            edition=opinion.edition, by=them.dr_okafor, at=at,
        )  # fmt: skip
    with acting(them.dr_bo, them.programme):
        opinion = Opinion.objects.select_related("case__programme").get()
        opinions.sign(
            opinion=opinion, edition=opinion.edition, second_factor=SECOND_FACTOR, by=them.dr_bo, at=at
        )


def release_once_made(house: House) -> None:
    """Cleo releases it as soon as the worker has made the report."""

    def release() -> bool:
        them = cast()
        with acting(them.cleo, them.programme):
            opinion = Opinion.objects.select_related("case__programme").get()
            made = Rendering.objects.filter(opinion=opinion).exists()
            if made:
                opinions.release(opinion=opinion, told=SCRIPT, by=them.cleo, at=now())
        return made

    until = time.monotonic() + 120
    while not house.do(release):
        assert time.monotonic() < until, "The report was never made."
        time.sleep(0.5)


def shows_it_as_text(person: Person, paths: list[str]) -> list[bool]:
    """Open the pages; on none of them anything of it became more than text. Whether it stands there, page by page."""
    person.sign_in(paths[0])
    shown = []
    for path in paths:
        answer = person.open(path)
        assert answer.status == 200, f"{path} answers {answer.status}"
        text = f"{person.page.locator('body').text_content()} {boxes(person)}"
        shown.append(SCRIPT in text)
        assert CALCULATED not in text, f"A template was filled in on {path}"
        born = person.page.locator("img[src=x], script:not([src]):not([type]), [onerror]").count()
        assert not born, f"A tag was born on {path}"
        assert person.page.evaluate("typeof window.hurt") == "undefined", f"A script ran on {path}"
    return shown


def boxes(person: Person) -> str:
    """What stands in the boxes of the page."""
    values: list[str] = person.page.locator("input, textarea").evaluate_all(
        "all => all.map(one => one.value)"
    )
    return " ".join(values)
