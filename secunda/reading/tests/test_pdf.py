"""PDFs that are taken, and what in them could run by itself."""

from __future__ import annotations

import pytest

from secunda.reading.facts import Identified
from secunda.reading.tests import pdfs
from secunda.reading.tests.hostile import archive
from secunda.reading.tests.test_hostile import read


def taken(content: bytes) -> Identified:
    found = read(content)
    assert isinstance(found, Identified), found
    assert (found.kind, found.media_type, found.size) == ("pdf", "application/pdf", len(content))
    return found


@pytest.mark.parametrize("pages", [1, 2, 300])
def test_pages_are_counted(pages: int) -> None:
    found = taken(pdfs.plain(pages))
    assert (found.pages, found.active, found.notices, found.dicom) == (pages, (), (), None)


def test_it_may_lie_about_how_many_pages_it_has() -> None:
    lying = pdfs.write(pdfs.pages() | {2: b"<</Type /Pages /Count 1000000000 /Kids [3 0 R]>>"})
    assert taken(lying).pages == 1


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b"\r\n\r\n", b"scanned by device 7\n"])
def test_what_scanners_write_before_it_is_borne(before: bytes) -> None:
    assert taken(before + pdfs.plain()).pages == 1


def test_encrypted_without_a_password_opens() -> None:
    assert taken(pdfs.locked("")).pages == 1


def test_one_locked_file_says_nothing_about_the_next() -> None:
    """PDFium keeps its last error: a document without pages once passed for a locked one."""
    read(pdfs.locked())
    found = read(pdfs.write(pdfs.pages(0)))
    assert not isinstance(found, Identified)
    assert found.code == "pdf_no_pages"


ACTIVE = {
    "a script on opening": (
        pdfs.pages(catalogue=b"/OpenAction <</S /JavaScript /JS (app.alert\\(1\\))>>"),
        "javascript",
    ),
    "a script with its name disguised": (
        pdfs.pages(catalogue=b"/OpenAction <</S /J#61vaScript /JS (1)>>"),
        "javascript",
    ),
    "a script among the names": (
        pdfs.pages(catalogue=b"/Names <</JavaScript <</Names [(a) <</S /JavaScript /JS (1)>>]>> >>"),
        "javascript",
    ),
    "a script on a page": (pdfs.pages(page=b"/AA <</O <</S /JavaScript /JS (1)>> >>"), "javascript"),
    "a program to start": (pdfs.pages(catalogue=b"/OpenAction <</S /Launch /F (cmd.exe)>>"), "launch"),
    "an embedded file": (
        pdfs.pages(catalogue=b"/Names <</EmbeddedFiles <</Names [(a) <</Type /Filespec /F (a)>>]>> >>"),
        "embedded_file",
    ),
    "a form that sends": (
        pdfs.pages(catalogue=b"/OpenAction <</S /SubmitForm /F (http://example.org)>>"),
        "form",
    ),
    "a form of XML": (pdfs.pages(catalogue=b"/AcroForm <</Fields [] /XFA [(a) 9 0 R]>>"), "form"),
    "a film": (pdfs.pages(page=b"/Annots [<</Type /Annot /Subtype /RichMedia /Rect [0 0 9 9]>>]"), "media"),
}


@pytest.mark.parametrize("kind", ACTIVE)
def test_active_content_is_taken_and_flagged(kind: str) -> None:
    objects, flag = ACTIVE[kind]
    found = taken(pdfs.write(objects))
    assert flag in found.active
    assert found.active_content
    assert found.notices == ("active_content",)


def test_names_in_compressed_objects_are_found() -> None:
    assert taken(pdfs.with_packed(b"<</S /JavaScript /JS (1)>>")).active == ("javascript",)
    assert taken(pdfs.with_packed(b"<</S /GoTo>>")).active == ()


@pytest.mark.parametrize(
    ("dictionary", "compress"),
    [(b"/Filter /LZWDecode", False), (b"/Filter /FlateDecode /DecodeParms <</Predictor 12>>", True)],
)
def test_what_cannot_be_searched_is_said_to_be_unsearched(dictionary: bytes, compress: bool) -> None:
    assert taken(pdfs.with_packed(b"<<>>", dictionary=dictionary, compress=compress)).active == ("unscanned",)


def test_an_object_stream_that_explodes_is_not_inflated_whole() -> None:
    assert taken(pdfs.with_packed(bytes(80 << 20))).active == ("unscanned",)


def test_other_kinds_in_the_same_file_are_flagged() -> None:
    assert taken(pdfs.plain() + archive()).active == ("zip",)
    html = pdfs.write(pdfs.pages(), header=b"%PDF-1.7\n%<html><script>alert(1)</script>\n")
    assert taken(html).active == ("html",)
    assert taken(pdfs.plain() + b"\n<script>alert(1)</script>").active == ("html",)


def test_ordinary_links_and_openings_are_no_danger() -> None:
    page = b"/Annots [<</Type /Annot /Subtype /Link /Rect [0 0 9 9] /A <</S /URI /URI (https://example.org)>> >>]"
    assert taken(pdfs.write(pdfs.pages(catalogue=b"/OpenAction [3 0 R /Fit]", page=page))).active == ()


def test_a_later_revision_is_part_of_the_file() -> None:
    revised = (
        pdfs.plain() + b"9 0 obj\n<<>>\nendobj\ntrailer\n<</Size 10 /Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
    )
    assert taken(revised).pages == 1
