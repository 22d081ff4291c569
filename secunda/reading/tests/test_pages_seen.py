"""Pages that must be seen: scans, photos, turned and skewed ones; words come back to the place where they are shown."""

from __future__ import annotations

import io

import numpy as np
import pytest

from secunda.reading.pages import tesseract
from secunda.reading.pages.of_file import pages_of
from secunda.reading.pages.sheet import corners_of_sheet
from secunda.reading.tests import paper
from secunda.reading.tests.test_pages_text import source
from secunda.reading.text import Page

FEW = paper.REPORT[:5]


def text_of(page: Page) -> str:
    return " ".join(word.text for word in page.words)


def assert_in_place(page: Page, middles: list[tuple[str, float, float]], *, found: float = 0.85) -> None:
    """Most words are read, and each of these stands over the place where it was drawn (in points of the page)."""
    missed = 0
    for text, x, y in middles:
        there = [word for word in page.words if word.box and _holds(word.box, x, y)]
        missed += not any(text in word.text or word.text in text for word in there)
    assert missed <= (1 - found) * len(middles)


def _holds(box: tuple[float, float, float, float], x: float, y: float) -> bool:
    return box[0] - 2 <= x <= box[2] + 2 and box[1] - 2 <= y <= box[3] + 2


def test_a_noisy_skewed_scan_is_read_where_it_stands() -> None:
    scan = paper.scan(FEW, skew=3, noise=14, blur=0.7)
    (page,) = pages_of(source(paper.file_of(scan), "png"), pages=1)
    assert (page.source, page.width, page.height) == ("ocr", 1240, 1754)
    assert page.turned == pytest.approx(3, abs=0.4)
    assert all(0 < word.confidence <= 1 for word in page.words)
    assert_in_place(page, paper.middles(FEW, skew=3))


def test_a_scan_in_a_pdf_has_its_boxes_in_points() -> None:
    (page,) = pages_of(source(paper.scanned_pdf([paper.scan(FEW)])), pages=1)
    assert page.source == "ocr"
    assert page.width == pytest.approx(1240 * 72 / 150, abs=1)
    assert_in_place(page, [(text, x * 72 / 150, y * 72 / 150) for text, x, y in paper.middles(FEW)])


def test_a_page_lying_on_its_side_or_head_is_turned() -> None:
    scan = paper.scan(FEW)
    side, head = paper.file_of(np.rot90(scan)), paper.file_of(np.ascontiguousarray(scan[::-1, ::-1]))
    (on_side,) = pages_of(source(side, "png"), pages=1)
    assert on_side.turned == pytest.approx(90, abs=0.5)
    assert_in_place(on_side, [(text, y, 1240 - x) for text, x, y in paper.middles(FEW)])
    (on_head,) = pages_of(source(head, "png"), pages=1)
    assert on_head.turned == pytest.approx(180, abs=0.5)
    assert_in_place(on_head, [(text, 1240 - x, 1754 - y) for text, x, y in paper.middles(FEW)])


def test_a_photo_of_paper_on_a_table_is_read() -> None:
    photo = paper.photo(paper.scan(FEW))
    (page,) = pages_of(source(paper.file_of(photo, "JPEG", quality=85), "jpeg"), pages=1)
    assert "invasive ductal carcinoma" in text_of(page)
    corners = corners_of_sheet(photo)
    assert corners is not None
    assert corners[0] == pytest.approx([324, 295], abs=15)  # where `photo` laid it
    ink = [word.box for word in page.words if word.text.startswith("SURGICAL")]
    assert ink[0] is not None
    assert (photo[int(ink[0].y0) : int(ink[0].y1), int(ink[0].x0) : int(ink[0].x1)] < 90).any()


def test_a_photo_stands_as_its_camera_says() -> None:
    from PIL import Image

    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: shown a quarter clockwise
    stored = np.rot90(paper.scan(FEW))
    (page,) = pages_of(
        source(paper.file_of(stored, "JPEG", exif=exif.tobytes(), quality=90), "jpeg"), pages=1
    )
    assert (page.width, page.height, page.turned) == (1240, 1754, 0)
    assert_in_place(page, paper.middles(FEW))


def test_each_picture_of_a_tiff_is_a_page() -> None:
    from PIL import Image

    out = io.BytesIO()
    first, second = (
        Image.fromarray(paper.scan([line])) for line in ("First page of the report", "Second page of it")
    )
    first.save(out, "TIFF", save_all=True, append_images=[second])
    pages = pages_of(source(out.getvalue(), "tiff"), pages=2)
    assert [text_of(page).split()[0] for page in pages] == ["First", "Second"]


def test_a_blank_page_has_no_words_and_no_guess() -> None:
    (page,) = pages_of(source(paper.file_of(np.full((1754, 1240), 250, np.uint8)), "png"), pages=1)
    assert (page.lines, page.problems) == ((), ())


@pytest.mark.parametrize("shape", [(1, 1), (1, 2000), (2000, 1), (3, 3), (30, 3000), (60, 60)])
def test_specks_and_strips_are_pages_without_words(shape: tuple[int, int]) -> None:
    noise = np.random.default_rng(1).integers(0, 255, shape).astype(np.uint8)
    (page,) = pages_of(source(paper.file_of(noise), "png"), pages=1)
    assert (page.width, page.height) == (shape[1], shape[0])
    assert len(list(page.words)) <= 1


@pytest.mark.skipif("ara" not in tesseract.languages(), reason="needs tesseract with Arabic data")
def test_arabic_is_read_by_tesseract() -> None:
    weasyprint = pytest.importorskip("weasyprint")
    import pypdfium2

    written = (
        "<p>اسم المريض فاطمة أحمد</p><p>التشخيص سرطان الثدي الأيسر</p><p>تقرير علم الأمراض الجراحي للمريض</p>"
    )
    html = f"<html dir=rtl><body style='font-size:20pt'>{written * 3}</body></html>"
    document = pypdfium2.PdfDocument(weasyprint.HTML(string=html).write_pdf())
    bitmap = document[0].render(scale=150 / 72, grayscale=True).to_numpy()
    content = paper.file_of(np.ascontiguousarray(bitmap[..., 0] if bitmap.ndim == 3 else bitmap))
    (page,) = pages_of(source(content, "png"), pages=1, languages=("ar",))
    assert "سرطان" in text_of(page)
    (unasked,) = pages_of(source(content, "png"), pages=1)
    assert "سرطان" in text_of(unasked)


@pytest.mark.skipif("osd" not in tesseract.languages(), reason="needs tesseract with script data")
@pytest.mark.skipif("tam" in tesseract.languages(), reason="this machine reads Tamil")
def test_a_script_that_nobody_here_reads_is_said_and_not_guessed() -> None:
    weasyprint = pytest.importorskip("weasyprint")
    import pypdfium2

    line = "<p>நோயாளியின் பெயர் மற்றும் மருத்துவ அறிக்கை விவரங்கள் இங்கே உள்ளன</p>"
    html = f"<html lang=ta><body style='font-size:20pt'>{line * 10}</body></html>"
    bitmap = (
        pypdfium2.PdfDocument(weasyprint.HTML(string=html).write_pdf())[0]
        .render(scale=2, grayscale=True)
        .to_numpy()
    )
    content = paper.file_of(np.ascontiguousarray(bitmap[..., 0] if bitmap.ndim == 3 else bitmap))
    (page,) = pages_of(source(content, "png"), pages=1, languages=("ta",))
    assert (page.lines, page.problems) == ((), ("script_not_read",))
