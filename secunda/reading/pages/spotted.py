"""What an OCR engine saw: a word, its four corners, its certainty."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from secunda.reading.text import Box

Corners = npt.NDArray[np.float64]
Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Spotted:
    """One word; `corners` (4 × 2) in pixels of the picture that was read, clockwise from its top left."""

    text: str
    corners: Corners
    confidence: float

    @property
    def box(self) -> Box:
        """The box around the corners, in the same pixels."""
        low, high = self.corners.min(axis=0), self.corners.max(axis=0)
        return Box(float(low[0]), float(low[1]), float(high[0]), float(high[1]))

    def part(self, start: int, end: int) -> Spotted:
        """Letters `start` to `end` of the word, with as much of its width."""
        left, right = start / len(self.text), end / len(self.text)
        a, b, c, d = self.corners
        corners = np.array([a + (b - a) * left, a + (b - a) * right, d + (c - d) * right, d + (c - d) * left])
        return Spotted(self.text[start:end], corners, self.confidence)

    def moved(self, back: Matrix, scale: tuple[float, float]) -> Box:
        """The box on the page as shown: `back` leads to pixels of the picture as it came, `scale` on to points."""
        points = back @ np.vstack([self.corners.T, np.ones(4)])
        shown = points[:2] / points[2]
        (x0, y0), (x1, y1) = shown.min(axis=1), shown.max(axis=1)
        return Box(
            round(float(x0) * scale[0], 2),
            round(float(y0) * scale[1], 2),
            round(float(x1) * scale[0], 2),
            round(float(y1) * scale[1], 2),
        )
