"""Promise: the wrong patient's scan is held back until a named person has looked, and no expert finds a trace of it.

A report and a study of somebody else's lie among Ana's own. The coordinator opens all of them to the expert, so that
nothing but the doubt whose they are holds them back; takes the report out; confirms a study that spells Ana's name
differently.
"""

from __future__ import annotations

import time
from typing import Any

from playwright.sync_api import Locator, expect

from journeys import expert, records, staff
from journeys.conftest import Opener
from journeys.house import House
from journeys.material import Sent
from journeys.people import cast
from journeys.person import Person
from journeys.watching import Watch, found_in
from secunda.care.cases.tests.factories import a_submitted_case, acting
from secunda.care.records.models import Record
from secunda.reading.tests import packed, paper, scans

OTHER = (
    "Kessler",
    "Wolfgang",
    "1950",
    "Oberhausen",
)  # words of the other patient's, in text, header and name
HERS = ("RADIOLOGY REPORT", "Patient: Ana Lindqvist", "Date of birth: 14 March 1981",
        "Chest X-ray of 3 March 2026", "Impression: no finding.")  # fmt: skip
HIS = ("RADIOLOGY REPORT", "Patient: Wolfgang Kessler", "Date of birth: 2 February 1950",
       "CT of the abdomen of 4 March 2026, Oberhausen", "Impression: a mass in the right kidney.")  # fmt: skip
AS_A_GIRL: dict[str, Any] = {
    "PatientName": "Sorensen^Ana",
    "PatientBirthDate": "19810314",
    "StudyInstanceUID": "1.2.7",
}
STRANGER: dict[str, Any] = {
    "PatientName": "Kessler^Wolfgang",
    "PatientBirthDate": "19500202",
    "StudyInstanceUID": "1.2.8",
    "StudyDescription": "CT OBERHAUSEN",
    "SeriesDescription": "CT OBERHAUSEN",
}
REPORT, HIS_REPORT, FORMER, DISC = "report.pdf", "another report.pdf", "from my youth.dcm", "disc.zip"


def test_the_wrong_patients_scan_is_held_back(someone: Opener, house: House) -> None:
    with house.inside():
        case = a_submitted_case(cast())
    ana, cleo, bo = someone("ana", phone=True), someone("cleo"), someone("dr_bo")
    hers, ours = f"/my/case/{case.public_id}/", f"/staff/case/{case.public_id}/"
    she_sends_hers_and_his(ana, hers)
    the_coordinator_opens_all_of_it(cleo, ours)
    held = ids_of(house, case.pk)
    his_report_is_taken_out(cleo, ours)
    hers_is_confirmed(cleo, ours)
    staff.prepares(cleo, ours, {})
    staff.invites(cleo, ours, "Dr Bo")
    the_expert_finds_no_trace(bo, held)
    it_is_told_what_became_of_them(ana, hers)


def she_sends_hers_and_his(ana: Person, case: str) -> None:
    """Four files, of which two hold somebody else's; of each she is told, with what to do."""
    ana.sign_in(f"{case}records/")
    disc = packed.zipped({"HERS/1": scans.scan(StudyInstanceUID="1.2.9"), "HIS/1": scans.scan(**STRANGER)})
    sent = [Sent(REPORT, paper.pdf([HERS])), Sent(HIS_REPORT, paper.pdf([HIS])),
            Sent(FORMER, scans.scan(**AS_A_GIRL)), Sent(DISC, disc)]  # fmt: skip
    records.sends_files(ana, sent)
    his = line_that_says(ana, f"{case}records/", HIS_REPORT, "It names Wolfgang Kessler, born 2 Feb 1950")
    expect(his).to_contain_text("No specialist sees it before your coordinator has looked.")
    expect(his).to_contain_text("remove it and send the right one")
    on_the_disc = line_that_says(ana, f"{case}records/", DISC, "one study carries another name")
    on_the_disc.get_by_text("What was in it").click()
    expect(on_the_disc).to_contain_text("Wolfgang Kessler, born 2 Feb 1950")
    line_that_says(ana, f"{case}records/", REPORT, "received")
    ana.looks()


