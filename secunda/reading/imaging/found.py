"""What an instance is, for showing: frozen facts that other floors keep and sort by."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

IMPLICIT, EXPLICIT = "1.2.840.10008.1.2", "1.2.840.10008.1.2.1"
DEFLATED, BIG_ENDIAN = "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.2"
NATIVE = frozenset({IMPLICIT, EXPLICIT, DEFLATED, BIG_ENDIAN})
# Encapsulated pictures that a browser or we can open (PS3.5 10); video and encrypted syntaxes are not among them.
MEDIA_TYPES = {
    "1.2.840.10008.1.2.4.50": "image/jpeg",
    "1.2.840.10008.1.2.4.51": "image/jpeg",
    "1.2.840.10008.1.2.4.57": "image/jpeg",
    "1.2.840.10008.1.2.4.70": "image/jpeg",
    "1.2.840.10008.1.2.4.80": "image/jls",
    "1.2.840.10008.1.2.4.81": "image/jls",
    "1.2.840.10008.1.2.4.90": "image/jp2",
    "1.2.840.10008.1.2.4.91": "image/jp2",
    "1.2.840.10008.1.2.4.201": "image/jphc",
    "1.2.840.10008.1.2.4.202": "image/jphc",
    "1.2.840.10008.1.2.4.203": "image/jphc",
    "1.2.840.10008.1.2.5": "image/dicom-rle",
}
_ENTRY = struct.Struct("<QQ")
ENTRY_BYTES = _ENTRY.size
_IN_PIECES = 1 << 63


class Span(NamedTuple):
    """Where a frame lies: `length` bytes from `offset`. `in_pieces`: item headers (PS3.5 A.4) stand between them."""

    offset: int
    length: int
    in_pieces: bool = False


def table(spans: Iterable[Span]) -> bytes:
    """The frames' places, sixteen bytes each: offset and length, little-endian; the highest bit says "in pieces"."""
    return b"".join(_ENTRY.pack(s.offset, s.length | (_IN_PIECES if s.in_pieces else 0)) for s in spans)


def span(entry: bytes) -> Span:
    """One frame's place, from its sixteen bytes of the table."""
    offset, length = _ENTRY.unpack(entry)
    return Span(offset, length & ~_IN_PIECES, bool(length & _IN_PIECES))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a picture lies in the patient: PS3.3 C.7.6.2, in mm; None for what the header does not say."""

    orientation: tuple[float, ...] | None = None
    position: tuple[float, ...] | None = None
    spacing: tuple[float, ...] | None = None
    frame_of_reference: str = ""


@dataclass(frozen=True, slots=True)
class Examined:
    """One instance, examined. `header` is DICOM JSON; `open_header` the same without free text; `frames` is a `table`.

    `problem`: why it cannot be shown ("no_pixels", "cut_short", "syntax", "frames", "no_identifiers"), empty if it can.
    `must_convert`: offsets cannot serve it as it lies (deflated, big-endian): convert it, and examine that.
    """

    study_uid: str
    series_uid: str
    sop_uid: str
    sop_class: str
    syntax: str
    modality: str
    number: int | None
    frame_count: int
    rows: int
    columns: int
    problem: str = ""
    must_convert: bool = False
    place: Place = field(default_factory=Place)
    acquired: str = ""
    conversion: str = ""
    image_type: tuple[str, ...] = ()
    unsaid: int = 0
    header: bytes = b"{}"
    open_header: bytes = b"{}"
    frames: bytes = b""
