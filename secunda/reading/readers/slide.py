"""Microscope slides in TIFF: recognised by what they say of themselves; kept and listed, their pixels not decoded.

Aperio (SVS), Hamamatsu (NDPI), and other tiled pyramids (Philips, Leica, Ventana, generic).
"""

from __future__ import annotations

import re

from PIL import TiffImagePlugin

from secunda.reading.facts import Identified, Limits, Refusal

_DESCRIPTION, _TILE_WIDTH, _NDPI, _LENS = 270, 322, 65420, 65421
_PLACES_AND_LENGTHS = ((273, 279), (324, 325))  # TIFF 6.0: strips, tiles
_MAKERS = re.compile(
    r"Aperio|DPUfsImport|<scn |PHILIPS|iScan|Leica|MIRAX|Hamamatsu|Trestle|OME ", re.IGNORECASE
)
_MACRO_LENS = -1.0  # NDPI: the lens of the overview camera, as OpenSlide documents it
_4_GIB = 1 << 32
_SMALLER = 1.5


def is_slide(image: TiffImagePlugin.TiffImageFile, limits: Limits) -> bool:
    """Whether a TIFF, standing at its first picture, is a slide: by its maker's words, its size, or as a pyramid."""
    says_so = _MAKERS.search(_description(image)) is not None and _TILE_WIDTH in image.tag_v2
    if says_so or _NDPI in image.tag_v2:
        return True
    if _TILE_WIDTH not in image.tag_v2:
        return False
    return max(image.size) > limits.max_image_side or _is_pyramid(image)


def read(image: TiffImagePlugin.TiffImageFile, size: int, limits: Limits) -> Identified:
    """A slide's measures and which pictures come with it. Raises `Refusal` if it breaks off."""
    image.seek(0)
    pixels = image.size
    is_ndpi = _NDPI in image.tag_v2
    says_aperio = "Aperio" in _description(image)
    holds, page = set(), 0
    while page < limits.max_slide_pages and _at(image, page):
        _check_places(image, size, is_ndpi)
        holds.add(_what(image, page))
        page += 1
    return Identified(
        kind="slide",
        size=size,
        pixels=pixels,
        format="svs" if says_aperio else "ndpi" if is_ndpi else "tiled_tiff",
        holds=tuple(sorted(holds - {""})),
    )


def _description(image: TiffImagePlugin.TiffImageFile) -> str:
    return str(image.tag_v2.get(_DESCRIPTION, ""))[:4000]


def _is_pyramid(image: TiffImagePlugin.TiffImageFile) -> bool:
    """Whether the second picture is a smaller, tiled one of the same shape."""
    width, height = image.size
    if not _at(image, 1):
        return False
    smaller = width / max(image.width, 1)
    tiled = _TILE_WIDTH in image.tag_v2
    same_shape = abs(height / max(image.height, 1) - smaller) < 0.1 * smaller
    image.seek(0)
    return tiled and smaller >= _SMALLER and same_shape


def _at(image: TiffImagePlugin.TiffImageFile, page: int) -> bool:
    try:
        image.seek(page)
    except EOFError:
        return False
    return True


def _what(image: TiffImagePlugin.TiffImageFile, page: int) -> str:
    """ "label", "macro", "thumbnail", or nothing for a level of the slide itself."""
    words = _description(image)[:400].lower()
    lens = image.tag_v2.get(_LENS)
    if isinstance(lens, int | float) and float(lens) == _MACRO_LENS:
        return "macro"
    for name in ("label", "macro", "thumbnail"):
        if re.search(rf"(^|[\s\"'>=|]){name}\b", words):
            return name
    is_small = page > 0 and _TILE_WIDTH not in image.tag_v2 and max(image.size) <= 2048
    return "thumbnail" if is_small and page == 1 else ""


def _check_places(image: TiffImagePlugin.TiffImageFile, size: int, is_ndpi: bool) -> None:
    if is_ndpi and size >= _4_GIB:  # NDPI then keeps the high halves of its places elsewhere
        return
    for places, lengths in _PLACES_AND_LENGTHS:
        spans = zip(image.tag_v2.get(places, ()), image.tag_v2.get(lengths, ()), strict=False)
        if any(place + length > size for place, length in spans):
            raise Refusal("slide_damaged")
