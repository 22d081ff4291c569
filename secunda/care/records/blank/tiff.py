"""TIFF 6.0 and BigTIFF: every written tag of every directory, and the packets of notes that programs leave."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from secunda.care.records.blank import SPACE, Blank, CannotBlank, exactly_at

_ASCII = 2
_SIZES = {
    1: 1,
    2: 1,
    3: 2,
    4: 4,
    5: 8,
    6: 1,
    7: 1,
    8: 2,
    9: 4,
    10: 8,
    11: 4,
    12: 8,
    13: 4,
    16: 8,
    17: 8,
    18: 8,
}
_DIRECTORIES = frozenset({330, 34665, 34853, 40965})  # SubIFDs, Exif, GPS, interoperability
_NOTES = frozenset(
    {700, 33723, 34377, 37500, 37510, 37724, *range(40091, 40096)}
)  # XMP, IPTC, Photoshop, comments
_LAST_OWN_TAG = 32767  # tags from 32768 on are private (TIFF 6.0, section 2)
_MOST_DIRECTORIES, _MOST_ENTRIES = 4_096, 4_096


@dataclass(frozen=True, slots=True)
class _Layout:
    """How numbers lie in this file: byte order, and the widths that BigTIFF changed."""

    order: str
    big: bool

    @property
    def offset(self) -> str:
        return self.order + ("Q" if self.big else "L")

    @property
    def count(self) -> str:
        return self.order + ("Q" if self.big else "H")

    @property
    def entry(self) -> str:
        return self.order + ("HHQ" if self.big else "HHL")


def blanks(stream: BinaryIO, size: int) -> Iterator[Blank]:
    """Where a picture's written tags lie."""
    head = exactly_at(stream, 0, 8)
    layout = _Layout(order="<" if head[:2] == b"II" else ">", big=43 in head[2:4])
    (first,) = _read(stream, 8 if layout.big else 4, layout.offset)
    waiting, seen = [first], set[int]()
    while waiting:
        at = waiting.pop()
        if at == 0 or at in seen:
            continue
        seen.add(at)
        if len(seen) > _MOST_DIRECTORIES:
            raise CannotBlank("too many directories")
        found, further = _directory(stream, at, layout)
        yield from found
        waiting.extend(further)


def _directory(stream: BinaryIO, at: int, layout: _Layout) -> tuple[list[Blank], list[int]]:
    """The blanks of one directory, and where the directories lie that it points to."""
    (count,) = _read(stream, at, layout.count)
    if count > _MOST_ENTRIES:
        raise CannotBlank("too many entries")
    width = struct.calcsize(layout.entry) + struct.calcsize(layout.offset)
    start = at + struct.calcsize(layout.count)
    found: list[Blank] = []
    (following,) = _read(stream, start + count * width, layout.offset)
    further = [following]
    for place in range(start, start + count * width, width):
        tag, kind, values = _read(stream, place, layout.entry)
        value_at, length = _value(stream, place + struct.calcsize(layout.entry), kind, values, layout)
        if tag in _DIRECTORIES:
            further.extend(_pointers(stream, value_at, kind, values, layout))
        elif kind == _ASCII:
            found.append(Blank(value_at, max(length - 1, 0), SPACE))
        elif tag in _NOTES or (tag > _LAST_OWN_TAG and kind == 1):
            found.append(Blank(value_at, length))
    return found, further


def _value(stream: BinaryIO, field: int, kind: int, values: int, layout: _Layout) -> tuple[int, int]:
    """Where a value lies and how long it is: in the entry itself if it fits there."""
    length = _SIZES.get(kind, 1) * values
    if length <= struct.calcsize(layout.offset):
        return field, length
    (place,) = _read(stream, field, layout.offset)
    return place, length


def _pointers(stream: BinaryIO, at: int, kind: int, values: int, layout: _Layout) -> list[int]:
    code = "Q" if _SIZES.get(kind) == 8 else "L"
    return list(_read(stream, at, f"{layout.order}{min(values, _MOST_ENTRIES)}{code}"))


def _read(stream: BinaryIO, at: int, form: str) -> tuple[int, ...]:
    return struct.unpack(form, exactly_at(stream, at, struct.calcsize(form)))
