"""A picture file's pages as pixels, by Pillow and libheif. Runs inside the bounded process only."""

from __future__ import annotations

from typing import BinaryIO

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFile, ImageOps, JpegImagePlugin, PngImagePlugin, TiffImagePlugin

from secunda.reading.facts import Limits

Pixels = npt.NDArray[np.uint8]
_WIDE = ("I", "I;16", "I;16B", "I;16L", "F")


class Picture:
    """An open picture: JPEG, PNG, TIFF of one or more pages, HEIC. As shown means turned as its EXIF data say."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        Image.MAX_IMAGE_PIXELS = Limits().max_jpeg_pixels
        self._stream = stream
        self._image = _opened(stream)

    def size(self, index: int) -> tuple[int, int]:
        """Width and height of picture `index` as shown, in pixels."""
        image = self._at(index)
        width, height = image.size
        turned = image.getexif().get(0x0112, 1) in (5, 6, 7, 8)
        return (height, width) if turned else (width, height)

    def pixels(self, index: int, long_side: int, *, colour: bool) -> Pixels:
        """The picture as shown, made smaller to `long_side` if larger: rows × columns, or × 3 (red, green, blue)."""
        image = self._at(index)
        if isinstance(image, JpegImagePlugin.JpegImageFile):
            image.draft("RGB" if colour else "L", (long_side, long_side))
        loaded = ImageOps.exif_transpose(_with_depth(image))
        if max(loaded.size) > long_side:
            loaded.thumbnail((long_side, long_side), Image.Resampling.BOX, reducing_gap=2.0)
        return np.array(_on_white(loaded).convert("RGB" if colour else "L"))

    def _at(self, index: int) -> ImageFile.ImageFile:
        if isinstance(self._image, JpegImagePlugin.JpegImageFile):
            self._image = _opened(self._stream)  # a draft cannot be taken back
        if index or isinstance(self._image, TiffImagePlugin.TiffImageFile):
            self._image.seek(index)
        return self._image


def _opened(stream: BinaryIO) -> ImageFile.ImageFile:
    stream.seek(0)
    beginning = stream.read(12)
    stream.seek(0)
    if beginning.startswith(b"\xff\xd8"):
        return JpegImagePlugin.JpegImageFile(stream)
    if beginning.startswith(b"\x89P"):
        return PngImagePlugin.PngImageFile(stream)
    if beginning[4:8] == b"ftyp":
        return _heif(stream)
    return TiffImagePlugin.TiffImageFile(stream)


def _heif(stream: BinaryIO) -> ImageFile.ImageFile:
    import pi_heif

    pi_heif.options.DECODE_THREADS = 1  # the process may start none
    pi_heif.options.THUMBNAILS = False
    opened: ImageFile.ImageFile = pi_heif.HeifImageFile(stream)
    return opened


def _with_depth(image: Image.Image) -> Image.Image:
    """Sixteen bits a pixel brought down to eight; everything else as it is."""
    if image.mode not in _WIDE:
        return image
    values = np.array(image, dtype=np.float32)
    low, high = float(values.min()), float(values.max())
    scaled = Image.fromarray(((values - low) * (255.0 / max(high - low, 1.0))).astype(np.uint8))
    scaled.info = image.info
    return scaled


def _on_white(image: Image.Image) -> Image.Image:
    """What shines through is paper."""
    if image.mode not in ("RGBA", "LA", "PA") and "transparency" not in image.info:
        return image
    ground = Image.new("RGBA", image.size, "white")
    ground.alpha_composite(image.convert("RGBA"))
    return ground
