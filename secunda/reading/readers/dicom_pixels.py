"""Whether the pixels of a DICOM instance are all there, by walking lengths: nothing is decoded."""

import struct
from typing import BinaryIO

from pydicom.dataset import Dataset

from secunda.reading.facts import Limits, Refusal
from secunda.reading.readers import dicom_header as header

_PIXEL_ELEMENTS = (0x0008, 0x0009, 0x0010)  # float, double and whole-number pixels, group 7FE0
_PIXEL_VRS = (b"OB", b"OW", b"OF", b"OD", b"UN")
_UNDEFINED = 0xFFFFFFFF
_ITEM, _END = 0xE000, 0xE0DD


def is_pixel_tag(tag: int) -> bool:
    """Whether a tag (group and element in one number) begins an instance's pixels."""
    return tag >> 16 == 0x7FE0 and tag & 0xFFFF in _PIXEL_ELEMENTS


def byte_order(found: Dataset) -> str:
    """ "<" or ">", as `struct` writes it."""
    return ">" if found.original_encoding[1] is False else "<"


def check_pixels(found: Dataset, stream: BinaryIO, offset: int, size: int, limits: Limits) -> bool:
    """Whether pixels begin at `offset` of `stream` (`size` bytes). Raises `Refusal` if they break off."""
    order = byte_order(found)
    stream.seek(offset)
    element = stream.read(12)
    if len(element) < 4 or not is_pixel_tag(_tag(element, order)):
        return False
    if len(element) < 12:
        raise Refusal("dicom_cut_short")
    if (
        element[4:6] not in _PIXEL_VRS
    ):  # implicit: the length follows the tag, whatever the transfer syntax says
        stream.seek(offset + 8)
        element = element[:8]
    _check_measures(found, limits)
    length = struct.unpack(order + "L", element[-4:])[0]
    if length == _UNDEFINED:
        _check_fragments(stream, size, header.frames(found), limits)
        return True
    if stream.tell() + length > size or length < _expected(found):
        raise Refusal("dicom_cut_short" if length else "dicom_no_pixels")
    return True


def _tag(element: bytes, order: str) -> int:
    group, number = struct.unpack(order + "HH", element[:4])
    return int(group) << 16 | int(number)


def _check_measures(found: Dataset, limits: Limits) -> None:
    columns, rows = header.measures(found)
    if columns < 1 or rows < 1:
        raise Refusal("dicom_no_pixels")
    if max(columns, rows) > limits.max_image_side or columns * rows > limits.max_decoded_pixels:
        raise Refusal("image_too_large")


def _expected(found: Dataset) -> int:
    """Bytes that uncompressed pixels need (PS3.5 8.1.1); YBR_FULL_422 keeps two samples a pixel (PS3.3 C.7.6.3.1.2)."""
    columns, rows = header.measures(found)
    samples = header.whole(found, "SamplesPerPixel", 1)
    if header.text(found, "PhotometricInterpretation") == "YBR_FULL_422":
        samples = 2
    bits = columns * rows * samples * header.whole(found, "BitsAllocated", 16) * header.frames(found)
    return bits // 8


def _check_fragments(stream: BinaryIO, size: int, frames: int, limits: Limits) -> None:
    """Walks the items of encapsulated pixels (PS3.5 A.4): an offset table, then at least one fragment a frame."""
    fragments = -1
    while fragments < limits.max_dicom_fragments:
        item = stream.read(8)
        if len(item) < 8:
            if fragments >= frames and not item:  # some writers leave the delimiter out
                return
            raise Refusal("dicom_cut_short")
        group, number, length = struct.unpack("<HHL", item)
        if (group, number) == (0xFFFE, _END):
            if fragments < frames:
                raise Refusal("dicom_cut_short")
            return
        if (group, number) != (0xFFFE, _ITEM) or stream.seek(length, 1) > size:
            raise Refusal("dicom_cut_short")
        fragments += 1
    raise Refusal("image_too_large")
