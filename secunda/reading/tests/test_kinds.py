"""Kinds that are taken beside PDFs, pictures and scans: what they are, whom they are about, what comes with them."""

from __future__ import annotations

import gzip

import pytest

from secunda.reading.facts import MEDIA_TYPES, Identified, Unusable
from secunda.reading.tests import exports, packed, pictures, scans
from secunda.reading.tests.exports import docx
from secunda.reading.tests.test_hostile import read

WSI = "1.2.840.10008.5.1.4.1.1.77.1.6"
VCF = b"##fileformat=VCFv4.2\n#CHROM\tPOS\tID\n1\t5\t.\n"
TAKEN: dict[str, tuple[bytes, str]] = {
    **{kind: (content, kind) for kind, content in exports.WHOLE.items()},
    "HEIC": (pictures.HEIC, "heic"),
    "VCF": (VCF, "vcf"),
    "packed VCF": (gzip.compress(VCF), "vcf"),
    "Aperio slide": (pictures.slide(), "slide"),
    "tiled pyramid": (pictures.slide("a scanner", label=False), "slide"),
    "DICOM slide": (scans.written(scans.with_pixels(scans.header(WSI))), "slide"),
    "ZIP": (packed.zipped({"a.dcm": scans.scan()}), "archive"),
    "disc": (packed.disc({"a.dcm": scans.scan()}), "archive"),
    "UTF-16 text": ("تقرير الأشعة".encode("utf-16"), "text"),
    "UTF-16 text without its mark": ("Report\nBefund: Größe 18 mm\n".encode("utf-16-be"), "text"),
    "a NUL before each letter": (b"\0R\0e\0p\0o\0r\0t\n\0p\0T\x002\n\0p\0N\x000", "text"),
    "text of no-break spaces": ("Page\u00a01\n\u00a0\n\u00a0Be\u00adfund\u00a0\u00a0\n".encode(), "text"),
    "Latin-1 text": ("Sehr geehrte Frau Müller".encode("latin-1"), "text"),
    "text cut inside a letter": (("é" * 3000).encode()[:4098], "text"),
    "HL7 in its frame": (b"\x0b" + exports.ORU + b"\x1c\r", "hl7"),
    "a program's words": (b"import os\nprint(1)\n", "text"),
}


def taken(content: bytes) -> Identified:
    found = read(content, name="whatever.exe")
    assert isinstance(found, Identified), found
    return found


@pytest.mark.parametrize("name", TAKEN)
def test_the_bytes_decide(name: str) -> None:
    content, kind = TAKEN[name]
    found = taken(content)
    assert (found.kind, found.size) == (kind, len(content))
    assert found.media_type.count("/") == 1


@pytest.mark.parametrize("kind", ["fhir", "ccda", "hl7", "lab_csv"])
def test_whom_an_export_is_about(kind: str) -> None:
    patient = taken(exports.WHOLE[kind]).patient
    assert patient.birth_dates == ("1981-03-14",)
    assert "Lindqvist" in patient.names[0]


def test_what_comes_with_it_is_said() -> None:
    assert taken(exports.WHOLE["fhir"]).holds == ("attachment",)
    assert taken(exports.WHOLE["ccda"]).holds == ()
    assert taken(pictures.slide()).holds == ("label",)
    label = scans.header(WSI, ImageType=["ORIGINAL", "PRIMARY", "LABEL", "NONE"])
    found = taken(scans.written(scans.with_pixels(label)))
    assert (found.holds, found.format, found.media_type) == (("label",), "dicom_wsi", "application/dicom")
    assert found.dicom is not None
    assert found.dicom.study_uid == "1.2.3"


def test_formats_have_their_own_media_types() -> None:
    assert taken(packed.zipped({"a": b"1"})).media_type == "application/zip"
    assert taken(packed.disc({"a": b"1"})).media_type == "application/x-iso9660-image"
    assert taken(gzip.compress(VCF)).media_type == "application/gzip"
    assert taken(pictures.slide()).format == "svs"


def test_active_parts_of_a_word_document_are_flagged() -> None:
    found = taken(docx(word__vbaProject_dot_bin=b"x"))
    assert found.active == ("macro", "embedded_file")
    assert found.notices == ("active_content",)


def test_an_ordinary_tiled_picture_is_no_slide() -> None:
    assert taken(pictures.tiff(2)).kind == "tiff"


def test_every_kind_has_a_media_type_that_browsers_run_nothing_of() -> None:
    assert not {"text/html", "image/svg+xml", "application/xhtml+xml"} & set(MEDIA_TYPES.values())


def test_a_heic_photo_is_measured() -> None:
    assert taken(pictures.HEIC).pixels == (64, 48)


def test_a_web_page_and_a_script_are_still_refused() -> None:
    for content, code in ((b"<html>", "web_page"), (b"#!/bin/sh\n", "program")):
        assert read(content) == Unusable(code)
