"""A picture of a page made upright and even: the sheet cut out, shadows taken off, turned, its lines made level.

The way back is kept: a matrix that takes a point of the straightened picture to the picture as it came.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from secunda.reading.pages.sheet import corners_of_sheet

Pixels = npt.NDArray[np.uint8]
Matrix = npt.NDArray[np.float64]
_SMALL = 900  # pixels of the longer side when lines are looked for
_WIDEST_SKEW = 15.0
_LEAST_SKEW = 0.15
_CELL = 8  # pixels a side, of which the mean is looked at for writing
_DARKER = 9  # grey levels
_CELLS_TOGETHER = 2
_MARGIN = 64  # pixels left around what is written
_CLEARLY = 1.4  # lines must be so much clearer the other way before a page is turned


@dataclass(frozen=True, slots=True)
class Straight:
    """`back` takes (x, y, 1) of `pixels` to the picture as it came; `turned` is degrees clockwise it was turned."""

    pixels: Pixels
    back: Matrix
    turned: float


def straighten(picture: Pixels, long_side: int) -> Straight:
    """The page in `picture` (grey), its longer side at most `long_side` pixels, upright or upside down."""
    pixels, back = _sheet(picture, long_side)
    pixels = _cleaned(pixels)
    angle = _angle(pixels)
    pixels, back = _rotated(pixels, back, angle)
    pixels, back = _without_margins(pixels, back)
    return Straight(pixels, back, 0.0 - angle)


def upside_down(page: Straight) -> Straight:
    """The same page turned by 180 degrees."""
    height, width = page.pixels.shape[:2]
    half = np.array([[-1.0, 0, width - 1], [0, -1.0, height - 1], [0, 0, 1]])
    turned = np.ascontiguousarray(page.pixels[::-1, ::-1])
    return Straight(turned, page.back @ half, (page.turned + 180) % 360)


def _sheet(picture: Pixels, long_side: int) -> tuple[Pixels, Matrix]:
    """The sheet of paper seen in the picture, or the whole picture, brought to size."""
    height, width = picture.shape[:2]
    corners = corners_of_sheet(picture)
    if corners is None:
        scale = min(long_side / max(height, width), 1.0)
        back = np.diag([1 / scale, 1 / scale, 1.0])
        if scale == 1.0:
            return picture, back
        size = (max(round(width * scale), 1), max(round(height * scale), 1))
        return _grey(cv2.resize(picture, size, interpolation=cv2.INTER_AREA)), back
    across = max(_length(corners, 0, 1), _length(corners, 3, 2))
    down = max(_length(corners, 0, 3), _length(corners, 1, 2))
    scale = min(long_side / max(across, down), 1.0)
    right, bottom = across * scale - 1, down * scale - 1
    target = np.array([[0, 0], [right, 0], [right, bottom], [0, bottom]], np.float32)
    back = np.asarray(cv2.getPerspectiveTransform(target, corners.astype(np.float32)), np.float64)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    cut = cv2.warpPerspective(picture, back, (int(right) + 1, int(bottom) + 1), flags=flags)
    return _grey(cut), back


def _length(corners: npt.NDArray[np.float64], one: int, other: int) -> float:
    return float(np.linalg.norm(corners[one] - corners[other]))


def _cleaned(pixels: Pixels) -> Pixels:
    """Without specks, and with its paper white wherever light fell unevenly."""
    calm = _grey(cv2.medianBlur(pixels, 3))
    if float(np.mean(cv2.absdiff(calm, pixels))) > 4.0:
        pixels = calm
    height, width = pixels.shape
    small = cv2.resize(pixels, (max(width // 8, 1), max(height // 8, 1)), interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((7, 7), np.uint8)), 21)
    if float(np.percentile(paper, 95)) - float(np.percentile(paper, 5)) < 12:
        return pixels
    light = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return _grey(cv2.divide(pixels, np.maximum(light, 40), scale=255))


def _angle(pixels: Pixels) -> float:
    """By how many degrees counter-clockwise to turn the picture to make its lines level (it may stay upside down)."""
    ink = _ink(pixels)
    if ink.sum() < 255 * 200:
        return 0.0
    level, level_clarity = _best(ink)
    upright, upright_clarity = _best(np.ascontiguousarray(np.rot90(ink)))
    if upright_clarity > _CLEARLY * level_clarity:
        return 90.0 + upright
    return level if abs(level) >= _LEAST_SKEW else 0.0


def _ink(pixels: Pixels) -> Pixels:
    """Where there is writing, white on black and small; rules of tables and solid areas left out."""
    height, width = pixels.shape
    scale = min(_SMALL / max(height, width), 1.0)
    size = (max(round(width * scale), 1), max(round(height * scale), 1))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    block = 25
    ink = cv2.adaptiveThreshold(small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 12)
    for shape in ((60, 1), (1, 60)):
        rules = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(shape[::-1], np.uint8))
        ink = cv2.subtract(ink, cv2.dilate(rules, np.ones((3, 3), np.uint8)))
    return _grey(ink)


def _best(ink: Pixels) -> tuple[float, float]:
    """The angle at which rows of ink and rows of paper differ most, and how much."""
    coarse = np.arange(-_WIDEST_SKEW, _WIDEST_SKEW + 0.1, 1.0)
    best = max(coarse, key=lambda angle: _clarity(ink, float(angle)))
    fine = np.arange(best - 0.9, best + 0.95, 0.15)
    found = max(fine, key=lambda angle: _clarity(ink, float(angle)))
    return float(found), _clarity(ink, float(found))


def _clarity(ink: Pixels, angle: float) -> float:
    """Squared steps between neighbouring rows' ink, the picture turned counter-clockwise by `angle` degrees."""
    height, width = ink.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    rows = cv2.warpAffine(ink, turn, (width, height)).sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(rows)).sum())


