"""Files come in whole or not at all, each with its sentence, with script and without."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from secunda.care.cases import actions as cases
from secunda.care.cases.models import Case
from secunda.care.cases.tests.factories import Cast, acting, now
from secunda.care.records import actions as records
from secunda.care.records.models import Record
from secunda.care.records.tests.factories import a_pdf, a_scan
from secunda.foundation.accounts import principal
from secunda.foundation.queue import drain
from secunda.foundation.vault.models import Object
from secunda.portals.patient.tests.sending import (
    ISLAND,
    MIB,
    Body,
    a_file,
    at,
    left_in,
    page,
    send,
    send_body,
)
from secunda.reading.tests import pdfs

pytestmark = pytest.mark.django_db


def test_several_files_of_a_plain_form_each_get_their_sentence(ana: Client, them: Cast, case: Case) -> None:
    response = send(
        ana, case, a_file(a_pdf(4), "letter.pdf"), a_file(b"MZ hello " * 9, "notes.pdf"), a_file(a_scan(), "IM1"),
        a_file(b"", "empty.pdf"), a_file(pdfs.locked(), "locked.pdf"),
    )  # fmt: skip
    assert (response.status_code, response["Location"]) == (302, at("records", case.public_id))
    html = page(ana, case)
    for words in ("2 files have arrived.", "“notes.pdf” was not taken. This file is a program",
                  "“empty.pdf” was not taken.", "“locked.pdf” was not taken. This PDF is locked", "PDF, 4 pages",
                  "CT scan", "1 picture, 3 May 2026"):  # fmt: skip
        assert words in html
    with acting(them.ana, them.programme):
        assert sorted(Record.objects.values_list("state", flat=True)) == ["accepted"] * 2 + ["refused"] * 3


def test_no_file_at_all_is_said(ana: Client, case: Case) -> None:
    response = send(ana, case)
    assert response.status_code == 422
    assert "choose a file first" in response.content.decode()


def test_too_many_files_at_once_are_said(ana: Client, case: Case, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    response = send(ana, case, *(a_file(a_pdf(mark=mark)) for mark in "abc"))
    assert response.status_code == 413
    assert "at most 2 files" in response.content.decode()


def test_one_file_that_grows_too_large_leaves_the_others_alone(
    ana: Client, them: Cast, case: Case, settings: Settings, tmp_path: Path
) -> None:
    settings.UPLOAD_LIMIT = MIB
    send(ana, case, a_file(a_pdf(), "a.pdf"), a_file(bytes(MIB + 1), "big.pdf"), a_file(a_scan(), "b"))
    html = page(ana, case)
    assert "“big.pdf” was not taken. This file is too large" in html
    assert "2 files have arrived." in html
    assert len(left_in(tmp_path)) == 2


def test_the_island_gets_its_answer_and_its_line(ana: Client, case: Case) -> None:
    answer = send(ana, case, a_file(a_pdf(2)), **ISLAND)
    told = answer.json()
    assert (told["ok"], told["sentence"]) == (True, "“report.pdf” has arrived.")
    assert f'id="record-{told["id"]}"' in told["row_html"]
    assert "PDF, 2 pages" in told["row_html"]
    again = send(ana, case, a_file(a_pdf(2), "copy.pdf"), **ISLAND)
    assert again.json()["id"] == told["id"]
    assert "already, as number 1" in again.json()["sentence"]


def test_the_island_hears_why_a_file_was_refused(ana: Client, case: Case) -> None:
    answer = send(ana, case, a_file(b"MZ hello"), **ISLAND)
    assert (answer.status_code, answer.json()["ok"]) == (200, False)
    assert answer.json()["sentence"].startswith("This file is a program")
    assert "not usable" in answer.json()["row_html"]


def test_a_study_grows_in_its_one_line(ana: Client, case: Case) -> None:
    first, second = (send(ana, case, a_file(a_scan(n), "IM"), **ISLAND) for n in (1, 2))
    lines = [one.json()["row_html"].split('id="')[1].split('"')[0] for one in (first, second)]
    assert lines[0] == lines[1]
    assert "2 pictures" in second.json()["row_html"]


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.pdf", r"C:\scans\passwd.pdf", "pass\u202ewd.pdf", "/passwd.pdf"]
)
def test_a_name_with_a_path_is_made_plain_and_that_is_said(ana: Client, case: Case, name: str) -> None:
    answer = send_body(ana, case, Body(0, name=name, content=a_pdf()))
    assert answer.json()["sentence"].startswith("“passwd.pdf” has arrived.")
    assert "Only the plain name was kept." in answer.json()["sentence"]


def test_a_script_in_a_name_is_made_harmless(ana: Client, case: Case) -> None:
    send(ana, case, a_file(a_scan(), "<script>alert(1)</script>.dcm"), **ISLAND)
    send(ana, case, a_file(a_pdf(), "a & b ' onload=x.pdf"), **ISLAND)
    html = page(ana, case)
    assert "<script>alert" not in html
    assert "a &amp; b &#x27; onload=x.pdf" in html


def test_somebody_elses_scan_is_told_at_once(ana: Client, case: Case) -> None:
    answer = send(ana, case, a_file(a_scan(PatientName="OTHER^PERSON"), "IM"), **ISLAND)
    assert "another name or date of birth" in answer.json()["sentence"]
    assert "your coordinator looks at it" in page(ana, case)


def test_a_full_or_ended_case_takes_nothing(ana: Client, them: Cast, case: Case, settings: Settings) -> None:
    settings.RECORDS_MOST = 0
    answer = send(ana, case, a_file(a_pdf()), **ISLAND)
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many")
    with acting(them.ana, them.programme):
        cases.move(case, "cancelled", by=them.ana, role="requester", at=now())
    answer = send(ana, case, a_file(a_pdf()), **ISLAND)
    assert answer.json()["code"] == "case_ended"
    assert "no more records" in page(ana, case)


def test_a_case_that_fills_up_meanwhile_keeps_nothing_of_the_file_too_many(
    ana: Client, them: Cast, case: Case, settings: Settings
) -> None:
    settings.RECORDS_MOST = 1
    send(ana, case, a_file(a_pdf(mark="a"), "a.pdf"), a_file(a_pdf(mark="b"), "b.pdf"))
    assert "“b.pdf” was not taken. This case already has 1 files" in page(ana, case)
    with acting(them.ana, them.programme):
        assert Object.objects.filter(case_id=case.id).count() == 1


def test_after_erasure_nothing_is_taken(ana: Client, them: Cast, case: Case, tmp_path: Path) -> None:
    with principal.as_job(case_id=case.id, programme_id=case.programme_id, name="records.erase"):
        records.erase(case=case, by=None, at=now(), reason="retention")
    answer = send(ana, case, a_file(a_pdf()), **ISLAND)
    assert (answer.json()["ok"], "erased" in answer.json()["sentence"]) == (False, True)
    assert not left_in(tmp_path)


def test_a_large_file_is_checked_by_the_job_while_the_page_asks_again(
    ana: Client, them: Cast, case: Case, settings: Settings
) -> None:
    settings.UPLOAD_LOOKED_AT_ONCE = 10
    answer = send(ana, case, a_file(a_pdf()), **ISLAND)
    told = answer.json()
    assert "is being checked" in told["sentence"]
    assert "hx-get=" in told["row_html"]
    line = at("record_line", case.public_id, told["id"])
    assert "being checked" in ana.get(line).content.decode()
    assert "records.check" in drain()
    settled = ana.get(line).content.decode()
    assert "received" in settled
    assert "hx-get" not in settled
