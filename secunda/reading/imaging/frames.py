"""Where each frame of an instance lies in its file: found once, by walking lengths; nothing is decoded."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from secunda.reading.imaging.found import Span

UNDEFINED = 0xFFFFFFFF
MOST_FRAGMENTS = 1_000_000
_ITEM, _END = 0xFFFEE000, 0xFFFEE0DD
_LONG_VRS = (b"OB", b"OW", b"OF", b"OD", b"OV", b"UN")
_END_OF_JPEG = b"\xff\xd9"


class CannotPlace(Exception):
    """The frames cannot be told apart; the code says why ("cut_short", "no_pixels", "frames")."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Element(NamedTuple):
    """The pixel element: its value's first byte, its length (UNDEFINED when encapsulated)."""

    value_at: int
    length: int


def pixel_element(stream: BinaryIO, at: int, size: int) -> Element | None:
    """The pixel element that begins at `at` (little-endian), None if there is none."""
    stream.seek(at)
    head = stream.read(12)
    if len(head) < 8 or head[:2] != b"\xe0\x7f":
        return None
    if head[2:4] not in (b"\x08\x00", b"\x09\x00", b"\x10\x00"):
        return None
    explicit = head[4:6] in _LONG_VRS
    length = struct.unpack("<L", head[8:12] if explicit else head[4:8])[0]
    found = Element(at + (12 if explicit else 8), length)
    if length != UNDEFINED and found.value_at + length > size:
        raise CannotPlace("cut_short")
    return found


def native(element: Element, *, frames: int, bits: int) -> list[Span]:
    """Frames that lie one after the other, `bits` each. Raises `CannotPlace`, also when one begins within a byte."""
    if bits <= 0:
        raise CannotPlace("no_pixels")
    if bits * frames > element.length * 8:
        raise CannotPlace("cut_short" if element.length else "no_pixels")
    if bits % 8 and frames > 1:
        raise CannotPlace("frames")
    length = -(-bits // 8)
    return [Span(element.value_at + n * length, length) for n in range(frames)]


def encapsulated(stream: BinaryIO, element: Element, *, size: int, frames: int) -> list[Span]:
    """Frames in fragments (PS3.5 A.4), by count, by the offset table, else by the ends of their code streams."""
    pieces = list(_fragments(stream, element.value_at, size))
    if not pieces:
        raise CannotPlace("cut_short")
    first, fragments = pieces[0], [piece for piece in pieces[1:] if piece.length]
    if len(fragments) == frames:
        return fragments
    if not fragments:
        raise CannotPlace("no_pixels")
    if frames == 1:
        return [_joined(fragments)]
    groups = _by_table(stream, first, fragments) or _by_ends(stream, fragments)
    if len(groups) != frames:
        raise CannotPlace("cut_short" if len(groups) < frames else "frames")
    return [_joined(group) for group in groups]


def _fragments(stream: BinaryIO, at: int, size: int) -> Iterator[Span]:
    """Each item's value, the offset table's first. Some writers leave the delimiter out."""
    for _ in range(MOST_FRAGMENTS):
        stream.seek(at)
        head = stream.read(8)
        if not head:
            return
        if len(head) < 8:
            raise CannotPlace("cut_short")
        group, number, length = struct.unpack("<HHL", head)
        tag = group << 16 | number
        if tag == _END:
            return
        if tag != _ITEM or at + 8 + length > size:
            raise CannotPlace("cut_short")
        yield Span(at + 8, length)
        at += 8 + length
    raise CannotPlace("frames")


def _joined(fragments: list[Span]) -> Span:
    """One frame's place; in pieces it begins with the first piece's own header."""
    if len(fragments) == 1:
        return fragments[0]
    start, last = fragments[0].offset - 8, fragments[-1]
    return Span(start, last.offset + last.length - start, in_pieces=True)


def _by_table(stream: BinaryIO, first: Span, fragments: list[Span]) -> list[list[Span]]:
    """Fragments by the basic offset table, whose offsets count from behind the table; none if it is empty or wrong."""
    stream.seek(first.offset)
    stated = stream.read(first.length)
    begins = {offset for (offset,) in struct.iter_unpack("<L", stated[: len(stated) // 4 * 4])}
    origin = first.offset + first.length + 8
    groups: list[list[Span]] = []
    for fragment in fragments:
        if fragment.offset - origin in begins:
            groups.append([])
        if not groups:
            return []
        groups[-1].append(fragment)
    return groups if len(groups) == len(begins) else []


def _by_ends(stream: BinaryIO, fragments: list[Span]) -> list[list[Span]]:
    groups: list[list[Span]] = [[]]
    for fragment in fragments:
        groups[-1].append(fragment)
        stream.seek(fragment.offset + max(fragment.length - 10, 0))
        if _END_OF_JPEG in stream.read(min(fragment.length, 10)):
            groups.append([])
    return [group for group in groups if group]


def without_items(content: bytes) -> bytes:
    """A frame that lies in pieces, without the headers of its items."""
    out, at = [], 0
    while at + 8 <= len(content):
        (length,) = struct.unpack_from("<L", content, at + 4)
        out.append(content[at + 8 : at + 8 + length])
        at += 8 + length
    return b"".join(out)
