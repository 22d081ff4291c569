"""JPEG (ITU-T T.81): comments and all application segments but those that decoding needs; a photo stays upright."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import BinaryIO

from secunda.care.records.blank import Blank, CannotBlank, exactly_at

_SOI, _EOI, _SOS, _COM = 0xD8, 0xD9, 0xDA, 0xFE
_NEEDED = frozenset({0xE0, 0xE2, 0xEE})  # JFIF, colour profile, Adobe's colour transform
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_CHUNK = 1024 * 1024
_ORIENTATION = 274


def blanks(stream: BinaryIO, size: int) -> Iterator[Blank]:
    """Where a photo's notes lie, and whatever follows its picture (a phone's second picture, hidden files)."""
    at = 2
    if exactly_at(stream, 0, 2) != bytes((0xFF, _SOI)):
        raise CannotBlank("no start")
    while True:
        marker, at = _next_marker(stream, at)
        if marker == _EOI:
            yield Blank(at, size - at)
            return
        (length,) = struct.unpack(">H", exactly_at(stream, at, 2))
        if marker == _COM or (0xE0 <= marker <= 0xEF and marker not in _NEEDED):
            yield Blank(at + 2, length - 2, _upright(exactly_at(stream, at + 2, length - 2)))
        at += length
        if marker == _SOS:
            at = _past_scan(stream, at)


def _next_marker(stream: BinaryIO, at: int) -> tuple[int, int]:
    """The marker at `at`, fill bytes passed over, and where what it marks begins."""
    first, code = exactly_at(stream, at, 2)
    while first == 0xFF and code == 0xFF:
        at += 1
        first, code = exactly_at(stream, at, 2)
    if first != 0xFF:
        raise CannotBlank("no marker")
    return code, at + 2


def _past_scan(stream: BinaryIO, at: int) -> int:
    """Where the next marker stands behind coded picture bytes; a picture without an end ends with the file."""
    while True:
        stream.seek(at)
        chunk = stream.read(_CHUNK)
        found = _MARKER.search(chunk)
        if found:
            return at + found.start()
        if len(chunk) < _CHUNK:
            raise CannotBlank("no end")
        at += len(chunk) - 1


def _upright(payload: bytes) -> bytes:
    """A segment's payload of the same length without anything in it, but for which way up the photo is (Exif 4.6.4)."""
    turned = _orientation(payload) if payload.startswith(b"Exif\0\0") else 1
    if turned == 1 or len(payload) < 32:
        return bytes(len(payload))
    directory = struct.pack("<2sHLHHHLHHL", b"II", 42, 8, 1, _ORIENTATION, 3, 1, turned, 0, 0)
    return (b"Exif\0\0" + directory).ljust(len(payload), b"\0")


def _orientation(payload: bytes) -> int:
    """1 (upright) to 8, as the first directory says; 1 where it does not."""
    order = {b"II": "<", b"MM": ">"}.get(payload[6:8])
    if order is None or len(payload) < 16:
        return 1
    start = 6 + int(struct.unpack(order + "L", payload[10:14])[0])
    entries = payload[start + 2 : start + 2 + 12 * 64]
    for at in range(0, len(entries) - 11, 12):
        tag, kind, _count, value = struct.unpack(order + "HHLH", entries[at : at + 10])
        if tag == _ORIENTATION and kind == 3 and 1 <= value <= 8:
            return int(value)
    return 1
