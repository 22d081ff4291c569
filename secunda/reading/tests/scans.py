"""DICOM files made in code or taken from pydicom's wheel."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import Any

import pydicom
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import UID

WHEEL = Path(pydicom.__file__).parent / "data"
CT = "1.2.840.10008.5.1.4.1.1.2"
EXPLICIT, IMPLICIT, BIG_ENDIAN = "1.2.840.10008.1.2.1", "1.2.840.10008.1.2", "1.2.840.10008.1.2.2"
DEFLATED, JPEG = "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.4.50"


def shipped(name: str) -> bytes:
    """A file of pydicom's own tests."""
    return (WHEEL / name).read_bytes()


def header(sop_class: str = CT, **values: Any) -> Dataset:
    """Ana's header."""
    made = Dataset()
    for keyword, value in {
        "SOPClassUID": sop_class, "SOPInstanceUID": "1.2.3.4", "StudyInstanceUID": "1.2.3",
        "SeriesInstanceUID": "1.2.3.1",
        "PatientName": "LINDQVIST^ANA", "PatientBirthDate": "19810314", "PatientID": "A-17", "StudyDate": "20260503",
        "SeriesDate": "20260504", "Modality": "CT", "StudyDescription": "CT chest", "SeriesDescription": "axial",
    }.items():  # fmt: skip
        setattr(made, keyword, value)
    for keyword, value in values.items():
        setattr(made, keyword, value)
    return made


def with_pixels(made: Dataset, *, rows: int = 8, columns: int = 8, frames: int = 1, cut: int = 0) -> Dataset:
    """The header with 16-bit grey pixels, `cut` bytes too few."""
    made.Rows, made.Columns, made.SamplesPerPixel, made.BitsAllocated = rows, columns, 1, 16
    made.BitsStored, made.HighBit, made.PixelRepresentation = 16, 15, 0
    made.PhotometricInterpretation = "MONOCHROME2"
    if frames > 1:
        made.NumberOfFrames = frames
    made.add_new(0x7FE00010, "OW", bytes(rows * columns * 2 * frames - cut))
    return made


def compressed(made: Dataset, *, frames: int = 1, said: int | None = None) -> Dataset:
    """The header with encapsulated pixels: `frames` fragments, for as many frames as are `said`."""
    with_pixels(made)
    if (said or frames) > 1:
        made.NumberOfFrames = said or frames
    made.add_new(0x7FE00010, "OB", encapsulate([b"\xff\xd8\xff\xd9" * 4] * frames))
    made["PixelData"].is_undefined_length = True
    return made


def written(made: Dataset, syntax: str = EXPLICIT, *, preamble: bytes = bytes(128)) -> bytes:
    """The file as pydicom writes it."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = made.get("SOPClassUID", CT)
    meta.MediaStorageSOPInstanceUID = made.get("SOPInstanceUID", "1.2.3.4")
    meta.TransferSyntaxUID = UID(syntax)
    out = io.BytesIO()
    file = FileDataset("", made, file_meta=meta, preamble=preamble)
    pydicom.dcmwrite(out, file, enforce_file_format=True, implicit_vr=syntax == IMPLICIT,
                     little_endian=syntax != BIG_ENDIAN)  # fmt: skip
    return out.getvalue()


def scan(syntax: str = EXPLICIT, *, preamble: bytes = bytes(128), **values: Any) -> bytes:
    """A whole little CT slice of Ana's."""
    return written(with_pixels(header(**values)), syntax, preamble=preamble)


def element(group: int, number: int, vr: bytes, value: bytes, length: int | None = None) -> bytes:
    """One explicit little-endian element; `length` may lie."""
    said = len(value) if length is None else length
    if vr in (b"OB", b"OW", b"SQ", b"UN", b"UT"):
        return struct.pack("<HH2sHL", group, number, vr, 0, said) + value
    return struct.pack("<HH2sH", group, number, vr, said) + value