def line_that_says(person: Person, path: str, name: str, words: str) -> Locator:
    """The line of a file, once it says so."""
    line = person.page.locator("[data-upload-rows] > li").filter(
        has=person.page.get_by_text(name, exact=True)
    )
    until = time.monotonic() + 60
    while words not in line.inner_text():
        assert time.monotonic() < until, line.inner_text()
        time.sleep(0.5)
        person.open(path)
    return line


def the_coordinator_opens_all_of_it(cleo: Person, case: str) -> None:
    """Everything is open to a blind expert, but for the doubt whose it is: of that she is told on each."""
    cleo.sign_in(case)
    cleo.looks()
    cleo.sees("It names Wolfgang Kessler, born 2 Feb 1950.", "It says only: Ana Sorensen, born 14 Mar 1981.")
    cleo.sees("No expert sees it before you have confirmed whose it is, or taken it out.")
    while links := staff.undecided(cleo):
        cleo.open(links[0])
        cleo.fill(title="Imaging", blinding="open")
        cleo.press("Keep")
        cleo.open(case)


def ids_of(house: House, case: int) -> list[str]:
    """What the expert must never get: the other patient's records, by id."""
    with house.inside():
        them = cast()
        with acting(them.cleo, them.programme):
            found = Record.objects.filter(case_id=case, patient_seen__birth_dates=["1950-02-02"])
            held = [str(one.public_id) for one in found]
    assert len(held) == 2
    return held


def his_report_is_taken_out(cleo: Person, case: str) -> None:
    """She looks at whom it names beside whose case it is, and takes it out."""
    cleo.open(case)
    cleo.press("Imaging", cleo.page.locator("li.line").filter(has_text="PDF").filter(has_text="Kessler"))
    cleo.sees("It names Wolfgang Kessler", "The patient is Ana Lindqvist, born Saturday 14 March 1981")
    cleo.page.get_by_text("It is somebody else's").click()
    cleo.looks()
    cleo.press("Take it out")
    cleo.sees("It is out of the case")


def hers_is_confirmed(cleo: Person, case: str) -> None:
    """The study under her maiden name is Ana's, says the coordinator."""
    cleo.press("Imaging", cleo.page.locator("li.line").filter(has_text="Ana Sorensen"))
    cleo.fill(theirs=True)
    cleo.press("Keep")
    expect(cleo.page.locator("li.line").filter(has_text="Ana Sorensen")).to_have_count(0)
    cleo.open(case)


def the_expert_finds_no_trace(bo: Person, held: list[str]) -> None:
    """Three records are there; of the other patient neither a line, a word, a picture nor a file."""
    watch = Watch(bo)
    bo.sign_in("/expert/")
    watch.begin()
    expert.opens_invitation(bo)
    room = expert.accepts(bo)
    assert len(expert.reads_everything(bo, room)) == 3
    bo.open(f"{room}search/")
    bo.fill(words="kidney")
    bo.press("Search")
    bo.sees("No page holds all of these words.")
    bo.open(f"{room}timeline/")
    for one in held:
        for door in (f"record/{one}/", f"record/{one}/file/", f"record/{one}/1.png", f"document/{one}/",
                     f"document/{one}/1.jpg"):  # fmt: skip
            assert watch.ask(room + door).status == 404, door
    assert not found_in(watch.end(), OTHER)


def it_is_told_what_became_of_them(ana: Person, case: str) -> None:
    """Of the report that it is gone and what to do, of the disc that it still waits; and who did it."""
    ana.open(f"{case}records/")
    ana.sees(
        "it is somebody else's, so it was taken out and destroyed",
        "If you have the right one, please send it",
    )
    ana.sees("one study carries another name")
    ana.open(f"{case}who/?show=all")
    ana.sees(f"Cleo saw that “{HIS_REPORT}” is somebody else's and took it out")
    ana.sees(f"Cleo confirmed that “{FORMER}” belongs to the patient")
