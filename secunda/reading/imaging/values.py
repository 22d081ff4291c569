"""The elements of a DICOM header as DICOM JSON (PS3.18 F.2), value by value, from the bytes that stand in the file.

Nothing is dropped: a value that does not fit its kind is kept as it stood, in base64, and its tag is counted. Decimal
strings become numbers however long they are written (some scanners write more than the 16 characters of PS3.5 6.2).
"""

from __future__ import annotations

import base64
import math
import struct
from collections.abc import Callable, Iterator
from typing import Any

from pydicom.charset import convert_encodings, decode_bytes
from pydicom.datadict import dictionary_VR, private_dictionary_VR
from pydicom.dataelem import DataElement, RawDataElement
from pydicom.dataset import Dataset
from pydicom.multival import MultiValue
from pydicom.sequence import Sequence

INLINE_BYTES = 1024  # longer binary values are fetched by address
LONGEST_TEXT = 256 * 1024
DEEPEST = 32

_ONE_TEXT = frozenset({"ST", "LT", "UT", "UR"})
_TEXTS = frozenset({"LO", "SH", "UC"})
_WORDS = frozenset({"AE", "AS", "CS", "DA", "DT", "TM", "UI"})
_NUMBERS = {
    "US": "H", "SS": "h", "UL": "L", "SL": "l", "UV": "Q", "SV": "q", "FL": "f", "FD": "d",
}  # fmt: skip
_NAME_PARTS = ("Alphabetic", "Ideographic", "Phonetic")
_PIXELS = frozenset({0x7FE00008, 0x7FE00009, 0x7FE00010})
_DELIMITERS = {0x5C, 0x5E, 0x3D, 0x0A, 0x0C, 0x0D, 0x09}

Json = dict[str, Any]


class Said:
    """A header as it is being said. `unsaid`: tags whose value is kept as bytes because it is not what its kind asks.

    `bulk` gives the address of a long binary value from its place, such as "00082112/0/00090010".
    """

    def __init__(self, bulk: Callable[[str], str]) -> None:
        self.unsaid: list[str] = []
        self._bulk = bulk

    def header(self, found: Dataset, *, place: str = "", encodings: list[str] | None = None) -> Json:
        """Each element of `found`, in the order of tags; group lengths and the file's own group are left out."""
        own = _encodings(found) or encodings or ["iso8859"]
        said: Json = {}
        for tag, element in sorted(found._dict.items()):
            number = int(tag)
            if number & 0xFFFF == 0 or number >> 16 == 2 or number in _PIXELS:
                continue
            said[f"{number:08X}"] = self._element(found, element, number, f"{place}{number:08X}", own)
        return said

    def _element(self, found: Dataset, element: Any, tag: int, place: str, encodings: list[str]) -> Json:
        vr = "UN"
        try:
            vr = _kind(found, element, tag)
            if _is_elsewhere(element):
                return {"vr": vr, "BulkDataURI": self._bulk(place)}
            if vr == "SQ":
                return self._sequence(found, tag, place, encodings)
            return self._value(vr, bytes_of(element), element, place, encodings)
        except Exception:  # whatever stands in the file: kept as it stood, and counted
            self.unsaid.append(place)
            return _kept(vr, element)

    def _sequence(self, found: Dataset, tag: int, place: str, encodings: list[str]) -> Json:
        if place.count("/") > 2 * DEEPEST:
            raise ValueError("too deep")
        items = found[tag].value
        if not isinstance(items, Sequence):
            raise ValueError("no items")
        said = [
            self.header(item, place=f"{place}/{number}/", encodings=encodings)
            for number, item in enumerate(items)
        ]
        return {"vr": "SQ", "Value": said} if said else {"vr": "SQ"}

    def _value(self, vr: str, content: bytes, element: Any, place: str, encodings: list[str]) -> Json:
        if vr in _NUMBERS or vr == "AT":
            return _with(vr, list(_numbers(vr, content, little=_is_little(element))))
        if vr in ("DS", "IS"):
            return _with(vr, [_written(part) for part in _parts(content)])
        if vr in _WORDS:
            return _with(vr, [part or None for part in _parts(content)])
        if vr == "PN":
            return _with(vr, [_name(part) for part in _decoded(content, encodings).split("\\")])
        if vr in _TEXTS:
            return _with(vr, [part.strip(" \0") or None for part in _decoded(content, encodings).split("\\")])
        if vr in _ONE_TEXT:
            return _with(vr, [_decoded(content, encodings).rstrip(" \0")])
        return self._binary(vr, content, place)

    def _binary(self, vr: str, content: bytes, place: str) -> Json:
        if not content:
            return {"vr": vr}
        if len(content) > INLINE_BYTES:
            return {"vr": vr, "BulkDataURI": self._bulk(place)}
        return {"vr": vr, "InlineBinary": base64.b64encode(content).decode()}


