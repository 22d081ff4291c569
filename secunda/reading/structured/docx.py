"""Word documents (DOCX, ECMA-376): their words as text, and what in them could run by itself.

Own walk over the ZIP's parts: the known library unpacks and parses everything at once, whatever its size.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from secunda.reading.archives import zips
from secunda.reading.archives.entries import ArchiveLimits
from secunda.reading.archives.office import CONTENT_TYPES
from secunda.reading.facts import MEBIBYTE, Limits, Refusal
from secunda.reading.structured.found import Structured
from secunda.reading.structured.xml_tree import parse
from secunda.reading.text import Text

_PARTS = re.compile(r"word/(?:document\d*|header\d*|footer\d*|footnotes|endnotes|comments)\.xml")
_FIRST = re.compile(r"word/document\d*\.xml")
_MOST_PARTS = 5_000
_MOST_UNPACKED = 256 * MEBIBYTE
_LARGEST_PART = 48 * MEBIBYTE
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
    ValueError,
    KeyError,
)
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_BLOCKS = frozenset(["p", "tr"])
_GONE = frozenset(
    ["del", "moveFrom", "instrText", "delText"]
)  # text that the author has taken out, and fields' code
_LOADED = re.compile(rb"/(attachedTemplate|oleObject|frame|subDocument)\"")
_EMBEDDED = re.compile(r"word/(?:embeddings|activeX)/|\.(?:bin|exe|ole)$", re.IGNORECASE)


def read_docx(stream: BinaryIO, size: int, limits: Limits | None = None) -> Structured:
    """A Word document's words: body first, then notes, headers and footers, each part a page. Raises `Refusal`."""
    found = _opened(stream, size)
    names = sorted((name for name in found.namelist() if _PARTS.fullmatch(name)), key=_order)
    bounds = limits or Limits(max_export_depth=500)
    pages = [page for name in names for page in _pages(_part(found, name), bounds)]
    return Structured(text=Text.of("\f".join(pages)) if any(pages) else Text(()))


def active_in(stream: BinaryIO, size: int) -> tuple[str, ...]:
    """What in the document could run or load something by itself, as `facts.ACTIVE`. Raises `Refusal`."""
    found = _opened(stream, size)
    names = found.namelist()
    types = _part(found, CONTENT_TYPES)
    links = b"".join(_part(found, name) for name in names if name.endswith(".rels"))
    kinds = {
        "macro": any("vbaproject" in name.lower() for name in names) or b"macroEnabled" in types,
        "embedded_file": any(_EMBEDDED.search(name) for name in names),
        "external": b'TargetMode="External"' in links and _LOADED.search(links) is not None,
        "html": any("afchunk" in name.lower() for name in names),
    }  # fmt: skip
    return tuple(kind for kind, holds in kinds.items() if holds)


def _opened(stream: BinaryIO, size: int) -> zipfile.ZipFile:
    try:
        found = zips.opened(stream, size, ArchiveLimits(max_entries=_MOST_PARTS))
    except Refusal:
        raise Refusal("office_damaged") from None
    infos = found.infolist()
    ratio_of = [info.file_size > max(MEBIBYTE, info.compress_size * 300) for info in infos]
    if sum(info.file_size for info in infos) > _MOST_UNPACKED or any(ratio_of):
        raise Refusal("office_damaged")
    if not any(_FIRST.fullmatch(info.filename) for info in infos):
        raise Refusal("office_damaged")
    return found


def _part(found: zipfile.ZipFile, name: str) -> bytes:
    """One part, unpacked. Raises `Refusal`."""
    try:
        with found.open(name) as part:
            content = part.read(_LARGEST_PART + 1)
    except _BROKEN:
        raise Refusal("office_damaged") from None
    if len(content) > _LARGEST_PART:
        raise Refusal("office_damaged")
    return content


def _order(name: str) -> tuple[int, str]:
    return (0 if _FIRST.fullmatch(name) else 1 if "notes" in name or "comments" in name else 2), name


def _pages(content: bytes, limits: Limits) -> Iterator[str]:
    try:
        root = parse(content, limits)
    except Refusal:
        raise Refusal("office_damaged") from None
    for page in "".join(_words(root)).split("\f"):
        lines = [" ".join(row.split()) for row in page.split("\n")]
        yield "\n".join(row for row in lines if row)


def _words(root: etree._Element) -> Iterator[str]:
    """The text in reading order: paragraphs and rows of tables are lines, cells are parted by spaces."""
    skipped: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = etree.QName(element).localname
        if event == "start" and skipped is None and name in _GONE:
            skipped = element
        if skipped is None:
            yield _word(event, name, element)
        if event == "end" and element is skipped:
            skipped = None


def _word(event: str, name: str, element: etree._Element) -> str:
    if event == "start":
        if name == "br" and any(value == "page" for value in element.attrib.values()):
            return "\f"
        return (element.text or "") if name == "t" else _BREAKS.get(name, "")
    in_cell = name == "p" and any(etree.QName(each).localname == "tc" for each in element.iterancestors())
    return " " if in_cell or name == "tc" else "\n" if name in _BLOCKS else ""
