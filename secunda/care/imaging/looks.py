"""How a frame is drawn, from its header (PS3.3 C.7.6.3, C.7.6.5, C.11.1, C.11.2)."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

from secunda.care.imaging import headers
from secunda.reading.imaging.drawn import Look

Json = dict[str, Any]
_TABLES = ("00281201", "00281202", "00281203")
THUMBNAIL = 128  # pixels of the longest side


@dataclass(frozen=True)
class Wish:
    """How somebody wants a picture: window (centre, width), most (columns, rows), JPEG quality, PNG instead."""

    window: tuple[float, float] | None = None
    viewport: tuple[int, int] | None = None
    quality: int = 85
    as_png: bool = False


SMALL = Wish(viewport=(THUMBNAIL, THUMBNAIL), quality=80)


def look_of(said: Json, syntax: str, wish: Wish) -> Look:
    """What has to be known to draw a frame of the instance with this header."""
    return Look(
        syntax=syntax, rows=_whole(said, "00280010"), columns=_whole(said, "00280011"),
        samples=_whole(said, "00280002", 1), bits=_whole(said, "00280100", 16), stored=_whole(said, "00280101", 16),
        signed=_whole(said, "00280103") == 1, planar=_whole(said, "00280006") == 1,
        photometric=headers.text(said, "00280004") or "MONOCHROME2",
        slope=_float(said, "00281053", 1.0), intercept=_float(said, "00281052", 0.0),
        window=wish.window or _window(said), palette=_palette(said), palette_first=_first_entry(said),
        viewport=wish.viewport, quality=wish.quality, as_png=wish.as_png,
    )  # fmt: skip


def _whole(said: Json, tag: str, otherwise: int = 0) -> int:
    found = headers.first(said, tag)
    return found if isinstance(found, int) else otherwise


def _float(said: Json, tag: str, otherwise: float) -> float:
    found = headers.first(said, tag)
    return float(found) if isinstance(found, int | float) else otherwise


def _window(said: Json) -> tuple[float, float] | None:
    centre, width = (headers.first(said, tag) for tag in ("00281050", "00281051"))
    if isinstance(centre, int | float) and isinstance(width, int | float) and width >= 1:
        return float(centre), float(width)
    return None


def _palette(said: Json) -> tuple[bytes, ...]:
    tables = [said.get(tag, {}).get("InlineBinary", "") for tag in _TABLES]
    return tuple(base64.b64decode(table) for table in tables) if all(tables) else ()


def _first_entry(said: Json) -> int:
    described = said.get("00281101", {}).get("Value", ())
    return described[1] if len(described) > 1 and isinstance(described[1], int) else 0
