"""What can be read is read; of what cannot, nothing is invented."""

from __future__ import annotations

import io

import numpy as np
import pytest

from secunda.reading.document import Document
from secunda.reading.pages import wordlike
from secunda.reading.pages.of_file import is_legible
from secunda.reading.pages.readable import is_garbled, is_readable
from secunda.reading.read import of_pages, read
from secunda.reading.sentences import SENTENCES
from secunda.reading.tests import paper
from secunda.reading.text import Text

EMPTY_FORM = (
    "Ref. Number\nGender\nBirth date\n"
    "Tumour site Left parietal\nHistological diagnosis Glioblastoma multiforme"
)
BARCODE = "III II IIIIIIII 11111111111111111 IIIIIIIIII\nUUID 07FC68D0-114F\n||||||||||||| 1111111"
GARBLE = (
    "qLA41z- 'L'Cktr ^n`7 GUf IIUIII11 .;^r,- Ulscre~ncy zCZ-b-3 c^JQtAl i3 tV-klkvvW ZxQw0 }{;; gGf5 k9^ Qq#x "
    "vV- zZ!d4 c^.tJQA1) ^c0cuia ^Ullvtu--F1147"
)
SHORT = {
    "ecg": "ECG: sinus rhythm at 64 per minute, left axis, no repolarisation changes.",
    "lipids": "LIPID PROFILE\nTotal cholesterol 6.1 mmol/L\nHDL 1.3\nLDL 4.0\nFasting specimen",
    "prescription": "Amoxicillin 500 mg three times daily\nfor 7 days with food, then review",
    "arabic": "تخطيط القلب الكهربائي\nنظم جيبي منتظم ومحور طبيعي ولا تغيرات إقفارية في القلب",
    "german": "Transthorakale Echokardiographie: LVEF 45 % nach Simpson, apikale Hypokinesie.",
    "capitals": "FINAL DIAGNOSIS\nPROSTATE, RADICAL PROSTATECTOMY: ADENOCARCINOMA, GLEASON SCORE 3+4=7, pT2c N0",
}


@pytest.mark.parametrize(
    "written", ["", "I", "Page 1 of 1", EMPTY_FORM, BARCODE, GARBLE, "\x00P\x00a\x00t\x00h" * 20]
)
def test_scraps_and_noise_are_called_unreadable_and_say_nothing(written: str) -> None:
    found = of_pages(Document(file="a", sha256="", kind="pdf"), Text.of(written).pages)
    assert (found.readable, found.facts, found.dates, found.patient.names) == (False, (), (), ())
    assert found.problems
    assert all("send a better scan" in SENTENCES[code] for code in found.problems)


@pytest.mark.parametrize("kind", SHORT)
def test_short_documents_are_documents(kind: str) -> None:
    assert is_readable(Text.of(SHORT[kind]).pages)


def test_a_garbled_page_says_nothing_though_the_others_do() -> None:
    text = Text.of("\n".join(paper.REPORT) + "\f" + GARBLE)
    assert [is_garbled(page) for page in text.pages] == [False, True]
    found = of_pages(Document(file="a", sha256="", kind="pdf"), text.pages)
    assert (found.readable, found.problems) == (True, ("page_garbled",))
    assert "zCZ" not in found.text.plain


def test_a_broken_font_is_told_from_a_language() -> None:
    report = Text.of("\n".join(paper.REPORT)).pages[0].lines
    assert is_legible(report)
    shifted = "\n".join(paper.REPORT).translate({number: number + 3 for number in range(ord("A"), ord("x"))})
    assert not is_legible(Text.of(shifted).pages[0].lines)


@pytest.mark.parametrize(
    "word",
    [
        "carcinoma",
        "pT2a",
        "HER2",
        "18-mm",
        "McDonald",
        "Größe",
        "óvulo",
        "سرطان",
        "रोगी",
        "癌",
        "T1/T2",
        "1,2",
        "<0.01",
    ],
)
def test_words_and_numbers_of_records(word: str) -> None:
    assert wordlike.count([word]).share == 1


@pytest.mark.parametrize(
    "word", ["zZxQw", "aaab", "qwrtpsd", "tV-kLkvvW", "1111111111", "^r,-", "\ue001\ue002"]
)
def test_what_no_language_writes(word: str) -> None:
    assert wordlike.count([word]).words == 0


def test_a_blank_scan_is_unreadable_from_the_file_on() -> None:
    content = paper.file_of(np.full((1400, 1000), 248, np.uint8))
    found = read(io.BytesIO(content), name="blank.png", size=len(content))
    assert (found.kind, found.readable, found.pages, found.problems) == (
        "png",
        False,
        1,
        ("scan_unreadable",),
    )
