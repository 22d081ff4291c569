"""One frame as a picture for eyes: decoded, windowed, scaled down if asked, written as JPEG or PNG."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any

import imagecodecs
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from secunda.reading.imaging.found import NATIVE

Pixels = NDArray[Any]
MOST_PIXELS = 120_000_000


class CannotDraw(Exception):
    """The frame is not one that we can make a picture of."""


@dataclass(frozen=True, slots=True)
class Look:
    """What has to be known of a frame (PS3.3 C.7.6.3, C.7.6.5, C.11.1, C.11.2) and how it is wanted.

    `window`: centre and width after the rescale; None takes all there is. `viewport`: most (columns, rows).
    """

    syntax: str
    rows: int
    columns: int
    samples: int = 1
    bits: int = 16
    stored: int = 16
    signed: bool = False
    planar: bool = False
    photometric: str = "MONOCHROME2"
    slope: float = 1.0
    intercept: float = 0.0
    window: tuple[float, float] | None = None
    palette: tuple[bytes, ...] = field(default=(), repr=False)
    palette_first: int = 0
    viewport: tuple[int, int] | None = None
    quality: int = 85
    as_png: bool = False


def drawn(content: bytes, look: Look) -> bytes:
    """The frame as JPEG (or PNG). Raises `CannotDraw`, and whatever a codec raises for bytes that are none of its."""
    if look.rows * look.columns > MOST_PIXELS or look.rows < 1 or look.columns < 1:
        raise CannotDraw
    pixels = decoded(content, look)
    if look.photometric == "PALETTE COLOR" and look.palette:
        grey = _through_palette(pixels, look)
    elif pixels.ndim == 3:
        grey = _colour(pixels, look)
    else:
        grey = _windowed(pixels, look)
    image = Image.fromarray(grey)
    if look.viewport is not None:
        image.thumbnail(look.viewport, Image.Resampling.BILINEAR)
    out = io.BytesIO()
    if look.as_png:
        image.save(out, "PNG")
    else:
        image.save(out, "JPEG", quality=look.quality)
    return out.getvalue()


def decoded(content: bytes, look: Look) -> Pixels:
    """The samples of a frame: (rows, columns), or (rows, columns, 3) in the colours that `photometric` names."""
    if look.syntax in NATIVE:
        return _native(content, look)
    pixels = _opened(content, look)
    return pixels.reshape(look.rows, look.columns, *([look.samples] if look.samples > 1 else []))


def _native(content: bytes, look: Look) -> Pixels:
    if look.bits == 1:
        flat = np.unpackbits(np.frombuffer(content, np.uint8), bitorder="little")
        return flat[: look.rows * look.columns].reshape(look.rows, look.columns)
    if look.photometric == "YBR_FULL_422":
        return _unfolded(content, look)
    flat = np.frombuffer(content, _type(look), count=look.rows * look.columns * look.samples)
    if look.samples == 1:
        return flat.reshape(look.rows, look.columns)
    if look.planar:
        return np.moveaxis(flat.reshape(look.samples, look.rows, look.columns), 0, -1)
    return flat.reshape(look.rows, look.columns, look.samples)


def _unfolded(content: bytes, look: Look) -> Pixels:
    """Y Y Cb Cr for each two pixels (PS3.3 C.7.6.3.1.2)."""
    pairs = np.frombuffer(content, np.uint8, count=look.rows * look.columns * 2).reshape(-1, 4)
    out = np.empty((pairs.shape[0], 2, 3), np.uint8)
    out[:, :, 0] = pairs[:, :2]
    out[:, :, 1] = pairs[:, 2:3]
    out[:, :, 2] = pairs[:, 3:4]
    return out.reshape(look.rows, look.columns, 3)


def _type(look: Look) -> str:
    if look.bits not in (8, 16, 32):
        raise CannotDraw
    return f"<{'i' if look.signed else 'u'}{look.bits // 8}"


def _opened(content: bytes, look: Look) -> Pixels:
    kind = look.syntax.removeprefix("1.2.840.10008.1.2.")
    if kind == "5":
        return _run_lengths(content, look)
    if kind in ("4.80", "4.81"):
        return _signed(imagecodecs.jpegls_decode(content), look)
    if kind in ("4.90", "4.91", "4.201", "4.202", "4.203"):
        return _signed(imagecodecs.jpeg2k_decode(content), look)
    if kind in ("4.57", "4.70"):
        return _signed(imagecodecs.ljpeg_decode(content) if look.samples == 1 else
                       imagecodecs.jpegsof3_decode(content), look)  # fmt: skip
    return np.asarray(imagecodecs.jpeg_decode(content))


def _signed(pixels: Any, look: Look) -> Pixels:
    found: Pixels = np.asarray(pixels)
    if look.signed and found.dtype.kind == "u":
        turned: Pixels = found.view(f"i{found.itemsize}")
        return turned
    return found


def _run_lengths(content: bytes, look: Look) -> Pixels:
    flat = imagecodecs.dicomrle_decode(content, np.dtype(_type(look)))
    planes = np.frombuffer(flat, _type(look)).reshape(look.samples, look.rows, look.columns)
    return planes[0] if look.samples == 1 else np.moveaxis(planes, 0, -1)


def _windowed(pixels: Pixels, look: Look) -> Pixels:
    """Grey from 0 to 255: rescale, window (PS3.3 C.11.2.1.2.1), inverted where low values are bright."""
    values = pixels.astype(np.float32) * look.slope + look.intercept
    if look.window is not None and look.window[1] >= 1:
        centre, width = look.window
        low, high = centre - 0.5 - (width - 1) / 2, centre - 0.5 + (width - 1) / 2
    else:
        low, high = float(values.min()), float(values.max())
    grey: Pixels = np.clip((values - low) * (255.0 / max(high - low, 1e-6)), 0, 255).astype(np.uint8)
    if look.photometric == "MONOCHROME1":
        grey = 255 - grey
    return grey


def _colour(pixels: Pixels, look: Look) -> Pixels:
    eight = (pixels >> max(look.stored - 8, 0)).astype(np.uint8) if pixels.itemsize > 1 else pixels
    is_ybr = look.photometric.startswith("YBR_FULL") and (look.syntax in NATIVE or look.syntax.endswith(".5"))
    if is_ybr:
        return np.asarray(Image.fromarray(np.ascontiguousarray(eight), "YCbCr").convert("RGB"))
    return np.ascontiguousarray(eight[..., :3])


def _through_palette(pixels: Pixels, look: Look) -> Pixels:
    tables = []
    for table in look.palette[:3]:
        entries = np.frombuffer(table[: len(table) // 2 * 2], "<u2")
        tables.append((entries >> 8 if entries.max(initial=0) > 255 else entries).astype(np.uint8))
    if len(tables) < 3 or not all(len(table) for table in tables):
        raise CannotDraw
    places = [np.clip(pixels.astype(np.int64) - look.palette_first, 0, len(table) - 1) for table in tables]
    return np.stack([table[place] for table, place in zip(tables, places, strict=True)], axis=-1)
