"""The texts of a scan's header leave no trace, and the picture stays the same."""

from __future__ import annotations

import io
import struct
from typing import Any

import pydicom
import pytest
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from secunda.care.records.blank import CannotBlank
from secunda.care.records.tests.blanking import CANARY, C, blanked
from secunda.reading.tests import pdfs, scans


def full_header(**values: Any) -> Dataset:
    made = scans.header(
        StudyDescription=f"before {CANARY}",
        SeriesDescription=CANARY,
        RequestedProcedureDescription=f"plan {CANARY}",
        PatientComments=CANARY,
        ReferringPhysicianName=f"{CANARY}^Dr",
        InstitutionName=CANARY,
        AdmittingDiagnosesDescription=CANARY,
        **values,
    )
    item = Dataset()
    item.CodeMeaning, item.CodeValue = CANARY, CANARY[:10]
    inner = Dataset()
    inner.ReasonForTheRequestedProcedure = CANARY
    inner.RequestedProcedureCodeSequence = Sequence([item])
    made.RequestAttributesSequence = Sequence([inner, item])
    block = made.private_block(0x0009, CANARY, create=True)
    block.add_new(0x01, "UN", C)
    block.add_new(0x02, "LO", CANARY)
    block.add_new(0x03, "OB", C)
    return scans.with_pixels(made)


@pytest.mark.parametrize("syntax", [scans.EXPLICIT, scans.IMPLICIT, scans.BIG_ENDIAN])
def test_a_scan_keeps_its_pixels_and_loses_its_words(syntax: str) -> None:
    content = scans.written(full_header(), syntax, preamble=C.ljust(128, b"\0"))
    assert content.lower().count(C) > 8
    out = blanked("dicom", content)
    assert C not in out.lower()
    before, after = pydicom.dcmread(io.BytesIO(content)), pydicom.dcmread(io.BytesIO(out))
    assert after.PixelData == before.PixelData
    for kept in (
        "PatientName",
        "PatientID",
        "PatientBirthDate",
        "StudyDate",
        "Modality",
        "SOPInstanceUID",
        "Rows",
    ):
        assert after[kept].value == before[kept].value
    assert after.StudyDescription == ""


def test_undefined_lengths_and_what_follows_the_pixels() -> None:
    made = full_header()
    made["RequestAttributesSequence"].is_undefined_length = True
    made.RequestAttributesSequence[0].is_undefined_length_sequence_item = True
    compressed = scans.compressed(made, frames=3)
    compressed.add_new(0x7FE10011, "LO", CANARY)
    content = scans.written(compressed, scans.JPEG)
    out = blanked("dicom", content)
    assert C not in out.lower()
    assert pydicom.dcmread(io.BytesIO(out)).PixelData == pydicom.dcmread(io.BytesIO(content)).PixelData


def test_a_scan_without_meta_information() -> None:
    for syntax in (scans.EXPLICIT, scans.IMPLICIT, scans.BIG_ENDIAN):
        whole = scans.written(full_header(), syntax)
        bare = whole[132 + 12 + struct.unpack("<L", whole[140:144])[0] :]
        assert C not in blanked("dicom", bare).lower()


def test_a_sequence_of_unknown_kind_is_walked_as_implicit() -> None:
    item = struct.pack("<HHL", 0x0008, 0x0104, len(C)) + C
    sequence = struct.pack("<HHL", 0xFFFE, 0xE000, len(item)) + item + struct.pack("<HHL", 0xFFFE, 0xE0DD, 0)
    unknown = struct.pack("<HH2sHL", 0x0011, 0x1001, b"UN", 0, 0xFFFFFFFF) + sequence
    content = scans.scan()
    at = content.index(struct.pack("<HH", 0x0020, 0x000D))
    assert C not in blanked("dicom", content[:at] + unknown + content[at:])


def test_every_real_scan_of_the_wheel_still_opens() -> None:
    opened = 0
    for path in sorted((scans.WHEEL / "test_files").glob("*.dcm")):
        content = path.read_bytes()
        try:
            out = blanked("dicom", content)
        except CannotBlank:
            continue
        before, after = (pydicom.dcmread(io.BytesIO(c), force=True) for c in (content, out))
        assert after.get("PixelData") == before.get("PixelData"), path.name
        assert after.get("SOPInstanceUID") == before.get("SOPInstanceUID"), path.name
        opened += 1
    assert opened > 60


def test_a_structured_report_keeps_what_it_says() -> None:
    content = scans.shipped("test_files/test-SR.dcm")
    assert b"The patient has" in content or b"UT" in content
    before, after = (pydicom.dcmread(io.BytesIO(c)) for c in (content, blanked("dicom_document", content)))
    assert after.ContentSequence == before.ContentSequence


@pytest.mark.parametrize(
    "content",
    [
        scans.scan(scans.DEFLATED),
        scans.scan()[:-10],
        scans.scan() + scans.element(0x7FE1, 0x0010, b"LO", b"x", length=50),
        b"",
        b"\0" * 128 + b"DICM" + b"\x08\x00\x05\x00\xff\xff\x02\x00ab",
    ],
)
def test_a_scan_that_cannot_be_walked_is_not_shown(content: bytes) -> None:
    with pytest.raises(CannotBlank):
        blanked("dicom", content)


@pytest.mark.parametrize("group", [0x6000, 0x60FE])
def test_what_is_drawn_over_the_picture_is_taken_away(group: int) -> None:
    made = scans.with_pixels(scans.header(), rows=8, columns=64)
    made.add_new(group << 16 | 0x3000, "OW", C + bytes(64 - len(C)))
    made.add_new(group << 16 | 0x0010, "US", 8)
    out = pydicom.dcmread(io.BytesIO(blanked("dicom", scans.written(made))))
    assert out[group, 0x3000].value == bytes(64)
    assert out[group, 0x0010].value == 8


def test_a_document_inside_waits_whole() -> None:
    made = scans.header("1.2.840.10008.5.1.4.1.1.104.1")
    made.EncapsulatedDocument = pdfs.write(pdfs.pages(), trailer=b"/Info 9 0 R ") + C
    with pytest.raises(CannotBlank):
        blanked("dicom_document", scans.written(made))


def test_a_sequence_that_holds_no_items_is_not_shown() -> None:
    wrong = scans.element(0x0008, 0x1111, b"SQ", struct.pack("<HHL", 0x0008, 0x0104, 0))
    content = scans.scan()
    at = content.index(struct.pack("<HH", 0x0010, 0x0010))
    with pytest.raises(CannotBlank):
        blanked("dicom", content[:at] + wrong + content[at:])


def test_depth_is_bounded() -> None:
    deep = Dataset()
    deep.CodeMeaning = CANARY
    for _level in range(40):
        outer = Dataset()
        outer.ConceptNameCodeSequence = Sequence([deep])
        deep = outer
    made = scans.with_pixels(scans.header())
    made.ConceptNameCodeSequence = deep.ConceptNameCodeSequence
    with pytest.raises(CannotBlank):
        blanked("dicom", scans.written(made))
