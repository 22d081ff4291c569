"""JPEG, PNG and TIFF: measured before decoding, then decoded to find out whether they are whole."""

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from PIL import ImageFile, JpegImagePlugin, PngImagePlugin, TiffImagePlugin

from secunda.reading.facts import Identified, Kind, Limits, Refusal
from secunda.reading.readers import slide
from secunda.reading.sniff import PDF_HEADER_WITHIN, has_html

_PLACES_AND_LENGTHS = ((273, 279), (324, 325))  # TIFF 6.0: strips, tiles
_TAIL = 66 * 1024
_PILLOW = threading.Lock()


def read(stream: BinaryIO, size: int, limits: Limits) -> Identified:
    """The facts of a picture. Raises `Refusal` if it is too large to open, breaks off, or is none."""
    with warnings.catch_warnings(), _truncation_told():
        warnings.simplefilter("ignore")
        return _read(stream, size, limits)


@contextmanager
def _truncation_told() -> Iterator[None]:
    """Pillow says when a picture breaks off. WeasyPrint, once imported, tells it not to, for the whole process."""
    with _PILLOW:
        before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _read(stream: BinaryIO, size: int, limits: Limits) -> Identified:
    image, kind = _opened(stream)
    if isinstance(image, TiffImagePlugin.TiffImageFile) and slide.is_slide(image, limits):
        return slide.read(image, size, limits)
    _check_measures(image, limits)
    pixels = image.size
    pages = 1
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        pages = _check_pages(image, size, limits)
    else:
        _check_whole(image)
    return Identified(kind=kind, size=size, pages=pages, pixels=pixels, active=_other_kinds(stream, size))


def _opened(stream: BinaryIO) -> tuple[ImageFile.ImageFile, Kind]:
    """The picture, not decoded. Each class is used directly: `Image.open` would load every format's parser."""
    stream.seek(0)
    beginning = stream.read(2)
    stream.seek(0)
    if beginning == b"\xff\xd8":
        return JpegImagePlugin.JpegImageFile(stream), "jpeg"
    if beginning == b"\x89P":
        return PngImagePlugin.PngImageFile(stream), "png"
    return TiffImagePlugin.TiffImageFile(stream), "tiff"


def _check_measures(image: ImageFile.ImageFile, limits: Limits) -> None:
    width, height = image.size
    most = limits.max_decoded_pixels
    if isinstance(image, JpegImagePlugin.JpegImageFile):
        most = limits.max_jpeg_pixels
    if max(width, height) > limits.max_image_side or width * height > most:
        raise Refusal("image_too_large")


def _check_whole(image: ImageFile.ImageFile) -> None:
    """Decodes the picture, a JPEG at an eighth of its size (all of its bits are read)."""
    try:
        if isinstance(image, JpegImagePlugin.JpegImageFile):
            image.draft(image.mode, (max(image.width // 8, 1), max(image.height // 8, 1)))
        image.load()
    except (OSError, SyntaxError, EOFError):
        raise Refusal("image_cut_short") from None


def _check_pages(image: TiffImagePlugin.TiffImageFile, size: int, limits: Limits) -> int:
    """The number of pictures in a TIFF, each measured and, up to the limit of decoded pixels, decoded."""
    decoded, page = 0, 0
    while _is_there(image, page):
        if page == limits.max_tiff_pages:
            raise Refusal("tiff_too_long", limit=limits.max_tiff_pages)
        _check_measures(image, limits)
        _check_places(image, size)
        decoded += image.width * image.height
        if decoded <= limits.max_decoded_pixels:
            _check_whole(image)
        page += 1
    return page


def _is_there(image: TiffImagePlugin.TiffImageFile, page: int) -> bool:
    try:
        image.seek(page)
    except EOFError:
        return False
    return True


def _check_places(image: TiffImagePlugin.TiffImageFile, size: int) -> None:
    for places, lengths in _PLACES_AND_LENGTHS:
        spans = zip(image.tag_v2.get(places, ()), image.tag_v2.get(lengths, ()), strict=False)
        if any(place + length > size for place, length in spans):
            raise Refusal("image_cut_short")


def _other_kinds(stream: BinaryIO, size: int) -> tuple[str, ...]:
    """Whether an archive or a web page is hidden in the picture."""
    stream.seek(0)
    head = stream.read(PDF_HEADER_WITHIN)
    stream.seek(max(size - _TAIL, 0))
    tail = stream.read()
    found = {"zip": b"PK\x05\x06" in tail, "html": has_html(head) or has_html(tail[-1024:])}
    return tuple(kind for kind, holds in found.items() if holds)
