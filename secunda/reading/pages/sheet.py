"""A sheet of paper in a photo: its four corners."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
Corners = npt.NDArray[np.float64]
_SMALL = 800
_LEAST_AREA = 0.2  # of the photo
_WHOLE = 0.97  # such a sheet is the picture itself
_BRIGHTER = 25  # grey levels between sheet and table: else it is the frame of a table on the page


def corners_of_sheet(picture: Pixels) -> Corners | None:
    """The sheet's corners in pixels of `picture` (grey), clockwise from the top left; None if there is no sheet."""
    height, width = picture.shape[:2]
    scale = min(_SMALL / max(height, width), 1.0)
    if min(height, width) * scale < 50:
        return None
    size = (round(width * scale), round(height * scale))
    small = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
    for shape in _shapes(small):
        corners = _four(shape)
        if corners is not None and _is_sheet(small, corners):
            return np.asarray(corners / scale, np.float64)
    return None


def _shapes(small: Pixels) -> list[npt.NDArray[np.int32]]:
    """Outlines of what is brighter than its surroundings, the largest first."""
    calm = cv2.medianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)), 7)
    _, bright = cv2.threshold(calm, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    found, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    outlines = [np.asarray(each, np.int32) for each in found]
    return sorted(outlines, key=cv2.contourArea, reverse=True)[:3]


def _four(shape: npt.NDArray[np.int32]) -> Corners | None:
    """The outline as four corners, None if it has not that form."""
    hull = cv2.convexHull(shape)
    around = cv2.arcLength(hull, True)
    for precision in (0.02, 0.03, 0.05, 0.08):
        found = cv2.approxPolyDP(hull, precision * around, True).reshape(-1, 2).astype(float)
        if len(found) == 4 and cv2.contourArea(found.astype(np.float32)) >= 0.85 * cv2.contourArea(hull):
            return _ordered(found)
    return None


def _ordered(found: Corners) -> Corners:
    """Clockwise from the corner nearest to the top left."""
    centre = found.mean(axis=0)
    clockwise = found[np.argsort(np.arctan2(found[:, 1] - centre[1], found[:, 0] - centre[0]))]
    first = int(np.argmin(clockwise.sum(axis=1)))
    return np.roll(clockwise, -first, axis=0)


def _is_sheet(small: Pixels, corners: Corners) -> bool:
    height, width = small.shape
    share = cv2.contourArea(corners.astype(np.float32)) / (height * width)
    if not _LEAST_AREA <= share <= _WHOLE:
        return False
    inside = np.zeros(small.shape, np.uint8)
    cv2.fillConvexPoly(inside, corners.astype(np.int32), 255)
    around = cv2.bitwise_not(cv2.dilate(inside, np.ones((9, 9), np.uint8)))
    if not around.any():
        return False
    return float(np.median(small[inside > 0])) - float(np.median(small[around > 0])) >= _BRIGHTER
