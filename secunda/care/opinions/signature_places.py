"""Where the signatures stand: on the last page of a report, one row an author, the visible block on the right."""

from __future__ import annotations

from dataclasses import dataclass

MM = 72 / 25.4
"""Points in a millimetre."""


@dataclass(frozen=True)
class Places:
    """Millimetres on an A4 page; the style sheet and the signer read the same numbers."""

    page_height: float = 297
    top: float = 22
    """Margin above the heading."""
    page: float = 250
    """Height of all that stands on it: it never runs on, so that the last page is that of the signatures."""
    head: float = 24
    row: float = 22
    words: float = 92
    """Width of the printed name and licence, left of the visible signature."""
    left: float = 118
    width: float = 72


PLACES = Places()
MOST = 7
"""Authors that fit on the page: a panel has 2 to 7 members."""


def box(number: int) -> tuple[int, int, int, int]:
    """The rectangle of the visible signature in row `number` (from 0), in points: left, bottom, right, top."""
    if not 0 <= number < MOST:
        raise ValueError("A report has room for seven signatures.")
    below = PLACES.page_height - PLACES.top - PLACES.head - PLACES.row * number
    bounds = (PLACES.left, below - PLACES.row + 1, PLACES.left + PLACES.width, below - 1)
    left, bottom, right, top = (round(value * MM) for value in bounds)
    return left, bottom, right, top
