"""Which ZIP is a Word document, which another office document or a program, and which a folder of files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO, Literal

from secunda.reading.archives import zips
from secunda.reading.archives.entries import ArchiveLimits, Sort
from secunda.reading.facts import Refusal

ZipKind = Literal["docx", "office", "program", "archive"]
CONTENT_TYPES = "[Content_Types].xml"  # ECMA-376-2, 10.1.2.3: every office document has one
_PROGRAM_PARTS = ("META-INF/MANIFEST.MF", "AndroidManifest.xml", "classes.dex")
_OPEN_DOCUMENT = ("META-INF/manifest.xml", "META-INF/container.xml")


@dataclass(frozen=True, slots=True)
class Sorted:
    """What a file inside an archive is: as `entries.Sort`, or an archive of its own."""

    sort: Sort | Literal["archive"]
    reason: str = ""


def zip_kind(names: Iterable[str]) -> ZipKind:
    """What a ZIP with these files is."""
    there = frozenset(names)
    if CONTENT_TYPES in there:
        return "docx" if any(name.startswith("word/") for name in there) else "office"
    if any(part in there for part in _PROGRAM_PARTS):
        return "program"
    is_open_document = "mimetype" in there and any(part in there for part in _OPEN_DOCUMENT)
    return "office" if is_open_document else "archive"


def kind_of(stream: BinaryIO, size: int, limits: ArchiveLimits) -> Sorted:
    """What the ZIP in `stream` is for us."""
    try:
        kind = zip_kind(zips.opened(stream, size, limits).namelist())
    except Refusal as refusal:
        return Sorted("left_out", refusal.unusable.code)
    if kind == "archive":
        return Sorted("archive")
    return (
        Sorted("document")
        if kind == "docx"
        else Sorted("left_out", {"program": "entry_program"}.get(kind, "office"))
    )