def _encodings(found: Dataset) -> list[str] | None:
    raw = found._dict.get(0x00080005)  # type: ignore[call-overload]
    if raw is None:
        return None
    named = [part or "ISO_IR 6" for part in _parts(bytes_of(raw))]
    try:
        return list(convert_encodings(named))
    except (LookupError, ValueError):
        return None


def _kind(found: Dataset, element: Any, tag: int) -> str:
    """The VR of an element: as written, else as the dictionaries know it."""
    vr = str(element.VR or "")
    if vr and vr != "UN" and " or " not in vr:
        return vr
    if tag >> 16 & 1:
        return vr if vr == "SQ" else _private(found, tag)
    try:
        known = str(dictionary_VR(tag))
    except KeyError:
        return "UN"
    if vr == "UN" and known == "SQ":
        return "UN" if isinstance(element, RawDataElement) else "SQ"
    return known if " or " not in known else _chosen(found, known)


def _private(found: Dataset, tag: int) -> str:
    if 0x10 <= tag & 0xFFFF <= 0xFF:
        return "LO"
    creator = found._dict.get(tag & 0xFFFF0000 | (tag >> 8 & 0xFF))  # type: ignore[call-overload]
    if creator is None:
        return "UN"
    try:
        known = str(private_dictionary_VR(tag, bytes_of(creator).decode("ascii").strip(" \0")))
    except (KeyError, UnicodeDecodeError):
        return "UN"
    return "UN" if known == "SQ" or " or " in known else known


def _chosen(found: Dataset, known: str) -> str:
    if "OW" in known:
        return "OW"
    raw = found._dict.get(0x00280103)  # type: ignore[call-overload]
    signed = raw is not None and bytes_of(raw)[:2].strip(b"\0") != b""
    return "SS" if signed else "US"


def bytes_of(element: Any) -> bytes:
    """An element's value as it stands in the file. Raises TypeError where the parser has made it something else."""
    value = element.value
    if value is None:
        return b""
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return value.encode("utf-8")
    if isinstance(value, MultiValue | list):  # the parser has been here before us: the character set
        return "\\".join(str(one) for one in value).encode("utf-8")
    raise TypeError("no bytes")


def _is_elsewhere(element: Any) -> bool:
    """Whether the reader left a long value where it is."""
    return isinstance(element, RawDataElement) and element.value is None and 0 < element.length < 0xFFFFFFFF


def _is_little(element: Any) -> bool:
    return bool(element.is_little_endian) if isinstance(element, RawDataElement) else True


def _parts(content: bytes) -> list[str]:
    if not content.strip(b" \0"):
        return []
    if len(content) > LONGEST_TEXT * 4:
        raise ValueError("too long")
    return [part.strip(" \0") for part in content.decode("ascii", "strict").split("\\")]


def _decoded(content: bytes, encodings: list[str]) -> str:
    return str(decode_bytes(content.rstrip(b"\0"), encodings, _DELIMITERS))


def _written(part: str) -> int | float | str | None:
    """A decimal or integer string as a number; as its own words where a number cannot say it."""
    if not part:
        return None
    if "_" in part:  # Python would take it for a number
        return part
    try:
        return int(part)
    except ValueError:
        found = float(part)
    return found if math.isfinite(found) else part


def _numbers(vr: str, content: bytes, *, little: bool) -> Iterator[int | float | str]:
    order = "<" if little else ">"
    if vr == "AT":
        for group, element in struct.iter_unpack(f"{order}HH", content):
            yield f"{group:04X}{element:04X}"
        return
    for (number,) in struct.iter_unpack(order + _NUMBERS[vr], content):
        yield str(number) if isinstance(number, float) and not math.isfinite(number) else number


def _name(part: str) -> Json | None:
    written = dict(zip(_NAME_PARTS, (one.strip(" \0") for one in part.split("=")), strict=False))
    return {key: value for key, value in written.items() if value} or None


def _with(vr: str, values: list[Any]) -> Json:
    if not values or values == [None] or values == [""]:
        return {"vr": vr}
    return {"vr": vr, "Value": values}


def _kept(vr: str, element: RawDataElement | DataElement) -> Json:
    """A value that is not what its kind asks, as its bytes; nothing where there are none to be had."""
    try:
        return {"vr": vr, "InlineBinary": base64.b64encode(bytes_of(element)[:LONGEST_TEXT]).decode()}
    except TypeError:
        return {"vr": vr}
