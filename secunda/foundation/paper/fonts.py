"""The faces of a printed page: those of the site, from the same packages, when they are installed; else the system's.

The style sheet names Noto (Debian fonts-noto-core) after each of them, so a page renders without these files too.
"""

from __future__ import annotations

import functools
import io
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont


@dataclass(frozen=True)
class Face:
    """One face: its family as the style sheet names it, weight range and style, and where its package keeps it."""

    name: str
    family: str
    path: str
    weight: str = "200 900"
    style: str = "normal"

    @property
    def address(self) -> str:
        """The only kind of address that a rendering may open."""
        return f"font:{self.name}"


_VARIABLE = "@fontsource-variable/"
_PLEX = "@fontsource/ibm-plex-sans-arabic/files/ibm-plex-sans-arabic-arabic-{}-normal.woff2"
FACES = (
    Face("literata", "Literata", _VARIABLE + "literata/files/literata-latin-opsz-normal.woff2"),
    Face(
        "source-sans",
        "Source Sans 3",
        _VARIABLE + "source-sans-3/files/source-sans-3-latin-wght-normal.woff2",
    ),
    Face(
        "source-sans-ext",
        "Source Sans 3 Ext",
        _VARIABLE + "source-sans-3/files/source-sans-3-latin-ext-wght-normal.woff2",
    ),
    Face("plex-arabic", "IBM Plex Sans Arabic", _PLEX.format(400), "400"),
    Face("plex-arabic-bold", "IBM Plex Sans Arabic", _PLEX.format(600), "600"),
)


def folder() -> Path:
    """Where the packages are: `settings.FONT_PACKAGES`, or the islands' own."""
    return Path(getattr(settings, "FONT_PACKAGES", Path(settings.ROOT) / "islands" / "node_modules"))


def faces() -> list[Face]:
    """The faces whose files are there."""
    return [face for face in FACES if (folder() / face.path).is_file()]


def read(address: str) -> bytes | None:
    """A face as TrueType by its address; None for any other address."""
    found = next((face for face in FACES if face.address == address), None)
    return _unpacked(folder() / found.path) if found else None


@functools.cache
def _unpacked(path: Path) -> bytes:
    """The TrueType inside a WOFF2 file: unpacking takes a third of a rendering's time, so it is done once a process."""
    font = TTFont(path)
    font.flavor = None
    held = io.BytesIO()
    font.save(held)
    return held.getvalue()
