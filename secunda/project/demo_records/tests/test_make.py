"""The demo's records: readable, marked as demo, of the right person, and silent where they must be."""

from __future__ import annotations

import io
import json
from functools import cache

import pydicom
import pypdfium2
import pytest

from secunda.project.demo_records.make import CONTENT, MR_SERIES, DemoFile, files_for
from secunda.reading.facts import Identified
from secunda.reading.identify import identify

CASES = ("breast", "prostate")


@cache
def made(case: str) -> list[DemoFile]:
    return files_for(case)


def text_of(file: DemoFile) -> str:
    with pypdfium2.PdfDocument(file.content) as document:
        return " ".join(page.get_textpage().get_text_range() for page in document)


@pytest.mark.parametrize("case", CASES)
def test_they_are_the_records_that_the_case_tells_of(case: str) -> None:
    told = json.loads((CONTENT / f"{case}.json").read_text())
    files = {file.title: file for file in made(case)}
    for line in told["records"]:
        assert files[line["title"]].clinical_date == line["on"]
    letters = [file for file in made(case) if file.blinding == "sealed"]
    assert [letter.clinical_date for letter in letters] == [told["first_opinion"]["on"]]


@pytest.mark.parametrize("case", CASES)
def test_each_is_taken_and_the_same_each_time(case: str) -> None:
    for file, again in zip(made(case), files_for(case), strict=True):
        assert file == again
        found = identify(io.BytesIO(file.content), name=file.name, size=len(file.content))
        assert isinstance(found, Identified)
        assert not found.active


@pytest.mark.parametrize("case", CASES)
def test_a_report_says_demo_and_for_whom(case: str) -> None:
    told = json.loads((CONTENT / f"{case}.json").read_text())
    for file in made(case):
        if file.name.endswith(".pdf") and file.blinding == "open":
            text = text_of(file)
            assert "DEMO – invented person" in text
            assert told["patient"]["name"].split()[-1] in text
            assert told["patient"]["born"] in text


@pytest.mark.parametrize("case", CASES)
def test_the_proposed_treatment_stands_in_the_sealed_scan_alone(case: str) -> None:
    for file in made(case):
        if not file.name.endswith(".pdf"):
            continue
        text = text_of(file).lower()
        if file.blinding == "sealed":
            assert text.strip() == ""  # a picture of a page
        else:
            assert "mastectomy" not in text
            assert "prostatectomy" not in text


def test_the_series_is_ana_s_and_marked_as_demo() -> None:
    told = json.loads((CONTENT / "breast.json").read_text())
    slices = [pydicom.dcmread(io.BytesIO(file.content)) for file in made("breast") if file.title == MR_SERIES]
    assert len(slices) == 6
    assert len({one.SOPInstanceUID for one in slices}) == 6
    assert len({one.StudyInstanceUID for one in slices}) == 1
    for one in slices:
        assert str(one.PatientName) == "Ferreira^Ana"
        assert one.PatientBirthDate == told["patient"]["born"].replace("-", "")
        assert one.PatientAge == "045Y"
        assert "DEMO" in one.StudyDescription
        assert all(len(str(number)) <= 16 for number in one.PixelSpacing)
