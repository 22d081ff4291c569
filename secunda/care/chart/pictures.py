"""Pages as pictures: rendered from the file's bytes in a process of their own, with what is sealed painted over."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from secunda.foundation.vault import actions as vault
from secunda.foundation.vault.models import Object

Pixels = npt.NDArray[np.uint8]
Box = tuple[float, float, float, float]
LONG_SIDE = 1_600
"""Pixels of a page's longer side: small print is readable on a large screen."""
MARGIN = 1.5  # points around what is painted over: letters stand a little over their boxes
PAGES_OF = frozenset({"pdf", "jpeg", "png", "tiff", "heic"})
_QUALITY = 82


class NoPicture(Exception):
    """The page cannot be shown as a picture."""


def render(kept: Object, *, kind: str, number: int, long_side: int = LONG_SIDE) -> Pixels:
    """Page `number` (from 1) of a file as rows × columns × 3, as shown. Raises `NoPicture`, and as the vault does."""
    from secunda.reading.isolated import NoReader
    from secunda.reading.isolated_pages import PageUnreadable, Source, opened

    if kind not in PAGES_OF:
        raise NoPicture
    try:
        with vault.open(kept) as stream, opened(Source.of(stream, size=kept.size, kind=kind)) as reader:
            return reader.pixels(number - 1, long_side, colour=True)
    except (PageUnreadable, NoReader):
        raise NoPicture from None


def paint_over(pixels: Pixels, boxes: Iterable[Box], *, width: float, height: float) -> Pixels:
    """A copy of a page's picture with these boxes black. Boxes and the page's size are in points."""
    painted = pixels.copy()
    across, down = painted.shape[1] / width, painted.shape[0] / height
    for x0, y0, x1, y1 in boxes:
        left, top = max(int((x0 - MARGIN) * across), 0), max(int((y0 - MARGIN) * down), 0)
        right, bottom = int(np.ceil((x1 + MARGIN) * across)), int(np.ceil((y1 + MARGIN) * down))
        painted[top:bottom, left:right] = 0
    return painted


def to_paint(passages: Iterable[Box], lines: Iterable[Iterable[list[Any]]]) -> list[Box]:
    """The sealed boxes of a page, and those of all words that they touch: half a word would give the whole away."""
    sealed = list(passages)
    words = [(w[1], w[2], w[3], w[4]) for line in lines for w in line if len(w) > 4]
    return sealed + [word for word in words if any(meet(word, box) for box in sealed)]


def meet(one: Box, other: Box) -> bool:
    """Whether two boxes share an area."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def jpeg(pixels: Pixels) -> bytes:
    """The picture as JPEG, without anything that the file said of itself."""
    kept = io.BytesIO()
    Image.fromarray(pixels).save(kept, "JPEG", quality=_QUALITY)
    return kept.getvalue()
