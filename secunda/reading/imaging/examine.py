"""One instance, examined for showing: header, frames, geometry. On hostile bytes: in the bounded process."""

from __future__ import annotations

import json
import logging
import warnings
from typing import Any, BinaryIO

import pydicom
from pydicom.dataset import Dataset

from secunda.reading.imaging import frames, values
from secunda.reading.imaging.blanked import blanked
from secunda.reading.imaging.found import (
    BIG_ENDIAN,
    DEFLATED,
    EXPLICIT,
    IMPLICIT,
    MEDIA_TYPES,
    NATIVE,
    Examined,
    Place,
    Span,
    table,
)
from secunda.reading.readers import dicom_header as header

# pydicom logs and warns with the values it stumbles over: they may be a patient's.
logging.getLogger("pydicom").disabled = True

BULK = "bulk:"  # stands before the place of a long value; whoever sends the header writes an address for it
_DEFERRED = 256 * 1024
_PIXELS, _AVAILABLE = "7FE00010", "00083002"
Json = dict[str, Any]


def examine(stream: BinaryIO, size: int) -> Examined:
    """What the instance is. A file that cannot be shown has a `problem`; only the stream's own failures are raised."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        stream.seek(0)
        found = pydicom.dcmread(stream, defer_size=_DEFERRED, stop_before_pixels=True, force=True)
        pixels_at = stream.tell()
        said = values.Said(lambda place: f"{BULK}{place}")
        whole = said.header(found)  # first: whoever asks pydicom for a value changes what stands there
        syntax = str(getattr(found, "file_meta", {}).get("TransferSyntaxUID") or "") or _guessed(found)
        if syntax in (DEFLATED, BIG_ENDIAN):
            return _examined(found, whole, len(said.unsaid), syntax, [], must_convert=True)
        try:
            spans, problem = _spans(found, stream, pixels_at, size, syntax), ""
        except frames.CannotPlace as cannot:
            spans, problem = [], cannot.code
        except ValueError:  # rows or bits that are no numbers
            spans, problem = [], "frames"
        return _examined(found, whole, len(said.unsaid), syntax, spans, problem=problem)


def value_at(stream: BinaryIO, place: str) -> bytes:
    """The bytes of an element by its place in the header ("00082112/0/00090010"). Raises KeyError, IndexError."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        stream.seek(0)
        found = pydicom.dcmread(stream, stop_before_pixels=True, force=True)
        *steps, last = place.split("/")
        for tag, number in zip(steps[::2], steps[1::2], strict=True):
            found = found[int(tag, 16)].value[int(number)]
        element = found._dict[int(last, 16)]  # type: ignore[index]
        return values.bytes_of(element)


def _guessed(found: Dataset) -> str:
    implicit, little = found.original_encoding
    if little is False:
        return BIG_ENDIAN
    return IMPLICIT if implicit else EXPLICIT


def _spans(found: Dataset, stream: BinaryIO, at: int, size: int, syntax: str) -> list[Span]:
    element = frames.pixel_element(stream, at, size)
    if element is None:
        if header.document_class(found) is None and "Rows" in found:
            raise frames.CannotPlace("no_pixels")
        return []
    count = header.frames(found)
    if element.length != frames.UNDEFINED:
        return frames.native(element, frames=count, bits=_bits(found))
    if syntax not in MEDIA_TYPES:
        raise frames.CannotPlace("syntax")
    return frames.encapsulated(stream, element, size=size, frames=count)


def _bits(found: Dataset) -> int:
    """Bits of an uncompressed frame (PS3.5 8.1.1); YBR_FULL_422 keeps two samples a pixel (PS3.3 C.7.6.3.1.2)."""
    columns, rows = header.measures(found)
    samples = header.whole(found, "SamplesPerPixel", 1)
    if header.text(found, "PhotometricInterpretation") == "YBR_FULL_422":
        samples = 2
    return columns * rows * samples * header.whole(found, "BitsAllocated", 16)


def _examined(
    found: Dataset,
    whole: Json,
    unsaid: int,
    syntax: str,
    spans: list[Span],
    *,
    problem: str = "",
    must_convert: bool = False,
) -> Examined:
    if spans:
        whole[_PIXELS] = {"vr": "OW", "BulkDataURI": f"{BULK}{_PIXELS}"}
    whole[_AVAILABLE] = {"vr": "UI", "Value": [EXPLICIT if syntax in NATIVE else syntax]}
    uids = {name: header.uid(found, name) or "" for name in
            ("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID", "SOPClassUID")}  # fmt: skip
    if not problem and not all(uids.values()):
        problem = "no_identifiers"
    columns, rows = _measures(found)
    return Examined(
        study_uid=uids["StudyInstanceUID"], series_uid=uids["SeriesInstanceUID"], sop_uid=uids["SOPInstanceUID"],
        sop_class=uids["SOPClassUID"], syntax=syntax[:64], modality=(header.text(found, "Modality") or "")[:16],
        number=_number(whole, "00200013"), frame_count=len(spans), rows=rows, columns=columns,
        problem=problem, must_convert=must_convert, place=_place(whole), acquired=_acquired(whole),
        conversion=str(_first(whole, "00080064") or "")[:16],
        image_type=tuple(str(one)[:16] for one in whole.get("00080008", {}).get("Value", ())[:8]),
        unsaid=unsaid, header=_dumped(whole), open_header=_dumped(blanked(whole)), frames=table(spans),
    )  # fmt: skip


def _dumped(said: Json) -> bytes:
    return json.dumps(dict(sorted(said.items())), ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "replace"
    )


def _measures(found: Dataset) -> tuple[int, int]:
    try:
        return header.measures(found)
    except ValueError:
        return 0, 0


def _first(said: Json, tag: str) -> Any:
    return next(iter(said.get(tag, {}).get("Value", ())), None)


def _number(said: Json, tag: str) -> int | None:
    number = _first(said, tag)
    return number if isinstance(number, int) and abs(number) < 2**31 else None


def _acquired(said: Json) -> str:
    """Acquisition or content time, as written: what orders pictures that lie in the same place."""
    return next((str(at) for tag in ("00080032", "00080033") if (at := _first(said, tag))), "")[:16]


def _place(said: Json) -> Place:
    """Where the picture lies: from the header, else what its first frame and all frames share (enhanced classes)."""
    groups = [said, *_groups(said, "52009230"), *_groups(said, "52009229")]
    return Place(
        orientation=_floats(groups, ("00209116", "00200037"), 6),
        position=_floats(groups, ("00209113", "00200032"), 3),
        spacing=_floats(groups, ("00289110", "00280030"), 2),
        frame_of_reference=str(_first(said, "00200052") or "")[:64],
    )


def _groups(said: Json, tag: str) -> list[Json]:
    items = said.get(tag, {}).get("Value", ())
    return [items[0]] if items else []


def _floats(groups: list[Json], path: tuple[str, str], count: int) -> tuple[float, ...] | None:
    for group in groups:
        for holder in (group, *_groups(group, path[0])):
            found = holder.get(path[1], {}).get("Value", ())
            if len(found) == count and all(isinstance(one, int | float) for one in found):
                return tuple(float(one) for one in found)
    return None
