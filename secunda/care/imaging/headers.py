"""Parts of a header, as DICOM JSON: what belongs to study and series, without free text and with it."""

from __future__ import annotations

import json
from typing import Any

from secunda.reading.imaging.blanked import blanked

Json = dict[str, Any]

STUDY = (
    "00080005", "00080020", "00080030", "00080050", "00080090", "00080201", "00081030", "00081032", "00100010",
    "00100020", "00100030", "00100040", "00101010", "00101020", "00101030", "0020000D", "00200010",
)  # fmt: skip
SERIES = (
    "00080021", "00080031", "00080060", "00080070", "0008103E", "00081090", "00180015", "00181030", "0020000E",
    "00200011", "00200052", "00200060", "00400244", "00400245", "00400275",
)  # fmt: skip


def parts(header: bytes) -> tuple[Json, Json]:
    """What a header says of its study, and of its series."""
    said: Json = json.loads(header)
    study = {tag: said[tag] for tag in STUDY if tag in said}
    return study, {tag: said[tag] for tag in SERIES if tag in said}


def open_and_wording(said: Json) -> tuple[Json, Json]:
    """The elements apart: those that everybody may read, and the free text."""
    opened = blanked(said)
    return {tag: one for tag, one in said.items() if opened[tag] == one}, {
        tag: one for tag, one in said.items() if opened[tag] != one
    }


def first(said: Json, tag: str) -> Any:
    """The first value of an element, None if there is none."""
    return next(iter(said.get(tag, {}).get("Value", ())), None)


def text(said: Json, tag: str) -> str:
    """The first value of an element as words."""
    found = first(said, tag)
    return (
        str(found.get("Alphabetic", ""))
        if isinstance(found, dict)
        else str(found if found is not None else "")
    )


def whole(said: Json, tag: str) -> int | None:
    """The first value of an element as a whole number that the database can keep, None if it is none."""
    found = first(said, tag)
    return found if isinstance(found, int) and abs(found) < 2**31 else None
