"""A PDF's pages by PDFium: words with boxes, and pixels. Runs inside the bounded process only."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from secunda.reading.pages import layout

Pixels = npt.NDArray[np.uint8]
Boxes = npt.NDArray[np.float64]
_TOKEN = re.compile(r"[^\s\x00-\x1f\x7f\ufffe\uffff]+")
_HYPHEN_AT_END = "\x02"
_LIGATURES = re.compile("[\ufb00-\ufb06\ufb1d-\ufdff\ufe70-\ufeff]+")
_MOST_PIXELS = 64_000_000
_MOST_WORDS = 20_000
_FAR = 1000.0
_FINE = 100  # PDFium answers in whole pixels: it is asked for hundredths of a point


@dataclass(frozen=True, slots=True)
class Layer:
    """A page's size as shown, in points, and its text layer: lines of words, and a box for each word in their order."""

    width: float
    height: float
    lines: list[list[str]]
    boxes: Boxes


class Pdf:
    """An open PDF. Its methods may crash the process: whoever calls them expects that."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._document = pdfium.PdfDocument(stream)
        self._forms = False

    def layer(self, index: int) -> Layer:
        """The text layer of page `index` (from 0)."""
        page = self._page(index)
        try:
            width, height = page.get_size()
            textpage = page.get_textpage()
            try:
                texts, boxes = _words(textpage.raw)
                clockwise = _clockwise(textpage.raw, page.get_rotation())
            finally:
                textpage.close()
            shown = _shown(page.raw, boxes, width, height)
        finally:
            page.close()
        return _in_order(texts, shown, clockwise, width, height)

    def pixels(self, index: int, long_side: int, *, colour: bool) -> Pixels:
        """The page as shown, its longer side `long_side` pixels: rows × columns, or × 3 (red, green, blue)."""
        page = self._page(index)
        try:
            width, height = page.get_size()
            scale = min(long_side / max(width, height), (_MOST_PIXELS / max(width * height, 1)) ** 0.5)
            bitmap = page.render(
                scale=scale, grayscale=not colour, rev_byteorder=True, may_draw_forms=False,
                bitmap_maker=pdfium.PdfBitmap.new_native,
            )  # fmt: skip
            pixels: Pixels = np.array(bitmap.to_numpy())
            bitmap.close()
        finally:
            page.close()
        if not colour:
            return pixels[..., 0] if pixels.ndim == 3 else pixels
        return np.ascontiguousarray(pixels[..., :3])

    def _page(self, index: int) -> pdfium.PdfPage:
        """The page with what was filled into its forms and stamped on it made part of it."""
        page = self._document[index]
        if raw.FPDFPage_GetAnnotCount(page) > 0 and raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == 1:
            page.close()
            page = self._document[index]
        return page


def _words(textpage: object) -> tuple[list[str], Boxes]:
    """The words and their boxes (left, top, right, bottom) in the page's own coordinates, in the file's order."""
    text = _text(textpage).replace(_HYPHEN_AT_END, "-")
    edges = (ctypes.c_double * 4)()
    left, top, right, bottom = (ctypes.c_double.from_buffer(edges, 8 * number) for number in range(4))
    count_rectangles, rectangle = raw.FPDFText_CountRects, raw.FPDFText_GetRect
    texts: list[str] = []
    boxes: list[list[float]] = []
    for found in _TOKEN.finditer(text):
        start, end = found.span()
        pieces = []
        for index in range(count_rectangles(textpage, start, end - start)):
            rectangle(textpage, index, left, top, right, bottom)
            pieces.append(edges[:])
        if pieces:
            texts.append(found[0])
            boxes.append(pieces[0] if len(pieces) == 1 else _around(pieces))
        if len(texts) == _MOST_WORDS:
            break
    if not text.isascii():
        texts = [_plain(each) for each in texts]
    return texts, np.array(boxes, np.float64).reshape(-1, 4)


def _around(pieces: list[list[float]]) -> list[float]:
    lefts, tops, rights, bottoms = zip(*pieces, strict=True)
    return [min(lefts), max(tops), max(rights), min(bottoms)]


def _text(textpage: object) -> str:
    """One character for each of PDFium's, so that places agree."""
    length = raw.FPDFText_CountChars(textpage)
    if length <= 0:
        return ""
    buffer = (ctypes.c_ushort * (length * 2 + 1))()
    got = raw.FPDFText_GetText(textpage, 0, length, buffer)
    text = bytes(buffer)[: max(got - 1, 0) * 2].decode("utf-16-le", "replace")
    if len(text) == length:
        return text
    return "".join(chr(raw.FPDFText_GetUnicode(textpage, index) or 32) for index in range(length))


def _plain(token: str) -> str:
    """Ligatures and joined forms of letters as the letters themselves."""
    return _LIGATURES.sub(lambda found: unicodedata.normalize("NFKC", found.group()), token)


def _shown(page: object, boxes: Boxes, width: float, height: float) -> Boxes:
    """The boxes on the page as shown: cut, turned, counted from its top left. What is off the page has no size."""

    def at(x: float, y: float) -> Boxes:
        across, down = ctypes.c_int(), ctypes.c_int()
        size = (round(width * _FINE), round(height * _FINE))
        raw.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, across, down)
        return np.array([across.value, down.value]) / _FINE

    origin = at(0, 0)
    way = np.stack([at(_FAR, 0) - origin, at(0, _FAR) - origin]) / _FAR
    one, other = boxes[:, :2] @ way + origin, boxes[:, 2:] @ way + origin
    most = np.array([width, height])
    low, high = np.clip(np.minimum(one, other), 0, most), np.clip(np.maximum(one, other), 0, most)
    return np.hstack([low, high])


def _clockwise(textpage: object, turned: int) -> int:
    """By how many degrees clockwise (0, 90, 180, 270) most of the text runs on the page as shown."""
    length = raw.FPDFText_CountChars(textpage)
    if length <= 0:
        return 0
    step = max(length // 40, 1)
    angles = [raw.FPDFText_GetCharAngle(textpage, index) for index in range(0, length, step)]
    quarters = [round(angle / (np.pi / 2)) % 4 for angle in angles if angle >= 0]
    if not quarters:
        return 0
    drawn: int = max(set(quarters), key=quarters.count)
    return (turned - 90 * drawn) % 360


def _in_order(texts: list[str], boxes: Boxes, clockwise: int, width: float, height: float) -> Layer:
    """Lines in reading order; text that runs at a right angle to the page is ordered as if the page were turned."""
    on_page = np.flatnonzero((boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1]))
    if len(on_page) < len(texts):
        texts, boxes = [texts[index] for index in on_page], boxes[on_page]
    lines = layout.lines(texts, _turned(boxes, clockwise))
    order = [word for line in lines for word in line]
    return Layer(width, height, [[texts[word] for word in line] for line in lines], boxes[order])


def _turned(boxes: Boxes, clockwise: int) -> Boxes:
    """The boxes on the page turned back by `clockwise` degrees (about its top left corner)."""
    x0, y0, x1, y1 = boxes.T
    if clockwise == 90:
        return np.stack([y0, -x1, y1, -x0], axis=1)
    if clockwise == 180:
        return np.stack([-x1, -y1, -x0, -y0], axis=1)
    return np.stack([-y1, x0, -y0, x1], axis=1) if clockwise == 270 else boxes
