"""ZIP: a Word document, or a folder of files to be unpacked."""

from typing import BinaryIO

from secunda.reading.archives import zips
from secunda.reading.archives.entries import ArchiveLimits
from secunda.reading.archives.office import zip_kind
from secunda.reading.facts import Identified, Limits, Refusal
from secunda.reading.readers import docx


def read(stream: BinaryIO, size: int, limits: Limits) -> Identified:
    """A Word document's facts, or that it is an archive whose list is sound. Raises `Refusal`."""
    bounds = ArchiveLimits()
    found = zips.opened(stream, size, bounds)
    kind = zip_kind(found.namelist())
    if kind == "docx":
        return docx.read(stream, size, limits)
    if kind != "archive":
        raise Refusal(kind)
    members = zips.members(found, bounds)
    if not members:
        raise Refusal("archive_empty")
    if all(member.refused == "entry_locked" for member in members):
        raise Refusal("archive_locked")
    bounds.check(sum(member.size for member in members), size)
    return Identified(kind="archive", size=size, format="zip")
