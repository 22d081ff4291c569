"""A disc's image: to be unpacked."""

from typing import BinaryIO

from secunda.reading.archives import discs
from secunda.reading.archives.entries import ArchiveLimits
from secunda.reading.facts import Identified, Limits, Refusal


def read(stream: BinaryIO, size: int, limits: Limits) -> Identified:
    """That it is a disc's image whose folders are sound. Raises `Refusal`."""
    bounds = ArchiveLimits()
    members = discs.members(stream, size, bounds)
    if not members:
        raise Refusal("archive_empty")
    bounds.check(sum(member.size for member in members), size)
    return Identified(kind="archive", size=size, format="iso")
