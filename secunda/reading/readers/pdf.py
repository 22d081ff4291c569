"""PDF: opened by PDFium, every page's dictionary looked at, searched for what could run by itself."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

import pypdfium2
import pypdfium2.internal
import pypdfium2.raw as pdfium

from secunda.reading.facts import Identified, Limits, Refusal
from secunda.reading.readers.pdf_bytes import Findings, search

_LOCKED = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)


def read(stream: BinaryIO, size: int, limits: Limits) -> Identified:
    """The facts of a PDF. Raises `Refusal` if it is locked, has no pages, breaks off, or cannot be opened.

    PDFium is not safe for threads: callers run one PDF at a time in a process (`isolated` does).
    """
    findings = search(stream, size)
    with _opened(stream, findings) as document:
        pages = pdfium.FPDF_GetPageCount(document)
        if findings.cut_short:
            raise Refusal("pdf_cut_short")
        if pages < 1:
            raise Refusal("pdf_no_pages")
        if pages > limits.max_pdf_pages:
            raise Refusal("pdf_too_long", limit=limits.max_pdf_pages)
        _check_pages(document, pages)
        active = sorted(findings.active | _active_by_parser(document))
    return Identified(kind="pdf", size=size, pages=pages, active=tuple(active))


@contextmanager
def _opened(stream: BinaryIO, findings: Findings) -> Iterator[pdfium.FPDF_DOCUMENT]:
    """PDFium's own handle: pypdfium2's class tells a document without pages by an error code left from another one."""
    access, kept_alive = pypdfium2.internal.get_bufreader(stream)
    document = pdfium.FPDF_LoadCustomDocument(access, None)
    if not document:
        if pdfium.FPDF_GetLastError() in _LOCKED:
            raise Refusal("pdf_locked")
        raise Refusal("pdf_cut_short" if findings.cut_short else "unreadable")
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)
        del access, kept_alive


def _check_pages(document: pdfium.FPDF_DOCUMENT, pages: int) -> None:
    box = pdfium.FS_SIZEF()
    for index in range(pages):
        if not pdfium.FPDF_GetPageSizeByIndexF(document, index, ctypes.byref(box)):
            raise Refusal("pdf_damaged")


def _active_by_parser(document: pdfium.FPDF_DOCUMENT) -> set[str]:
    """What PDFium itself counts: it also sees through compression and encryption."""
    found = {
        "javascript": pdfium.FPDFDoc_GetJavaScriptActionCount(document) > 0,
        "embedded_file": pdfium.FPDFDoc_GetAttachmentCount(document) > 0,
        "form": pdfium.FPDF_GetFormType(document)
        in (pdfium.FORMTYPE_XFA_FULL, pdfium.FORMTYPE_XFA_FOREGROUND),
    }
    return {kind for kind, holds in found.items() if holds}
