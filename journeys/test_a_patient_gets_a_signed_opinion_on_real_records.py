"""Promise: a patient gets a signed opinion on real records, from her first click to the answer of her last question."""

from __future__ import annotations

import re
import shutil
import subprocess
import warnings
from pathlib import Path

import pypdfium2

from journeys import expert, intake, material, records, staff
from journeys.conftest import Opener
from journeys.house import House
from journeys.people import cast
from journeys.person import Person
from secunda.care.cases.tests.factories import acting, now
from secunda.care.opinions import actions as opinions
from secunda.care.opinions.tests.nss import trusting

HEALTH = re.compile(r"breast|cancer|tumou?r|carcinoma|mastectomy|radiotherapy|surgery|diagnos", re.IGNORECASE)
CODE = re.compile(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b")
TITLES = {"pathology": ("Core biopsy report", "open"), "letter": ("Letter", "sealed")}


def test_a_patient_gets_a_signed_opinion_on_real_records(
    someone: Opener, house: House, tmp_path: Path
) -> None:
    elena, cleo, bo = someone("newcomer", phone=True), someone("cleo"), someone("dr_bo")
    case = intake.asks_for_an_opinion(elena, look=True)
    sends_her_records(elena, case)
    at_staff = the_coordinator_prepares(cleo)
    room = the_expert_reads_blind(bo)
    the_expert_writes(house, bo, room, case)
    staff.chooses_reviewer(cleo, at_staff, "Dr Okafor")
    expert.hands_in(bo, room)
    okafor = someone("dr_okafor")
    okafor.sign_in("/staff/checks/")
    staff.passes(okafor, expert.the_case(house, case).reference)
    expert.signs(bo, room)
    the_letters_before = len(house.post.to(elena.email))
    staff.releases(cleo, at_staff)
    she_is_told_without_a_word_about_health(elena, the_letters_before)
    report = she_reads_it(elena, case, tmp_path)
    anybody_verifies(someone("max"), code_on(elena), "Dr Bo")
    pdfsig_calls_it_valid(house, report, tmp_path)
    she_asks_and_he_answers(elena, bo, case)
    every_letter_is_silent_about_health(house)


def sends_her_records(elena: Person, case: str) -> None:
    """A scanned report and a whole MR series, sent from the phone."""
    elena.arrives(re.compile(".+"))
    elena.looks()
    elena.open(f"{case}records/")
    elena.looks()
    slices = material.a_series()
    records.sends_files(elena, [material.a_pathology_report(), *slices])
    elena.page.reload()
    elena.looks()
    found = " | ".join(records.lines(elena))
    assert f"{len(slices)} pictures" in found, found
    assert "pathology report.pdf" in found
    elena.press("That is everything I have")
    elena.sees("you told us that this is everything")


def the_coordinator_prepares(cleo: Person) -> str:
    """Classify, brief, complete, invite: from the queue."""
    cleo.sign_in("/staff/")
    cleo.sees("The patient says that is everything")
    cleo.looks()
    case = staff.opens_case(cleo, "Elena Moreau")
    staff.prepares(cleo, case, TITLES | {"": ("MR of the head", "open")})
    staff.invites(cleo, case, "Dr Bo")
    return case


def the_expert_reads_blind(bo: Person) -> str:
    """Invitation, declaration, the room, every record, the commit; only then the first opinion."""
    letter = bo.house.post.next(bo.email)
    assert not HEALTH.search(letter.subject + letter.body), letter.body
    bo.sign_in("/expert/")
    expert.opens_invitation(bo)
    bo.does_not_see("Dr Rao", "To remove the whole breast", "Can the breast be kept?")
    room = expert.accepts(bo)
    titles = expert.reads_everything(bo, room)
    assert sorted(titles) == ["Core biopsy report", "MR of the head"]
    bo.does_not_see("To remove the whole breast", "Can the breast be kept?", "That it comes back")
    expert.commits(bo, room)
    bo.sees("To remove the whole breast", "Can the breast be kept?", "That it comes back", "Dr Rao")
    return room


def the_expert_writes(house: House, bo: Person, room: str, case: str) -> None:
    """Compare, write one page by hand, the rest as written before; look at it as the patient will."""
    expert.reconciles(bo)
    bo.arrives("The report")
    bo.looks()
    expert.answers_in_the_report(bo, room)
    expert.loads_the_rest(house, case)
    for page in ("section/diagnosis/", "section/options/", "section/plain/", "preview/", "added/"):
        bo.open(f"{room}report/{page}")
        bo.looks()


def she_is_told_without_a_word_about_health(elena: Person, before: int) -> None:
    """An e-mail that says that it is there, and nothing of what it says."""
    letter = elena.house.post.next(elena.email, before)
    assert not HEALTH.search(letter.subject + letter.body), letter.body
    assert elena.house.address in letter.body


def she_reads_it(elena: Person, case: str, folder: Path) -> Path:
    """The moment before, the page, and the PDF, which carries the same code."""
    elena.open(case)
    elena.looks()
    elena.press("To the opinion")
    elena.arrives("Your second opinion is here")
    elena.looks()
    elena.press("Read it now")
    elena.arrives("Your second opinion")
    elena.looks()
    elena.sees("Dr Bo", "Your breast does not have to be removed")
    saved = elena.saves("Save as PDF")
    path = folder / saved.suggested_filename
    saved.save_as(path)
    words = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(path))
    assert "Elena Moreau" in words
    assert code_on(elena) in words
    return path


