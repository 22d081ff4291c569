"""Hidden text in a file, blanked in place: what an eye does not see of a record must not speak to a blind expert.

A scan's header names the planned operation, a PDF's properties the title of the letter, a photo's the person's notes.
Each module finds the places of one format; lengths never change, so that any range of the file opens as before.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

ZERO, SPACE = b"\0", b" "


class CannotBlank(Exception):
    """The file's hidden text cannot be found with certainty, so a blind expert has to wait."""


@dataclass(frozen=True, slots=True)
class Blank:
    """`length` bytes at `offset` that are shown as `filler`, repeated to that length."""

    offset: int
    length: int
    filler: bytes = ZERO

    def between(self, start: int, end: int) -> bytes:
        """What stands in its bytes `start` to before `end`, counted from `offset`."""
        if len(self.filler) == 1:
            return self.filler * (end - start)
        return self.filler[start:end]


Finder = Callable[[BinaryIO, int], Iterable[Blank]]


def blanks_of(kind: str, stream: BinaryIO, size: int) -> list[Blank]:
    """The hidden text of a file of one of reading's kinds, in the order of its bytes, none overlapping.

    Raises `CannotBlank` for a kind or a file whose hidden text cannot be told from the rest.
    """
    finder = _finders().get(kind)
    if finder is None:
        raise CannotBlank(kind)
    try:
        found = list(finder(stream, size))
    except (EOFError, ValueError, IndexError, OverflowError, RecursionError) as broken:
        raise CannotBlank(kind) from broken
    return _in_order(found, size)


def _finders() -> dict[str, Finder]:
    from secunda.care.records.blank import dicom, jpeg, pdf, png, tiff

    return {
        "dicom": dicom.blanks,
        "dicom_document": dicom.blanks,
        "jpeg": jpeg.blanks,
        "pdf": pdf.blanks,
        "png": png.blanks,
        "tiff": tiff.blanks,
    }


def _in_order(found: list[Blank], size: int) -> list[Blank]:
    rows: list[Blank] = []
    for blank in sorted((one for one in found if one.length > 0), key=lambda one: one.offset):
        if blank.offset + blank.length > size:
            raise CannotBlank
        if rows and blank.offset < rows[-1].offset + rows[-1].length:
            blank = _rest(blank, rows[-1].offset + rows[-1].length)
        if blank.length > 0:
            rows.append(blank)
    return rows


def _rest(blank: Blank, start: int) -> Blank:
    """What of a blank lies behind `start`."""
    skipped = start - blank.offset
    filler = blank.filler if len(blank.filler) == 1 else blank.filler[skipped:]
    return Blank(start, blank.length - skipped, filler)


def shown(pieces: Iterator[bytes], start: int, blanks: list[Blank]) -> Iterator[bytes]:
    """The pieces of a file from byte `start` on, with its blanks blanked."""
    at = start
    rest = [one for one in blanks if one.offset + one.length > start]
    for piece in pieces:
        end = at + len(piece)
        while rest and rest[0].offset + rest[0].length <= at:
            rest.pop(0)
        yield _blanked(piece, at, [one for one in rest if one.offset < end])
        at = end


def _blanked(piece: bytes, at: int, blanks: list[Blank]) -> bytes:
    if not blanks:
        return piece
    room = bytearray(piece)
    for one in blanks:
        start, end = max(one.offset, at), min(one.offset + one.length, at + len(piece))
        room[start - at : end - at] = one.between(start - one.offset, end - one.offset)
    return bytes(room)


def exactly(stream: BinaryIO, length: int) -> bytes:
    """The next `length` bytes. Raises EOFError when there are fewer."""
    found = stream.read(length)
    if len(found) != length:
        raise EOFError
    return found


def exactly_at(stream: BinaryIO, offset: int, length: int) -> bytes:
    """`length` bytes at `offset`. Raises EOFError when there are fewer."""
    stream.seek(offset, io.SEEK_SET)
    return exactly(stream, length)
