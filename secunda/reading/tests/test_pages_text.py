"""The text layer of PDFs: every word with the place where it is seen, in the order in which it is read."""

from __future__ import annotations

import io
import shutil
import subprocess
import threading

import numpy as np
import pytest

from secunda.reading.isolated_pages import Pixels, Source, opened
from secunda.reading.pages import layout
from secunda.reading.pages.of_file import pages_of
from secunda.reading.tests import paper, pdfs
from secunda.reading.text import Page, Text

DARK = 160


def source(content: bytes, kind: str = "pdf") -> Source:
    return Source.of(io.BytesIO(content), size=len(content), kind=kind)


def picture(content: bytes, long_side: int) -> Pixels:
    with opened(source(content)) as reader:
        return reader.pixels(0, long_side)


def rubbed_out(page: Page, seen: Pixels) -> Pixels:
    """The picture of a page with all of its words' boxes made white."""
    scale, left = seen.shape[1] / page.width, seen.copy()
    for word in page.words:
        assert word.box is not None
        x0, y0, x1, y1 = (edge * scale for edge in word.box)
        assert (seen[int(y0) : int(y1) + 1, int(x0) : int(x1) + 1] < DARK).any(), "an empty box"
        left[int(y0 - 3) : int(y1 + 4), int(x0 - 3) : int(x1 + 4)] = 255
    return left


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_boxes_hold_all_that_is_written_and_nothing_else(turned: int) -> None:
    content = paper.pdf([paper.REPORT], turned=turned)
    (page,) = pages_of(source(content), pages=1)
    assert (page.width, page.height) == (paper.A4 if turned % 180 == 0 else paper.A4[::-1])
    assert [" ".join(word.text for word in line) for line in page.lines][1:3] == [
        "Patient: Ana Example Born: 12 March 1961",
        "Collected on 14 May 2024 and reported on 17 May 2024.",
    ]
    seen = picture(content, 1684)
    assert (seen < DARK).any()
    assert not (rubbed_out(page, seen) < DARK).any()


def test_a_page_cut_to_a_part_counts_from_that_part() -> None:
    whole = paper.pdf([paper.REPORT])
    cut = whole.replace(b"/MediaBox [0 0 595 842]", b"/MediaBox [0 0 595 842] /CropBox [40 500 560 800]")
    (page,) = pages_of(source(cut), pages=1)
    assert (page.width, page.height) == (520, 300)
    assert not (rubbed_out(page, picture(cut, 1040)) < DARK).any()


def test_a_quote_stands_where_the_text_says() -> None:
    text = Text(pages_of(source(paper.pdf([["A page before."] * 8, paper.REPORT])), pages=2))
    start = text.plain.index("pT1c pN1a")
    place = text.place(start, start + len("pT1c pN1a"))
    assert (place.quote, place.page) == ("pT1c pN1a", 2)
    assert place.box is not None
    assert place.box.x1 - place.box.x0 == pytest.approx(55, abs=10)


def test_what_was_filled_into_a_form_is_read() -> None:
    objects = pdfs.pages(1, page=b"/Annots [9 0 R] /Resources <</Font <</F 8 0 R>>>>")
    objects[8] = b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>"
    objects[9] = (
        b"<</Type /Annot /Subtype /Widget /FT /Tx /T (name) /V (x) /F 4 /Rect [10 100 190 120] /AP <</N 10 0 R>>>>"
    )
    objects[10] = pdfs.stream(
        b"BT /F 10 Tf 2 5 Td (Answers typed into the form) Tj ET",
        b"/Type /XObject /Subtype /Form /BBox [0 0 180 20] /Resources <</Font <</F 8 0 R>>>>",
    )
    (page,) = pages_of(source(pdfs.write(objects)), pages=1)
    assert [word.text for word in page.words] == ["Answers", "typed", "into", "the", "form"]


def test_three_hundred_pages_are_no_special_case() -> None:
    content = paper.pdf([[f"This is page number {number} of the record."] for number in range(300)])
    told: list[tuple[int, int]] = []
    here = threading.get_ident()

    def progress(done: int, total: int) -> None:
        assert threading.get_ident() == here, "a caller's transaction lives in the caller's thread"
        told.append((done, total))

    pages = pages_of(source(content), pages=300, progress=progress, workers=3)
    assert told == [(done, 300) for done in range(1, 301)]
    assert [page.number for page in pages] == list(range(1, 301))
    assert [next(word.text for word in page.words if word.text.isdigit()) for page in pages] == [
        str(number) for number in range(300)
    ]


@pytest.mark.skipif(
    not shutil.which("fc-list")
    or b"Noto Naskh Arabic" not in subprocess.run(["fc-list"], capture_output=True, check=True).stdout,
    reason="needs the font Noto Naskh Arabic",
)
def test_arabic_is_read_from_right_to_left() -> None:
    import weasyprint

    written = "اسم المريض فاطمة أحمد تاريخ الميلاد 12 مارس 1961 التشخيص سرطان الثدي الأيسر"
    content = weasyprint.HTML(
        string=f"<html lang=ar dir=rtl><body style='font-family:Noto Naskh Arabic'><p>{written}</p></body></html>"
    ).write_pdf()
    (page,) = pages_of(source(content), pages=1)
    assert page.source == "text"
    assert " ".join(word.text for word in page.words) == written


def test_columns_of_prose_are_read_one_after_the_other_and_tables_by_rows() -> None:
    words, boxes = [], []
    for row in range(8):
        for side, start in (("left", 0), ("right", 300)):
            for place in range(5):
                words.append(f"{side}{'abcdefgh'[row]}{'vwxyz'[place]}")
                boxes.append((start + place * 50, row * 15, start + place * 50 + 45, row * 15 + 10))
    prose = [words[each] for line in layout.lines(words, boxes) for each in line]
    assert prose == [word for side in ("left", "right") for word in words if word.startswith(side)]
    table = [str(number) for number in range(len(words))]
    assert layout.lines(table, boxes)[0] == list(range(10))


def test_a_line_is_one_row_though_its_signs_differ_in_height() -> None:
    words = ["Result", "-", "T2", "a", "."]
    boxes = [(0, 0, 40, 10), (45, 4, 50, 6), (55, 0, 70, 10), (70, 3, 75, 8), (76, 8, 78, 10)]
    assert layout.lines(words, np.array(boxes).tolist()) == [[0, 1, 2, 3, 4]]