def code_on(person: Person) -> str:
    """The code of the report that is open."""
    found = CODE.search(person.page.locator("section:has(#keep)").inner_text())
    assert found, "There is no code on the page."
    return found[0]


def anybody_verifies(stranger: Person, code: str, signer: str) -> None:
    """The public page says who signed and that it is in force, and nothing of what it says."""
    stranger.open("/verify")
    stranger.looks()
    stranger.fill(code=code.lower().replace("-", " "))
    stranger.press("Check it")
    stranger.arrives("This report is genuine")
    stranger.looks()
    stranger.sees(signer, "Licensed in", "in force")
    stranger.does_not_see("Elena", "Moreau", "breast", "carcinoma")
    stranger.open(f"/verify?code={code}")  # as the square on the paper says
    stranger.arrives("This report is genuine")
    stranger.fill(code="0000-0000-0000-0000")
    stranger.press("Check it")
    stranger.arrives("We know no report with this code")


def pdfsig_calls_it_valid(house: House, report: Path, folder: Path) -> None:
    """Poppler's own tool, once it is told of the programme's authority."""
    if shutil.which("pdfsig") is None:
        warnings.warn(
            "The signature was not put before pdfsig: poppler-utils is not installed.", stacklevel=2
        )
        return
    with house.inside():
        them = cast()
        with acting(them.cleo, them.programme):
            authority = opinions.authority_of(them.programme, now()).certificate
    store = trusting(folder / "nss", authority)
    said = subprocess.run(["pdfsig", "-nssdir", str(store), str(report)], capture_output=True, check=False)
    words = said.stdout.decode(errors="replace")
    assert "Signature is Valid." in words, words
    assert "Certificate is Trusted." in words, words


def she_asks_and_he_answers(elena: Person, bo: Person, case: str) -> None:
    """One question, answered and signed as an addendum, read beside the opinion."""
    letters, asked = len(bo.house.post.to(bo.email)), len(bo.house.post.to(elena.email))
    elena.fill(question="May I swim during radiotherapy?")
    elena.press("Ask this question")
    elena.sees("the expert has it")
    bo.house.post.next(bo.email, letters)
    bo.open("/expert/")
    bo.looks()
    bo.open(str(bo.page.locator("a[href*='/question/']").first.get_attribute("href")))
    bo.looks()
    bo.sees("May I swim during radiotherapy?")
    bo.fill(answer="Better wait until the skin has healed.")
    bo.press("Look at it before you sign")
    bo.looks()
    expert.steps_up(bo)
    bo.press("Sign and send it")
    elena.house.post.next(elena.email, asked)
    elena.open(f"{case}opinion/")
    elena.sees("Better wait until the skin has healed.", "as an addendum to the opinion")
    elena.looks()
    elena.open(f"{case}who/")
    elena.looks()
    elena.sees("Dr Bo", "Cleo", "Dr Okafor")


def every_letter_is_silent_about_health(house: House) -> None:
    """Nobody was sent a word about anybody's health."""
    loud = [one.subject for one in house.post.letters if HEALTH.search(one.subject + one.body)]
    assert not loud, loud
