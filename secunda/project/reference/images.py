"""Which of pydicom's own test files ends shown, and which is refused or set aside, and why."""

from __future__ import annotations

import io
import json
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pydicom

from secunda.care.imaging import looks, sentences
from secunda.care.records import sentences as records
from secunda.care.records.models import Record
from secunda.reading.facts import Unusable
from secunda.reading.identify import identify
from secunda.reading.imaging.convert import converted
from secunda.reading.imaging.drawn import drawn
from secunda.reading.imaging.examine import examine
from secunda.reading.imaging.found import ENTRY_BYTES, Examined, span
from secunda.reading.imaging.frames import without_items
from secunda.reading.sniff import DICOM_MARK

FILES = Path(pydicom.__file__).parent / "data"
SHOWN, LISTED, ASIDE, REFUSED = "shown", "listed", "set aside", "refused"


class Ended(NamedTuple):
    """What became of a file."""

    name: str
    as_what: str
    why: str = ""


@cache
def page() -> str:
    """Every file of DICOM in pydicom's package: shown, listed, set aside or refused."""
    ends = sorted(ended(path.read_bytes(), path.name) for path in _files(FILES))
    counts = ", ".join(
        f"{sum(one.as_what == what for one in ends)} {what}" for what in (SHOWN, LISTED, ASIDE, REFUSED)
    )
    lines = [
        "# Images", "",
        f"What becomes of each of the {len(ends)} DICOM files that ship with pydicom {pydicom.__version__}: {counts}.",
        "*Shown*: its frames are sent to viewers. *Listed*: it has no pictures, such as a report; it is told with its",
        "header. *Set aside*: kept as a record, with the sentence that says why. *Refused*: not taken when it is sent.",
        "", "| file | ends | why, or what is said besides |", "|---|---|---|",
        *(f"| {one.name} | {one.as_what} | {one.why} |" for one in ends),
    ]  # fmt: skip
    return "\n".join(lines)


def ended(content: bytes, name: str) -> Ended:
    """What becomes of one file, as at the door and in the case."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = identify(io.BytesIO(content), name=name, size=len(content))
        if isinstance(found, Unusable):
            return Ended(name, REFUSED, records.why_refused(Record(refused_code=found.code)))
        return _in_the_case(content, name)


def _in_the_case(content: bytes, name: str) -> Ended:
    found, said = examine(io.BytesIO(content), len(content)), []
    if found.must_convert and not found.problem:
        content = converted(io.BytesIO(content))
        found = examine(io.BytesIO(content), len(content))
        said.append("a copy is served, since offsets cannot serve the original")
    if found.problem:
        return Ended(name, ASIDE, sentences.why_set_aside(found.problem))
    if found.unsaid:
        said.append(f"values kept as they stood: {found.unsaid}")
    if not found.frame_count:
        return Ended(name, LISTED, "; ".join(said))
    if not _is_drawn(content, found):
        said.append("no picture can be drawn of it here; a viewer may")
    return Ended(name, SHOWN, "; ".join(said))


def _is_drawn(content: bytes, found: Examined) -> bool:
    place = span(found.frames[:ENTRY_BYTES])
    frame = content[place.offset : place.offset + place.length]
    look = looks.look_of(json.loads(found.header), found.syntax, looks.SMALL)
    try:
        return bool(drawn(without_items(frame) if place.in_pieces else frame, look))
    except Exception:  # whatever a codec says of it: there is no picture
        return False


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and (path.suffix == ".dcm" or _has_mark(path)):
            yield path


def _has_mark(path: Path) -> bool:
    with path.open("rb") as stream:
        stream.seek(DICOM_MARK)
        return stream.read(4) == b"DICM"
