"""The copy of a PDF that is shown: the same pages, and nothing in it that could run."""

from __future__ import annotations

import io

import pypdfium2
import pytest

from secunda.reading.disarm import disarmed
from secunda.reading.facts import Refusal
from secunda.reading.readers.pdf_bytes import search
from secunda.reading.tests import pdfs

TEXT = pdfs.stream(b"BT /AA 24 Tf 20 100 Td (Carcinoma) Tj ET")
FONT = b"/Resources <</Font <</AA <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>> >> >> /Contents 20 0 R"
ACTIVE = {
    "a script when it opens": pdfs.pages(2, catalogue=b"/OpenAction <</S /JavaScript /JS (app.alert\\(1\\))>>"),
    "named scripts": pdfs.pages(1, catalogue=b"/Names <</JavaScript <</Names [(a) <</S /JavaScript /JS (1)>>]>> >>"),
    "a script of a page": pdfs.pages(1, page=b"/AA <</O <</S /JavaScript /JS (1)>> >>"),
    "a program to launch": pdfs.pages(
        1, page=b"/Annots [<</Type /Annot /Subtype /Link /Rect [0 0 9 9] /A <</S /Launch /F (cmd.exe)>> >>]"
    ),
    "an embedded file": pdfs.pages(1, catalogue=b"/Names <</EmbeddedFiles <</Names [(a) 9 0 R]>> >>")
    | {9: b"<</Type /Filespec /F (a.exe) /EF <</F 10 0 R>> >>", 10: pdfs.stream(b"MZ payload", b"/Type /EmbeddedFile")},
    "a file of a page": pdfs.pages(1, page=b"/AF [9 0 R]")
    | {9: b"<</Type /Filespec /F (a.exe) /EF <</F 10 0 R>> >>", 10: pdfs.stream(b"MZ payload", b"/Type /EmbeddedFile")},
    "a form that sends": pdfs.pages(
        1, catalogue=b"/AcroForm <</Fields [9 0 R] /XFA [(a) 10 0 R]>>", page=b"/Annots [9 0 R]"
    )
    | {9: b"<</Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (x) /Rect [0 0 50 20] /AA <</K <</S /SubmitForm>> >> >>",
       10: pdfs.stream(b"<xdp/>")},
    "a film": pdfs.pages(1, page=b"/Annots [<</Type /Annot /Subtype /RichMedia /Rect [0 0 9 9]>>]"),
    "names in disguise": pdfs.pages(1, page=b"/A#41 <</O <</S /Java#53cript /JS (1)>> >>"),
}  # fmt: skip


def copy_of(content: bytes) -> bytes:
    return disarmed(io.BytesIO(content), len(content))


@pytest.mark.parametrize("name", ACTIVE)
def test_nothing_that_could_run_is_left(name: str) -> None:
    content = pdfs.write(ACTIVE[name])
    assert search(io.BytesIO(content), len(content)).active
    copy = copy_of(content)
    assert search(io.BytesIO(copy), len(copy)).active == set()
    assert len(pypdfium2.PdfDocument(copy)) == len(pypdfium2.PdfDocument(content))
    for word in (b"/OpenAction", b"/AA", b"/EF", b"/AF", b"MZ payload", b"cmd.exe"):
        assert word not in copy


def test_the_pages_look_and_read_the_same() -> None:
    content = pdfs.write(pdfs.pages(1, page=FONT + b" /AA <</O <</S /JavaScript /JS (1)>> >>") | {20: TEXT})
    before, after = pypdfium2.PdfDocument(content)[0], pypdfium2.PdfDocument(copy_of(content))[0]
    assert after.get_textpage().get_text_range() == before.get_textpage().get_text_range() == "Carcinoma"
    assert after.render().to_pil().tobytes() == before.render().to_pil().tobytes()


def test_a_document_that_opens_for_everybody_is_copied_without_its_lock() -> None:
    copy = copy_of(pdfs.locked(""))
    assert b"/Encrypt" not in copy
    assert len(pypdfium2.PdfDocument(copy)) == 1


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", pdfs.locked(), pdfs.write(pdfs.pages(0)), b"words"])
def test_what_cannot_be_copied_has_no_copy(content: bytes) -> None:
    with pytest.raises(Refusal) as caught:
        copy_of(content)
    assert caught.value.unusable.code == "pdf_damaged"
