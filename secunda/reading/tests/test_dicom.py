"""DICOM instances and documents that are taken, and what their header says."""

from __future__ import annotations

import pytest
from pydicom.dataset import Dataset

from secunda.reading.facts import ClinicalDate, Dicom, Identified
from secunda.reading.tests import pdfs, scans
from secunda.reading.tests.scans import header, scan, shipped, with_pixels, written
from secunda.reading.tests.test_hostile import read

ENCAPSULATED_PDF = "1.2.840.10008.5.1.4.1.1.104.1"


def taken(content: bytes) -> tuple[Identified, Dicom]:
    found = read(content, name="IM000001")
    assert isinstance(found, Identified), found
    assert found.media_type == "application/dicom"
    assert found.dicom is not None
    return found, found.dicom


@pytest.mark.parametrize("syntax", [scans.EXPLICIT, scans.IMPLICIT, scans.BIG_ENDIAN, scans.DEFLATED])
def test_the_header_is_read_in_every_writing(syntax: str) -> None:
    content = scan(syntax)
    found, dicom = taken(content)
    assert (found.kind, found.pixels, found.pages) == ("dicom", (8, 8), None)
    assert found.patient.names == ("LINDQVIST^ANA",)
    assert found.patient.birth_dates == ("1981-03-14",)
    assert found.patient.identifiers == ("A-17",)
    assert found.clinical_dates == (
        ClinicalDate("2026-05-03", "day", "study"),
        ClinicalDate("2026-05-04", "day", "series"),
    )
    assert (dicom.study_uid, dicom.series_uid, dicom.sop_uid) == ("1.2.3", "1.2.3.1", "1.2.3.4")
    assert (dicom.modality, dicom.study_description, dicom.frames) == ("CT", "CT chest", 1)
    assert dicom.transfer_syntax_uid == syntax
    if syntax == scans.DEFLATED:
        assert dicom.pixel_offset is None
    else:
        assert dicom.pixel_offset is not None
        group = b"\x7f\xe0" if syntax == scans.BIG_ENDIAN else b"\xe0\x7f"
        assert content[dicom.pixel_offset :].startswith(group)


# Files of pydicom's tests: name, frames.
WHOLE = [
    ("CT_small.dcm", 1),
    ("MR_small.dcm", 1),
    ("MR_small_RLE.dcm", 1),
    ("MR_small_bigendian.dcm", 1),
    ("MR_small_implicit.dcm", 1),
    ("MR_small_padded.dcm", 1),
    ("MR_small_jpeg_ls_lossless.dcm", 1),
    ("JPEG2000.dcm", 1),
    ("JPEG2000-embedded-sequence-delimiter.dcm", 1),
    ("SC_rgb_jpeg.dcm", 1),  # implicit elements under an explicit transfer syntax
    ("SC_rgb_rle_16bit_2frame.dcm", 2),
    ("SC_ybr_full_422_uncompressed.dcm", 1),
    ("SC_rgb_small_odd.dcm", 1),
    ("badVR.dcm", 1),  # "1A" frames
    ("examples_ybr_color.dcm", 30),
    ("image_dfl.dcm", 1),
    ("liver_1frame.dcm", 1),
    ("rtdose.dcm", 15),
]


@pytest.mark.parametrize(("name", "frames"), WHOLE)
def test_real_instances_are_taken(name: str, frames: int) -> None:
    found, dicom = taken(shipped(f"test_files/{name}"))
    assert found.kind == "dicom"
    assert dicom.frames == frames


DOCUMENTS = [
    ("test_files/test-SR.dcm", "sr"),
    ("test_files/reportsi.dcm", "sr"),
    ("test_files/rtplan.dcm", "rt"),
    ("test_files/rtstruct.dcm", "rt"),
    ("test_files/waveform_ecg.dcm", "waveform"),
    ("test_files/ExplVR_LitEndNoMeta.dcm", "rt"),
    ("test_files/ExplVR_BigEndNoMeta.dcm", "rt"),
]


@pytest.mark.parametrize(("name", "document"), DOCUMENTS)
def test_documents_are_taken_and_marked(name: str, document: str) -> None:
    found, dicom = taken(shipped(name))
    assert (found.kind, dicom.document, dicom.pixel_offset, dicom.frames) == (
        "dicom_document",
        document,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("sop_class", "document"),
    [
        ("1.2.840.10008.5.1.4.1.1.88.59", "key_object"),
        ("1.2.840.10008.5.1.4.1.1.88.22", "sr"),
        ("1.2.840.10008.5.1.4.1.1.11.1", "presentation_state"),
        ("1.2.840.10008.5.1.4.1.1.104.2", "encapsulated_cda"),
        ("1.2.840.10008.5.1.4.1.1.104.3", "encapsulated_other"),
    ],
)
def test_classes_of_documents(sop_class: str, document: str) -> None:
    assert taken(written(header(sop_class)))[1].document == document


