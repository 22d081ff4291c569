"""The hostile corpus: every file is refused, with one sentence, by this code. Nothing in it is more than a few MB."""

from __future__ import annotations

import gzip
import io
import zipfile

from secunda.reading.tests import hostile_archives, hostile_exports, pdfs, pictures, scans
from secunda.reading.tests.scans import header, scan, shipped, with_pixels, written


def archive(name: str = "scan.dcm") -> bytes:
    """A small ZIP."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(name, b"content")
    return out.getvalue()


def nested_sequences(depth: int = 20_000) -> bytes:
    """A header with sequences inside sequences inside sequences."""
    opening = scans.element(0x0040, 0xA730, b"SQ", b"", 0xFFFFFFFF) + b"\xfe\xff\x00\xe0\xff\xff\xff\xff"
    return written(header()) + opening * depth


def mark(preamble: bytes) -> bytes:
    """A scan whose free first 128 bytes are something else."""
    return scan(preamble=preamble.ljust(128, b"\x00"))


PDF, TWO_PAGES, LINEAR = (
    pdfs.plain(),
    pdfs.plain(2),
    b"%PDF-1.7\n1 0 obj\n<</Linearized 1 /L 999999>>\nendobj\n",
)
JPEG, PNG, TIFF = pictures.picture("JPEG"), pictures.picture("PNG"), pictures.tiff(3)
SR = shipped("test_files/test-SR.dcm")

_FILES: dict[str, tuple[bytes, str]] = {
    # nothing, or something else, whatever the name says
    "empty": (b"", "empty"),
    "a single byte": (b"\x00", "unknown"),
    "zeros": (bytes(5000), "unknown"),
    "noise": (bytes((place * 7919 + place // 251) % 251 + 5 & 0xFF for place in range(5000)), "unknown"),
    "a web page": (b"\n<!DOCTYPE html><html><script>alert(1)</script>", "web_page"),
    "a drawing with a script": (
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
        "web_page",
    ),
    "gzip": (gzip.compress(bytes(100)), "archive"),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "office"),
    "RTF": (b"{\\rtf1\\ansi text}", "office"),
    "Windows program": (b"MZ" + bytes(600), "program"),
    "Linux program": (b"\x7fELF" + bytes(600), "program"),
    "shell script": (b"#!/bin/sh\nrm -rf /\n", "program"),
    "GIF": (b"GIF89a" + bytes(100), "image_kind"),
    "WebP": (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image_kind"),
    "BMP": (b"BM" + bytes(100), "image_kind"),
    "sound": (b"RIFF\x10\x00\x00\x00WAVEfmt ", "video"),
    "film": (b"\x00\x00\x00\x18ftypmp42" + bytes(50), "video"),
    "AVIF": (b"\x00\x00\x00\x18ftypavif" + bytes(50), "image_kind"),
    "HEIC header only": (b"\x00\x00\x00\x18ftypheic" + bytes(50), "unreadable"),
    "HEIC cut": (pictures.HEIC[:-40], "image_cut_short"),
    "HEIC of 60,000 pixels a side": (pictures.heic_of_claimed_size(60_000, 60_000), "image_too_large"),
    # PDF
    "PDF header only": (b"%PDF-1.7\n", "pdf_cut_short"),
    "PDF cut in the middle": (TWO_PAGES[: len(TWO_PAGES) // 2], "pdf_cut_short"),
    "PDF cut before its last line": (PDF[:-6], "pdf_cut_short"),
    "PDF cut in a later revision": (PDF + b"9 0 obj\n<</Type /Pa", "pdf_cut_short"),
    "PDF shorter than it says": (LINEAR + PDF.removeprefix(b"%PDF-1.7\n"), "pdf_cut_short"),
    "PDF of noise": (b"%PDF-1.7\n" + bytes(range(256)) * 20 + b"\n%%EOF\n", "unreadable"),
    "PDF locked": (pdfs.locked(), "pdf_locked"),
    "PDF without pages": (pdfs.write(pdfs.pages(0)), "pdf_no_pages"),
    "PDF whose tree of pages bites its tail": (
        pdfs.write(pdfs.pages() | {2: b"<</Type /Pages /Count 1 /Kids [2 0 R]>>"}),
        "pdf_damaged",
    ),
    "PDF with a page that is no page": (
        pdfs.write(pdfs.pages(2) | {4: b"(nothing)"}),
        "pdf_damaged",
    ),
    "PDF behind a web page": (b"<html><body>\n" + PDF, "two_in_one"),
    "PDF behind a ZIP": (archive() + PDF, "two_in_one"),
    "PDF behind a program": (b"MZ" + bytes(60) + PDF, "two_in_one"),
    "PDF in a JPEG's comment": (JPEG[:2] + b"\xff\xfe\x00\x20" + PDF[:30] + JPEG[2:] + PDF, "two_in_one"),
    # pictures
    "JPEG cut": (JPEG[: len(JPEG) // 2], "image_cut_short"),
    "JPEG header only": (JPEG[:20], "unreadable"),
    "JPEG three bytes": (JPEG[:3], "unreadable"),
    "PNG cut": (PNG[: len(PNG) // 2], "image_cut_short"),
    "PNG header only": (PNG[:8], "unreadable"),
    "PNG with a wrong checksum": (PNG[:60] + bytes([PNG[60] ^ 255]) + PNG[61:], "image_cut_short"),
    "PNG of 60,000 pixels a side": (pictures.empty_png(60_000, 60_000), "image_too_large"),
    "PNG of 60,000 by 1": (pictures.empty_png(60_000, 1), "image_too_large"),
    "PNG of two thousand million a side": (
        pictures.empty_png(2_000_000_000, 2_000_000_000),
        "image_too_large",
    ),
    "PNG bomb": (pictures.empty_png(20_000, 4_900), "image_cut_short"),
    "PNG larger than is decoded": (pictures.empty_png(20_000, 8_000), "image_too_large"),
    "JPEG of 60,000 pixels a side": (pictures.jpeg_of_claimed_size(60_000, 60_000), "image_too_large"),
    "TIFF cut": (TIFF[: len(TIFF) // 2], "image_cut_short"),
    "TIFF header only": (TIFF[:8], "unreadable"),
    "TIFF with pixels beyond its end": (pictures.bare_tiff(strip_at=100_000), "image_cut_short"),
    "TIFF of 60,000 pixels a side": (pictures.bare_tiff(60_000, 60_000), "image_too_large"),
    "slide cut": (pictures.bare_tiff(40_000, 30_000, t322=256, t323=256), "slide_damaged"),
    "Hamamatsu slide cut": (pictures.bare_tiff(t65420=1, strip_at=9_000), "slide_damaged"),
    # DICOM
    "DICOM mark only": (bytes(128) + b"DICM", "dicom_no_pixels"),
    "DICOM without pixels": (written(header()), "dicom_no_pixels"),
    "DICOM with no pixels in the element": (written(with_pixels(header(), cut=128)), "dicom_no_pixels"),
    "DICOM without measures": (
        scan().replace(b"\x28\x00\x10\x00US", b"\x28\x00\x11\x11US"),
        "dicom_no_pixels",
    ),
    "DICOM cut in its pixels": (scan()[:-10], "dicom_cut_short"),
    "DICOM cut in its header": (scan()[:400], "dicom_cut_short"),
    "DICOM cut in the pixel element's head": (scan()[: -128 - 3], "dicom_cut_short"),
    "DICOM with fewer pixels than it says": (written(with_pixels(header(), cut=2)), "dicom_cut_short"),
    "DICOM with fewer frames than it says": (
        written(scans.compressed(header(), frames=1, said=3), scans.JPEG),
        "dicom_cut_short",
    ),
    "compressed DICOM cut": (shipped("test_files/JPEG2000.dcm")[:-60], "dicom_cut_short"),
    "compressed DICOM cut in an item's head": (
        written(scans.compressed(header()), scans.JPEG)[:-12],
        "dicom_cut_short",
    ),
    "pydicom's truncated MR": (shipped("test_files/MR_truncated.dcm"), "dicom_cut_short"),
    "pydicom's truncated plan": (shipped("test_files/rtplan_truncated.dcm"), "dicom_cut_short"),
    "report cut": (SR[: len(SR) // 2], "dicom_cut_short"),
    "deflated DICOM cut": (shipped("test_files/image_dfl.dcm")[:-700], "dicom_cut_short"),
    "DICOM of 60,000 pixels a side": (
        scan().replace(b"\x28\x00\x10\x00US\x02\x00\x08\x00", b"\x28\x00\x10\x00US\x02\x00\x60\xea"),
        "image_too_large",
    ),
    "sequences without end": (nested_sequences(), "unreadable"),
    "DICOMDIR": (shipped("test_files/dicomdirtests/DICOMDIR"), "dicomdir"),
    "DICOM and Windows program": (mark(b"MZ\x90\x00"), "dicom_polyglot"),
    "DICOM and Linux program": (mark(b"\x7fELF"), "dicom_polyglot"),
    "DICOM and shell script": (mark(b"#!/bin/sh\n"), "dicom_polyglot"),
    "DICOM and PDF": (mark(b"\n\n%PDF-1.7\n"), "dicom_polyglot"),
    "DICOM and web page": (mark(b"<html><script>1</script>"), "dicom_polyglot"),
    "DICOM and ZIP": (mark(b"PK\x03\x04"), "dicom_polyglot"),
    "DICOM and JPEG": (mark(b"\xff\xd8\xff\xe0"), "dicom_polyglot"),
    "bare tags that are no DICOM": (b"\x08\x00\x05\x00CS\x0a\x00ISO_IR 100" + bytes(40), "unknown"),
    "encapsulated locked PDF": (
        written(header("1.2.840.10008.5.1.4.1.1.104.1", EncapsulatedDocument=pdfs.locked())),
        "pdf_locked",
    ),
    "encapsulated nothing": (
        written(header("1.2.840.10008.5.1.4.1.1.104.1", EncapsulatedDocument=b"no PDF at all ")),
        "dicom_no_pixels",
    ),
}
REFUSED: dict[str, tuple[bytes, str]] = _FILES | hostile_archives.REFUSED | hostile_exports.REFUSED
