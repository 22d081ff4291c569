"""DICOM (PS3.5): every free text of the header, sequences and private elements included, but for whose it is.

Codes, numbers, dates and UIDs stay: a viewer needs them. So do the pixels and the content of a structured report,
which a person saw when the record was called open. Overlays, which a viewer draws over the pixels, do not; and a
document inside waits whole.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from pydicom.datadict import dictionary_VR

from secunda.care.records.blank import SPACE, ZERO, Blank, CannotBlank, exactly, exactly_at

_TEXT = frozenset({"AE", "LO", "LT", "PN", "SH", "ST", "UC", "UR", "UT"})
_BYTES = frozenset({"OB", "OD", "OF", "OL", "OV", "OW"})
_LONG = _BYTES | {"SQ", "SV", "UC", "UN", "UR", "UT", "UV"}  # PS3.5 table 7.1-1
_KEPT = frozenset(
    {0x00100010, 0x00100020, 0x00281054}
)  # patient's name and number, what rescaled values mean
_PIXELS = frozenset({0x7FE00008, 0x7FE00009, 0x7FE00010})
_REPORT, _DOCUMENT = 0x0040A730, 0x00420011
_OVERLAYS = range(0x6000, 0x6100)  # repeating groups; their plane is element 3000 (PS3.3 C.9.2)
_ITEM, _ITEM_END, _SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD
_UNDEFINED = 0xFFFFFFFF
_DEFLATED, _BIG_ENDIAN = "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.2"
_IMPLICIT = "1.2.840.10008.1.2"
_DEEPEST, _MOST_ELEMENTS = 32, 500_000


@dataclass(frozen=True, slots=True)
class _Coding:
    explicit: bool
    order: str


@dataclass(frozen=True, slots=True)
class _Element:
    tag: int
    vr: str
    length: int
    value_at: int

    @property
    def is_private(self) -> bool:
        return bool((self.tag >> 16) & 1)


def blanks(stream: BinaryIO, size: int) -> Iterator[Blank]:
    """Where the free text of a DICOM file lies. Raises `CannotBlank` for a deflated file."""
    walk = _Walk(stream, size)
    has_mark = size >= 132 and exactly_at(stream, 128, 4) == b"DICM"
    if has_mark:
        yield Blank(0, 128)
    at = 132 if has_mark else 0
    meta, at, syntax = _meta(walk, at)
    yield from meta
    if syntax == _DEFLATED:
        raise CannotBlank("deflated")
    yield from walk.elements(at, size, _coding(stream, at, syntax))


def _meta(walk: _Walk, at: int) -> tuple[list[Blank], int, str]:
    """The blanks of group 0002, where it ends, and the transfer syntax that it names ("" if it does not)."""
    found: list[Blank] = []
    syntax = ""
    coding = _Coding(explicit=True, order="<")
    while at + 8 <= walk.size and exactly_at(walk.stream, at, 2) == b"\x02\x00":
        element = walk.element(at, coding)
        if element.tag == 0x00020010:
            syntax = exactly_at(walk.stream, element.value_at, element.length).decode("ascii").strip("\0 ")
        found.extend(walk.of(element, coding, 0))
        at = element.value_at + element.length
    return found, at, syntax


def _coding(stream: BinaryIO, at: int, syntax: str) -> _Coding:
    if syntax:
        return _Coding(explicit=syntax != _IMPLICIT, order=">" if syntax == _BIG_ENDIAN else "<")
    head = exactly_at(stream, at, 6)  # an old file without meta information: guessed as parsers do
    return _Coding(explicit=head[4:6].isalpha() and head[4:6].isupper(), order=">" if head[0] == 0 else "<")


class _Walk:
    """A walk over a data set, element by element."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self.stream = stream
        self.size = size
        self._count = 0

    def element(self, at: int, coding: _Coding) -> _Element:
        """The element that begins at `at`."""
        self._count += 1
        if self._count > _MOST_ELEMENTS:
            raise CannotBlank("too many elements")
        head = exactly_at(self.stream, at, 8)
        group, number = struct.unpack(coding.order + "HH", head[:4])
        tag = group << 16 | number
        if group == 0xFFFE or not coding.explicit:
            (length,) = struct.unpack(coding.order + "L", head[4:])
            return _Element(tag, "" if group == 0xFFFE else _implied(tag), length, at + 8)
        vr = head[4:6].decode("ascii")
        if vr not in _LONG:
            (length,) = struct.unpack(coding.order + "H", head[6:])
            return _Element(tag, vr, length, at + 8)
        (length,) = struct.unpack(coding.order + "L", exactly(self.stream, 4))
        return _Element(tag, vr, length, at + 12)

    def elements(self, at: int, end: int, coding: _Coding, depth: int = 0) -> Iterator[Blank]:
        """The blanks of the elements from `at` until `end`, or until an item's delimiter; `self.at` stands behind."""
        self.at = at
        while self.at + 8 <= end:
            element = self.element(self.at, coding)
            if element.tag in (_ITEM_END, _SEQUENCE_END):
                self.at = element.value_at
                return
            self.at = element.value_at
            yield from self.of(element, coding, depth)

    def of(self, element: _Element, coding: _Coding, depth: int) -> Iterator[Blank]:
        """The blanks of one element; `self.at` stands behind it afterwards."""
        if element.vr == "SQ" or (element.length == _UNDEFINED and element.tag not in _PIXELS):
            inner = _Coding(explicit=False, order="<") if element.vr == "UN" else coding
            found = self._items(element, inner, depth + 1)
            yield from (() if element.tag == _REPORT and not list(found) else found)
            return
        if element.length == _UNDEFINED:
            self._pass_fragments(element.value_at)
            return
        if element.value_at + element.length > self.size:
            raise EOFError
        self.at = element.value_at + element.length
        filler = _filler(element)
        if filler is not None:
            yield Blank(element.value_at, element.length, filler)

    def _items(self, element: _Element, coding: _Coding, depth: int) -> Iterator[Blank]:
        if depth > _DEEPEST:
            raise CannotBlank("too deep")
        end = self.size if element.length == _UNDEFINED else element.value_at + element.length
        self.at = element.value_at
        while self.at + 8 <= end:
            item = self.element(self.at, coding)
            self.at = item.value_at
            if item.tag == _SEQUENCE_END:
                return
            if item.tag != _ITEM:
                raise CannotBlank("no item")
            inner_end = end if item.length == _UNDEFINED else item.value_at + item.length
            yield from self.elements(item.value_at, inner_end, coding, depth)

    def _pass_fragments(self, at: int) -> None:
        """Stand behind encapsulated pixels (PS3.5 A.4)."""
        while True:
            group, number, length = struct.unpack("<HHL", exactly_at(self.stream, at, 8))
            at += 8
            if (group << 16 | number) == _SEQUENCE_END:
                self.at = at
                return
            at = self.stream.seek(at + length, io.SEEK_SET)


def _implied(tag: int) -> str:
    """The VR of a tag where the file does not write it; UN for what the dictionary does not know."""
    if (tag >> 16) & 1:
        return "LO" if 0x10 <= tag & 0xFFFF <= 0xFF else "UN"
    try:
        return str(dictionary_VR(tag)).split()[0]
    except KeyError:
        return "UN"


def _filler(element: _Element) -> bytes | None:
    """What an element's value is blanked with; None for one that stays."""
    vr = (
        _implied(element.tag) if element.vr == "UN" else element.vr
    )  # some writers know fewer than the dictionary
    if element.tag == _DOCUMENT:
        raise CannotBlank("a document inside")
    if element.tag in _KEPT:
        return None
    if element.tag >> 16 in _OVERLAYS and element.tag & 0xFFFF == 0x3000:
        return ZERO
    if vr in _TEXT:
        return SPACE
    if vr == "UN" or (element.is_private and vr in _BYTES):
        return ZERO
    return None
