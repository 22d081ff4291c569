"""Bad input gets one clear sentence each, and leaves what was there, and what comes with it, alone."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import expect

from journeys import intake, material, records
from journeys.conftest import Opener
from journeys.house import House
from journeys.material import Sent
from journeys.people import cast
from journeys.person import Person
from secunda.care.cases.tests.factories import a_submitted_case, acting
from secunda.care.records.models import Record
from secunda.reading.tests import pdfs, scans

MEGABYTE = 1000 * 1000
BAD = {
    "an empty file": (Sent("empty.pdf", b""), "file is empty"),
    "a PDF without pages": (Sent("nothing.pdf", pdfs.write(pdfs.pages(0))), "has no pages"),
    "a locked PDF": (Sent("locked.pdf", pdfs.locked()), "is locked with a password"),
    "a DICOM file without a picture": (Sent("IM0001", scans.written(scans.header())), "has no picture in it"),
    "a program renamed": (Sent("scan.dcm", b"\x7fELF\x02\x01\x01" + bytes(400)), "is a program"),
    "a PDF cut short": (Sent("cut.pdf", pdfs.plain(3)[:-120]), "breaks off before its end"),
}
RENAMED = Sent("letter.pdf", b"Dear colleague, the lump is small.\n" * 40)
SCRIPT = "<script>window.hurt = 1</script>"


@pytest.fixture(scope="module")
def case(house: House) -> UUID:
    """Ana's case, sent and waiting for records."""
    with house.inside():
        return a_submitted_case(cast()).public_id


@pytest.fixture
def ana(someone: Opener, case: UUID) -> Person:
    """Ana on her records page."""
    ana = someone("ana", phone=True)
    ana.sign_in(f"/my/case/{case}/records/")
    return ana


def kept(house: House, case: UUID) -> set[str]:
    """The names of the records that the case has."""
    with house.inside():
        them = cast()
        with acting(them.ana, them.programme):
            found = Record.objects.filter(case__public_id=case, state=Record.State.ACCEPTED)
            return set(found.values_list("name", flat=True))


def one_sentence(words: str, pattern: str) -> None:
    """The line says why, once, in words that are not a machine's."""
    assert len(re.findall(pattern, words, re.IGNORECASE)) == 1, words
    assert not re.search(r"traceback|exception|error \d|undefined|null\b", words, re.IGNORECASE), words


def test_a_bad_file_gets_one_clear_sentence_and_leaves_the_others_alone(
    ana: Person, house: House, case: UUID
) -> None:
    records.sends_files(ana, [material.a_page("What was there before", name="before.pdf")])
    before = kept(house, case)
    good = material.a_page("A letter that came with the bad ones", name="good.pdf")
    bad = {what: one for what, (one, _pattern) in BAD.items()}
    first, *others = bad.values()
    told = records.sends_all_sorts(ana, [first, good, *others])
    for what, one in bad.items():
        one_sentence(told[one.name], BAD[what][1])
    ana.looks()
    assert kept(house, case) == before | {"good.pdf"}
    ana.page.reload()
    ana.looks()
    again = " ".join(records.lines(ana))
    assert all(name in again for name in ("before.pdf", "good.pdf"))