def _rotated(pixels: Pixels, back: Matrix, angle: float) -> tuple[Pixels, Matrix]:
    """The picture turned counter-clockwise by `angle`, grown so that nothing is cut off."""
    if angle == 0:
        return pixels, back
    height, width = pixels.shape
    turn = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0), [0, 0, 1]])
    corners = turn @ np.array([[0, width, width, 0], [0, 0, height, height], [1, 1, 1, 1.0]])
    least, most = corners[:2].min(axis=1), corners[:2].max(axis=1)
    turn = np.array([[1, 0, -least[0]], [0, 1, -least[1]], [0, 0, 1]]) @ turn
    size = (int(np.ceil(most[0] - least[0])), int(np.ceil(most[1] - least[1])))
    paper = float(np.percentile(pixels, 90))
    turned = cv2.warpAffine(pixels, turn[:2], size, flags=cv2.INTER_LINEAR, borderValue=paper)
    return _grey(turned), back @ np.linalg.inv(turn)


def _without_margins(pixels: Pixels, back: Matrix) -> tuple[Pixels, Matrix]:
    """The part that is written on: the engine overlooks a few words on a large empty page, and paper costs time."""
    height, width = pixels.shape
    size = (max(width // _CELL, 1), max(height // _CELL, 1))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    dark = (small < float(np.median(small)) - _DARKER).astype(np.float32)
    together = (cv2.boxFilter(dark, -1, (3, 3), normalize=False) >= _CELLS_TOGETHER) & (dark > 0)
    rows, columns = np.flatnonzero(together.any(axis=1)), np.flatnonzero(together.any(axis=0))
    if not len(rows):
        return pixels, back
    top, bottom = max(rows[0] * _CELL - _MARGIN, 0), min((rows[-1] + 1) * _CELL + _MARGIN, height)
    left, right = max(columns[0] * _CELL - _MARGIN, 0), min((columns[-1] + 1) * _CELL + _MARGIN, width)
    moved = back @ np.array([[1.0, 0, left], [0, 1, top], [0, 0, 1]])
    return np.ascontiguousarray(pixels[top:bottom, left:right]), moved


def _grey(pixels: npt.NDArray[np.generic]) -> Pixels:
    return np.asarray(pixels, np.uint8)