def test_a_radiotherapy_image_needs_its_picture() -> None:
    found = read(written(header("1.2.840.10008.5.1.4.1.1.481.1")))
    assert not isinstance(found, Identified)
    assert found.code == "dicom_no_pixels"


def test_an_encapsulated_pdf_is_judged_as_a_pdf() -> None:
    content = pdfs.write(pdfs.pages(3, catalogue=b"/OpenAction <</S /JavaScript /JS (1)>>"))
    for syntax in (scans.EXPLICIT, scans.DEFLATED):
        made = header(ENCAPSULATED_PDF, EncapsulatedDocument=content)
        found, dicom = taken(written(made, syntax))
        assert (found.pages, found.active, dicom.document) == (3, ("javascript",), "encapsulated_pdf")
        assert found.notices == ("active_content",)


NAMES = [
    ("chrFren.dcm", ("Buc^Jérôme",)),
    ("chrArab.dcm", ("قباني^لنزار",)),
    ("chrHbrw.dcm", ("שרון^דבורה",)),
    ("chrH31.dcm", ("Yamada^Tarou", "山田^太郎", "やまだ^たろう")),
    ("chrI2.dcm", ("Hong^Gildong", "洪^吉洞", "홍^길동")),
    ("chrX2.dcm", ("Wang^XiaoDong", "王^小东")),
]


@pytest.mark.parametrize(("name", "expected"), NAMES)
def test_names_in_every_script(name: str, expected: tuple[str, ...]) -> None:
    assert taken(shipped(f"charset_files/{name}"))[0].patient.names == expected


def test_other_names_are_collected_once() -> None:
    made = header(OtherPatientNames=["LINDQVIST^ANA", "BERG^ANA"], PatientBirthName="BERG^ANA")
    found, _ = taken(written(with_pixels(made)))
    assert found.patient.names == ("LINDQVIST^ANA", "BERG^ANA")


@pytest.mark.parametrize(
    ("stated", "value", "precision"),
    [
        ("20040119", "2004-01-19", "day"),
        ("2004.01.19", "2004-01-19", "day"),
        ("200401", "2004-01", "month"),
        ("2004", "2004", "year"),
    ],
)
@pytest.mark.filterwarnings("ignore:Invalid value")
def test_a_date_keeps_its_precision(stated: str, value: str, precision: str) -> None:
    content = written(with_pixels(header(StudyDate=stated, SeriesDate="")))
    [found] = taken(content)[0].clinical_dates
    assert (found.value, found.precision, found.role) == (value, precision, "study")


@pytest.mark.parametrize("stated", ["20261399", "99999999", "0000    ", "today   ", "2026-5-3"])
def test_what_is_no_date_is_left_out(stated: str) -> None:
    content = scan().replace(b"20260503", stated.encode()).replace(b"20260504", b"        ")
    assert taken(content)[0].clinical_dates == ()


@pytest.mark.filterwarnings("ignore:Invalid value")
def test_a_header_without_names_says_nothing() -> None:
    made = Dataset()
    made.SOPClassUID, made.SOPInstanceUID = scans.CT, "not a uid"
    found, dicom = taken(written(with_pixels(made)))
    assert (found.patient.names, found.patient.birth_dates, found.patient.identifiers) == ((), (), ())
    assert (dicom.sop_uid, dicom.modality) == (None, None)


def test_control_characters_do_not_leave_the_header() -> None:
    found, dicom = taken(scan(StudyDescription="CT\x1b[31m\x07 chest\r\n<script>"))
    assert dicom.study_description is not None
    assert dicom.study_description.isprintable()
    assert found.patient.names == ("LINDQVIST^ANA",)


def test_a_slide_file_may_carry_a_tiff_header() -> None:
    """PS3.10 7.1 leaves the first 128 bytes free, among others for this."""
    assert taken(scan(preamble=b"II*\x00\x08\x00\x00\x00".ljust(128, b"\x00")))[0].kind == "dicom"


def test_frames_and_fragments_are_walked() -> None:
    assert taken(written(with_pixels(header(), frames=3)))[1].frames == 3
    assert taken(written(scans.compressed(header(), frames=3), scans.JPEG))[1].frames == 3
    undelimited = written(scans.compressed(header()), scans.JPEG).removesuffix(
        b"\xfe\xff\xdd\xe0\x00\x00\x00\x00"
    )
    assert taken(undelimited)[1].frames == 1


def test_what_follows_the_last_element_as_padding_is_borne() -> None:
    assert taken(shipped("test_files/rtplan.dcm") + bytes(40))[1].document == "rt"