def test_a_text_that_is_called_a_pdf_is_told_what_it_is(ana: Person) -> None:
    """By its bytes, never by its name: refused as text, or kept as text where texts are taken."""
    told = records.sends_all_sorts(ana, [RENAMED])[RENAMED.name]
    one_sentence(told.removeprefix(RENAMED.name), r"\btext\b")
    assert "PDF" not in told.split(".")[0], told


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(
    ana: Person, house: House, case: UUID, tmp_path: Path
) -> None:
    most = int(ana.page.locator("form[data-upload]").get_attribute("data-max-bytes") or 0)
    before = kept(house, case)
    ana.page.locator("#id_file").set_input_files(a_hole(tmp_path, most * 3 // 2))
    trouble = ana.page.locator(".upload-list .error:visible")
    expect(trouble).to_be_visible()
    one_sentence(trouble.inner_text(), r"\d [MG]B.*\d [MG]B")
    assert kept(house, case) == before


def a_hole(folder: Path, size: int) -> Path:
    """A file of that many bytes, none of which is written."""
    path = folder / "disc.iso"
    with path.open("wb") as file:
        file.truncate(size)
    return path


def test_a_file_that_is_too_large_is_refused_without_script_too(
    someone: Opener, case: UUID, tmp_path: Path
) -> None:
    ana = someone("ana", java_script_enabled=False)
    ana.sign_in(f"/my/case/{case}/records/")
    ana.page.locator("#id_file").set_input_files(a_hole(tmp_path, 300 * MEGABYTE))
    ana.press("Send these files")
    one_sentence(ana.page.locator("main").inner_text(), r"200 ?MB")


def test_several_files_without_script_each_have_their_own_sentence(
    someone: Opener, house: House, case: UUID
) -> None:
    ana = someone("ana", java_script_enabled=False)
    ana.sign_in(f"/my/case/{case}/records/")
    good = material.a_page("Sent without script", name="plain form.pdf")
    files = [good, *(bad for bad, _pattern in BAD.values())]
    ana.page.locator("#id_file").set_input_files([records.payload(one) for one in files])
    ana.press("Send these files")
    words = ana.page.locator("body").inner_text()
    for bad, pattern in BAD.values():
        told = [line for line in words.splitlines() if f"“{bad.name}”" in line]
        assert len(told) == 1, (bad.name, told)
        one_sentence(told[0], pattern)
    assert "plain form.pdf" in kept(house, case)


def test_a_name_with_a_path_in_it_is_only_a_name(ana: Person, house: House, case: UUID) -> None:
    content = material.a_page("Named badly").content
    token = ana.page.locator("body").get_attribute("data-csrf") or ""
    answer = ana.context.request.post(
        ana.address(f"/my/case/{case}/records/upload/"),
        headers={"X-CSRFToken": token, "X-Requested-With": "upload", "Referer": ana.page.url},
        multipart={
            "file": {"name": "../../etc/cron.d/passwd.pdf", "mimeType": "application/pdf", "buffer": content}
        },
    )
    told = answer.json()
    assert told["ok"], told
    assert "passwd.pdf" in told["sentence"]
    assert ".." not in told["sentence"]
    assert "passwd.pdf" in kept(house, case)
    assert not list(house.folder.rglob("*passwd*"))


def test_a_date_in_the_future_is_asked_about(someone: Opener) -> None:
    visitor = someone("visitor", phone=True)
    intake.begins(visitor)
    intake.passes_check(visitor)
    draft = visitor.here
    for page, boxes, sentence in (
        ("patient", {"birth_date_day": "1", "birth_date_month": "1", "birth_date_year": "2090"}, "lies in the future"),
        ("by-whom", {"doctors": "Dr Rao", "given_month": "1", "given_year": "2090"}, "lies in the future"),
        ("decision", {"decision": "Now?", "decision_date_day": "1", "decision_date_month": "1",
                      "decision_date_year": "2020"}, "has already passed"),
    ):  # fmt: skip
        visitor.open(f"{draft}about/{page}/")
        visitor.fill(**intake.TOLD.get(page, {}))
        visitor.fill(**boxes)
        visitor.press("Continue")
        assert visitor.page.locator(".error", has_text=sentence).count() == 1, page
        visitor.looks()


def test_a_script_in_the_wizard_is_refused_in_a_sentence_and_kept_as_typed(someone: Opener) -> None:
    visitor = someone("visitor", phone=True)
    intake.begins(visitor)
    intake.passes_check(visitor)
    draft = visitor.here
    texts = ("told", "by-whom", "decision", "questions", "hopes", "together", "patient")
    for page in texts:
        visitor.open(f"{draft}about/{page}/")
        boxes = visitor.page.locator(
            "main form.matter :is(textarea, input[type=text]:not([inputmode=numeric]))"
        )
        names = [str(box.get_attribute("name")) for box in boxes.all()]
        visitor.fill(**intake.TOLD.get(page, {}))
        visitor.fill(**dict.fromkeys(names, SCRIPT))
        visitor.press("Continue")
        said = visitor.page.locator(".field .error:visible")
        assert said.count() >= len(names), (page, names, said.all_inner_texts())
        assert visitor.page.locator(f"[name='{names[0]}']").input_value() == SCRIPT
        is_inert(visitor)
    visitor.open(f"{draft}letter/")
    is_inert(visitor)


def is_inert(person: Person) -> None:
    """Nothing that was typed runs."""
    assert person.page.evaluate("typeof window.hurt") == "undefined", f"A script ran on {person.here}"
    assert not person.page.locator("main script:not([src]):not([type])").count()
