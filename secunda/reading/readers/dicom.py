"""DICOM: the header by pydicom, up to the pixels; whether the pixels are there by the element's own lengths."""

import io
import logging
import struct
import warnings
import zlib
from dataclasses import dataclass
from typing import BinaryIO

import pydicom
from pydicom.dataset import Dataset
from pydicom.errors import InvalidDicomError
from pydicom.filereader import read_dataset
from pydicom.tag import BaseTag
from pydicom.uid import DeflatedExplicitVRLittleEndian

from secunda.reading.facts import Dicom, Identified, Limits, Refusal
from secunda.reading.readers import dicom_header as header
from secunda.reading.readers.dicom_pixels import byte_order, check_pixels, is_pixel_tag
from secunda.reading.readers.dicom_walk import is_whole
from secunda.reading.sniff import DICOM_MARK

# pydicom logs and warns with the values it stumbles over: they may be a patient's.
logging.getLogger("pydicom").disabled = True

_DEFERRED = 64 * 1024  # longer values are skipped: no header fact is that long


@dataclass(frozen=True, slots=True)
class _Opened:
    header: Dataset
    stream: BinaryIO  # stands at the pixels, or at the end
    begins_at: int  # the first element after the file's own group
    is_deflated: bool


def read(stream: BinaryIO, size: int, limits: Limits) -> Identified:
    """The facts of a DICOM instance. Raises `Refusal` if it breaks off, or has neither pixels nor a document."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _read(stream, size, limits)
        except (struct.error, EOFError):  # what pydicom says of an element without its length
            raise Refusal("dicom_cut_short") from None


def _read(stream: BinaryIO, size: int, limits: Limits) -> Identified:
    opened = _opened(stream, limits)
    pixels_at = opened.stream.tell()
    document = header.document_class(opened.header)
    length = opened.stream.seek(0, io.SEEK_END)
    has_pixels = check_pixels(opened.header, opened.stream, pixels_at, length, limits)
    if not has_pixels:
        _check_document(opened, document, length, limits)
    inner = _encapsulated(opened, limits) if document == "encapsulated_pdf" else None
    is_slide = has_pixels and header.is_slide(opened.header)
    return Identified(
        kind="slide" if is_slide else "dicom" if has_pixels else "dicom_document",
        format="dicom_wsi" if is_slide else "",
        holds=header.slide_pictures(opened.header) if is_slide else (),
        size=size,
        pages=inner.pages if inner else None,
        pixels=header.measures(opened.header) if has_pixels else None,
        clinical_dates=header.clinical_dates(opened.header),
        patient=header.patient(opened.header),
        dicom=_facts(opened, document, pixels_at if has_pixels else None),
        active=inner.active if inner else (),
    )


def _check_document(opened: _Opened, document: str | None, length: int, limits: Limits) -> None:
    if header.is_directory(opened.header):
        raise Refusal("dicomdir")
    order, most = byte_order(opened.header), limits.max_dicom_fragments
    if not is_whole(opened.stream, opened.begins_at, length, order=order, most_elements=most):
        raise Refusal("dicom_cut_short")
    if document is None:
        raise Refusal("dicom_no_pixels")


def _opened(stream: BinaryIO, limits: Limits) -> _Opened:
    """The header, and a stream that stands where the pixels begin."""
    stream.seek(DICOM_MARK)
    has_mark = stream.read(4) == b"DICM"
    stream.seek(DICOM_MARK + 4 if has_mark else 0)
    meta = read_dataset(stream, False, True, stop_when=_past_meta, defer_size=_DEFERRED)
    if meta.get("TransferSyntaxUID") == DeflatedExplicitVRLittleEndian:
        return _inflated(stream, meta, limits)
    begins_at = stream.tell()
    stream.seek(0)
    try:
        found = pydicom.dcmread(
            stream, defer_size=_DEFERRED, stop_before_pixels=True, force=True, specific_tags=header.TAGS
        )
    except InvalidDicomError:
        raise Refusal("unknown") from None
    if not has_mark and "SOPClassUID" not in found:
        raise Refusal("unknown")
    found.update(found.file_meta)
    return _Opened(found, stream, begins_at, False)


def _past_meta(tag: BaseTag, vr: str | None, length: int) -> bool:
    return tag.group != 2


def _inflated(stream: BinaryIO, meta: Dataset, limits: Limits) -> _Opened:
    """A deflated file (PS3.5 A.5), inflated in bounds: pydicom would inflate without."""
    unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
    content = unpacking.decompress(stream.read(), limits.max_inflated_bytes)
    if not unpacking.eof:
        raise Refusal("image_too_large" if unpacking.unconsumed_tail else "dicom_cut_short")
    inner = io.BytesIO(content)
    found = read_dataset(
        inner, False, True, stop_when=lambda tag, vr, length: is_pixel_tag(tag), defer_size=_DEFERRED
    )
    found.update(meta)
    return _Opened(found, inner, 0, True)


def _encapsulated(opened: _Opened, limits: Limits) -> Identified:
    """The PDF inside, judged as any PDF."""
    from secunda.reading.readers import pdf

    opened.stream.seek(0)
    if opened.is_deflated:
        found = read_dataset(opened.stream, False, True)
    else:
        found = pydicom.dcmread(opened.stream, force=True, specific_tags=[0x00420011])
    content = bytes(found.get("EncapsulatedDocument") or b"")
    if b"%PDF-" not in content[:1024]:
        raise Refusal("dicom_no_pixels")
    return pdf.read(io.BytesIO(content), len(content), limits)


def _facts(opened: _Opened, document: str | None, pixels_at: int | None) -> Dicom:
    found = opened.header
    return Dicom(
        sop_class_uid=header.uid(found, "SOPClassUID"),
        sop_uid=header.uid(found, "SOPInstanceUID"),
        study_uid=header.uid(found, "StudyInstanceUID"),
        series_uid=header.uid(found, "SeriesInstanceUID"),
        transfer_syntax_uid=header.uid(found, "TransferSyntaxUID"),
        modality=header.text(found, "Modality"),
        study_description=header.text(found, "StudyDescription"),
        series_description=header.text(found, "SeriesDescription"),
        document=document,
        frames=header.frames(found) if pixels_at is not None else None,
        pixel_offset=None if opened.is_deflated else pixels_at,
    )
