"""A series in the order of its pictures' places: along the normal of their plane, gaps and mixed planes noticed.

PS3.3 C.7.6.2: orientation is the direction of rows, then of columns; position is the first voxel's centre, in mm.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from secunda.reading.imaging.found import Place

SAME_PLANE = 1e-2  # how far two direction cosines may differ: half a degree
SAME_STEP = 0.3  # share of the usual step by which a step may differ before it is a gap
_AXES = ("sagittal", "coronal", "axial")
OBLIQUE_BEYOND = 0.8  # the normal's largest part, below which no name fits

Plane = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture is sorted by."""

    place: Place
    acquired: str
    number: int | None
    uid: str


@dataclass(frozen=True, slots=True)
class Order:
    """A series in order. `order`: places in the sequence given; `gaps`: positions that seem to be missing."""

    order: tuple[int, ...]
    plane: str = ""
    spacing: float | None = None
    gaps: int = 0
    is_mixed: bool = False


def ordered(pictures: Sequence[Picture]) -> Order:
    """The order in which a series is shown: by plane, along its normal, then by time and number.

    A series with a picture whose place is unknown is ordered by number alone.
    """
    if not all(picture.place.orientation and picture.place.position for picture in pictures):
        return Order(tuple(sorted(range(len(pictures)), key=lambda n: _by_number(pictures[n]))))
    planes = _planes([picture.place.orientation or () for picture in pictures])
    along = [_along(picture.place) for picture in pictures]
    order = sorted(
        range(len(pictures)), key=lambda n: (planes[n], round(along[n], 3), *_by_number(pictures[n]))
    )
    is_mixed = len(set(planes)) > 1
    spacing, gaps = (None, 0) if is_mixed else _steps(sorted({round(one, 2) for one in along}))
    return Order(tuple(order), _named(pictures[order[0]].place, is_mixed), spacing, gaps, is_mixed)


def _by_number(picture: Picture) -> tuple[str, bool, int, str]:
    number = picture.number
    return (
        picture.acquired if number is None else "",
        number is None,
        number or 0,
        f"{picture.acquired} {picture.uid}",
    )


def _planes(orientations: Sequence[Plane]) -> list[int]:
    """For each picture the number of its plane: pictures of one plane differ by half a degree at most."""
    known: list[Plane] = []
    found = []
    for orientation in orientations:
        number = next((n for n, plane in enumerate(known) if _same(plane, orientation)), None)
        if number is None:
            number = len(known)
            known.append(orientation)
        found.append(number)
    return found


def _same(one: Plane, other: Plane) -> bool:
    return all(abs(a - b) <= SAME_PLANE for a, b in zip(one, other, strict=True))


def normal(orientation: Plane) -> tuple[float, float, float]:
    """The direction in which pictures of this plane are stacked."""
    x1, y1, z1, x2, y2, z2 = orientation
    return (y1 * z2 - z1 * y2, z1 * x2 - x1 * z2, x1 * y2 - y1 * x2)


def _along(place: Place) -> float:
    across = zip(normal(place.orientation or (0,) * 6), place.position or (0,) * 3, strict=True)
    distance = sum(a * b for a, b in across)
    return distance if math.isfinite(distance) else 0.0


def _steps(places: list[float]) -> tuple[float | None, int]:
    """The usual step between neighbours in mm, and how many places are missing between them."""
    steps = sorted(b - a for a, b in pairwise(places))
    if not steps:
        return None, 0
    usual = steps[len(steps) // 2]
    if usual <= 0:
        return None, 0
    missing = sum(round(step / usual) - 1 for step in steps if step > usual * (1 + SAME_STEP))
    return round(usual, 3), min(missing, 100_000)


def _named(place: Place, is_mixed: bool) -> str:
    if is_mixed or place.orientation is None:
        return ""
    parts = [abs(part) for part in normal(place.orientation)]
    largest = max(range(3), key=lambda n: parts[n])
    return _AXES[largest] if parts[largest] >= OBLIQUE_BEYOND else "oblique"
