"""A PDF's copy that cannot run anything: what is shown. The original stays as it came.

PDFium copies the pages alone into a new document: the catalogue with its scripts, actions, forms and embedded files
stays behind. What a page carries itself is flattened (filled fields and drawn notes become part of the page) or taken
out; the names of what is left over are written over in the finished file, which PDFium writes without packing. The
copy is then searched as any PDF is, and does not leave if anything is found.
"""

from __future__ import annotations

import ctypes
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

import pypdfium2.internal
import pypdfium2.raw as pdfium

from secunda.reading.facts import Limits, Refusal
from secunda.reading.readers.pdf_bytes import ACTIVE_NAMES, search

# What a page may carry by itself (ISO 32000-2, 7.7.3.3): its own actions, files that belong to it, steps of a show.
_OF_PAGES = frozenset((b"AA", b"AF", b"PresSteps"))
_OF_FILES = frozenset((b"EF", b"RF"))
_STREAM = re.compile(rb"\bstream\r?\n.*?\bendstream\b", re.DOTALL)
_OBJECT = re.compile(rb"(?<=\d obj).*?(?=\bendobj\b|\Z)", re.DOTALL)
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_TOKEN = re.compile(
    rb"<<|>>|\((?:[^()\\]|\\.)*\)|/((?:[A-Za-z0-9]|#[0-9A-Fa-f]{2}){1,40})(?![A-Za-z0-9#])", re.DOTALL
)
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_FLATTEN_AS_SHOWN = 0
_NO_INCREMENTAL = 2
_LARGEST = 512 * 1024 * 1024


def disarmed(stream: BinaryIO, size: int, limits: Limits | None = None) -> bytes:
    """A copy of the PDF in `stream` with the same pages as they look, and nothing that could run, load or unpack.

    Raises `Refusal` "pdf_damaged" when no such copy can be made: then only the original is left, as a download.
    Not for threads, and for a bounded process: see `isolated_parts`.
    """
    limits = limits or Limits()
    with _opened(stream) as document:
        count = pdfium.FPDF_GetPageCount(document)
        if not 0 < count <= limits.max_pdf_pages:
            raise Refusal("pdf_damaged")
        _bare_pages(document, count)
        copy = _without_names(_copied(document, count))
    found = search(io.BytesIO(copy), len(copy))
    if found.active or found.cut_short:
        raise Refusal("pdf_damaged")
    return copy


@contextmanager
def _opened(stream: BinaryIO) -> Iterator[pdfium.FPDF_DOCUMENT]:
    access, kept_alive = pypdfium2.internal.get_bufreader(stream)
    document = pdfium.FPDF_LoadCustomDocument(access, None)
    if not document:
        raise Refusal("pdf_damaged")
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)
        del access, kept_alive


def _bare_pages(document: pdfium.FPDF_DOCUMENT, count: int) -> None:
    """Makes what fields and notes show part of each page, and takes every annotation out."""
    for index in range(count):
        page = pdfium.FPDF_LoadPage(document, index)
        if not page:
            raise Refusal("pdf_damaged")
        pdfium.FPDFPage_Flatten(page, _FLATTEN_AS_SHOWN)
        for number in reversed(range(pdfium.FPDFPage_GetAnnotCount(page))):
            pdfium.FPDFPage_RemoveAnnot(page, number)
        pdfium.FPDF_ClosePage(page)


def _copied(document: pdfium.FPDF_DOCUMENT, count: int) -> bytes:
    copy = pdfium.FPDF_CreateNewDocument()
    try:
        indices = (ctypes.c_int * count)(*range(count))
        if not pdfium.FPDF_ImportPagesByIndex(copy, document, indices, count, 0):
            raise Refusal("pdf_damaged")
        return _saved(copy)
    finally:
        pdfium.FPDF_CloseDocument(copy)


def _saved(document: pdfium.FPDF_DOCUMENT) -> bytes:
    out = bytearray()

    def write(_: object, block: int, length: int) -> int:
        if len(out) + length > _LARGEST:
            return 0
        out.extend(ctypes.string_at(block, length))
        return 1

    writer = pdfium.FPDF_FILEWRITE(version=1)
    pypdfium2.internal.set_callback(writer, "WriteBlock", write)
    if not pdfium.FPDF_SaveAsCopy(document, writer, _NO_INCREMENTAL):
        raise Refusal("pdf_damaged")
    return bytes(out)


def _without_names(content: bytes) -> bytes:
    """The file with the names of actions written over, outside of its streams; every place stays where it was."""
    parts, at = [], 0
    for packed in _STREAM.finditer(content):
        outside = content[at : packed.start()]
        holds_file = b"EmbeddedFile" in outside.rpartition(b" obj")[2]
        parts += [_harmless(outside), _emptied(packed.group()) if holds_file else packed.group()]
        at = packed.end()
    return b"".join([*parts, _harmless(content[at:])])


def _emptied(packed: bytes) -> bytes:
    """An embedded file's stream, its bytes written over."""
    start = packed.index(b"\n") + 1
    return packed[:start] + b" " * (len(packed) - start - len(b"endstream")) + b"endstream"


def _harmless(objects: bytes) -> bytes:
    return _OBJECT.sub(lambda one: _harmless_object(one.group()), objects)


def _harmless_object(content: bytes) -> bytes:
    is_page, depth, out = _PAGE.search(content) is not None, 0, bytearray(content)
    own = _OF_PAGES if is_page else _OF_FILES if b"Filespec" in content else frozenset()
    for token in _TOKEN.finditer(content):
        depth += {b"<<": 1, b">>": -1}.get(token.group(), 0)
        if token.group(1) is None:
            continue
        plain = _HEX.sub(lambda code: bytes([int(code.group(1), 16)]), token.group(1))
        if plain in ACTIVE_NAMES or (depth == 1 and plain in own):
            out[token.start(1) : token.end(1)] = b"X" * len(token.group(1))
    return bytes(out)
