"""PNG (ISO 15948): text, Exif, time and private chunks become empty chunks that no reader knows."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from secunda.care.records.blank import Blank, exactly_at

_SHOWN = frozenset(
    {
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"cHRM",
        b"gAMA",
        b"iCCP",
        b"sBIT",
        b"sRGB",
        b"bKGD",
        b"pHYs",
    }
)
_NOTHING = b"blNk"  # ancillary, private, safe to copy: a reader passes over it


def blanks(stream: BinaryIO, size: int) -> Iterator[Blank]:
    """Where a picture's notes lie, and whatever follows its end."""
    at, kind = 8, b""
    while kind != b"IEND":
        length, kind = struct.unpack(">L4s", exactly_at(stream, at, 8))
        if kind not in _SHOWN:
            empty = _NOTHING + bytes(min(length, size))
            yield Blank(at + 4, length + 8, empty + struct.pack(">L", zlib.crc32(empty)))
        at += length + 12
    yield Blank(at, size - at)
