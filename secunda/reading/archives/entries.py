"""What walking an archive yields: its files as entries, and the bounds within which they are unpacked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Literal

from secunda.reading.facts import MEBIBYTE, Refusal
from secunda.reading.sentences import LEFT_OUT, REFUSALS

Sort = Literal["dicom", "document", "directory", "left_out"]
CHUNK_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """How much of an archive is unpacked. Sizes in bytes; archives inside count towards the same limits.

    `max_ratio` bounds what comes out to what went in, once more than `free_bytes` come out: pictures of air pack well.
    `max_depth` is how many archives may lie inside one another below the outermost.
    """

    max_entries: int = 50_000
    max_total_bytes: int = 64 * 1024 * MEBIBYTE
    max_ratio: int = 100
    free_bytes: int = 256 * MEBIBYTE
    max_depth: int = 2
    max_name: int = 4096
    max_directory_bytes: int = 16 * MEBIBYTE

    def check(self, unpacked: int, packed: int) -> None:
        """Raises `Refusal` if `unpacked` bytes are too many to come out of `packed` ones."""
        if unpacked > max(self.free_bytes, packed * self.max_ratio):
            raise Refusal("archive_bomb")
        if unpacked > self.max_total_bytes:
            raise Refusal("archive_too_large")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of an archive.

    `path` is made presentable: its parts are joined by "/", none leads outside. It is for people to read and is never a
    place on a disk. `sort`: "dicom"; "document" (anything else that `identify` may take); "directory" (a DICOMDIR: a
    hint, never believed); "left_out", with the code of a sentence in `reason`. `size` in bytes, as the archive states.
    `chunks` gives the bytes of what is not left out and must be read before the next entry is asked for; it raises
    `facts.Refusal` when they are damaged ("entry_damaged": only this entry) or too many ("archive_bomb": all).
    """

    path: str
    size: int
    sort: Sort
    reason: str = ""
    chunks: Callable[[], Iterator[bytes]] = lambda: iter(())

    @property
    def sentence(self) -> str:
        """Why it was left out, in English, for a person; empty for an entry that was not."""
        return (LEFT_OUT.get(self.reason) or REFUSALS.get(self.reason, "")) if self.reason else ""


@dataclass(frozen=True, slots=True)
class Member:
    """A file as its archive lists it, not looked into. `refused` is the code of the sentence that leaves it out."""

    path: str
    size: int
    open: Callable[[], BinaryIO]
    refused: str = ""
