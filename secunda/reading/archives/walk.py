"""Walking a ZIP or a disc's image, archives inside it too, file by file and within bounds."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from secunda.reading.archives import discs, zips
from secunda.reading.archives.entries import CHUNK_BYTES, ArchiveLimits, Entry, Member
from secunda.reading.archives.office import Sorted, kind_of
from secunda.reading.archives.places import shown
from secunda.reading.archives.sorting import program_folders, sort
from secunda.reading.facts import Refusal
from secunda.reading.sniff import DISC_AT, DISC_BYTES, HEAD_BYTES, is_disc, sniff
from secunda.reading.streams import RangeStream, ranges_of

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)
Opened = Callable[[BinaryIO, int, ArchiveLimits], list[Member]]


@dataclass(slots=True)
class _Meter:
    """What has come out of the outermost archive so far, and what its lists promise."""

    limits: ArchiveLimits
    size: int
    source: RangeStream
    entries: int = 0
    promised: int = 0
    given: int = 0

    def promise(self, members: list[Member]) -> None:
        """Counts a list of files before any of them is unpacked. Raises `Refusal`."""
        self.entries += len(members)
        self.promised += sum(member.size for member in members)
        if self.entries > self.limits.max_entries:
            raise Refusal("archive_too_many", limit=self.limits.max_entries)
        self.limits.check(self.promised, self.size)

    def give(self, length: int) -> None:
        """Counts bytes that come out. Raises `Refusal`."""
        self.given += length
        self.limits.check(self.given, self.size)

    def check_source(self) -> None:
        """Raises again what the stream itself raised: a broken vault is no damaged file."""
        if self.source.failure is not None:
            raise self.source.failure


def walk(stream: BinaryIO, size: int, limits: ArchiveLimits | None = None) -> Iterator[Entry]:
    """Every file in the ZIP or disc's image in `stream` (seekable, `size` bytes), archives inside opened, as an entry.

    Folders are no entries. An entry's bytes are to be read before the next entry is asked for. Raises `Refusal`, whose
    `unusable` has the sentence, when the whole must be refused: damaged, locked, a bomb, too large, too many. What the
    stream itself raises is raised again. Nothing is written anywhere.
    """
    limits = limits or ArchiveLimits()
    watched = RangeStream(ranges_of(stream), size)
    meter = _Meter(limits, size, watched)
    try:
        yield from _walk(watched.buffered(), size, meter, "", 0)
    except (Refusal, *_BROKEN):
        meter.check_source()
        raise


def _walk(stream: BinaryIO, size: int, meter: _Meter, prefix: str, depth: int) -> Iterator[Entry]:
    members = list_of(stream, size, meter.limits)
    meter.promise(members)
    if members and all(member.refused == "entry_locked" for member in members):
        raise Refusal("archive_locked")
    programs = program_folders(member.path for member in members)
    for member in members:
        yield from _entries(member, programs, meter, prefix, depth)


def list_of(stream: BinaryIO, size: int, limits: ArchiveLimits) -> list[Member]:
    """The files of an archive as it lists them, in the order of their bytes. Raises `Refusal`."""
    stream.seek(0)
    if sniff(stream.read(HEAD_BYTES)) == "zip":
        return zips.members(zips.opened(stream, size, limits), limits)
    stream.seek(DISC_AT)
    if is_disc(stream.read(DISC_BYTES)):
        return discs.members(stream, size, limits)
    raise Refusal("archive")


def _entries(
    member: Member, programs: frozenset[str], meter: _Meter, prefix: str, depth: int
) -> Iterator[Entry]:
    path = prefix + shown(member.path)
    found = Sorted("left_out", member.refused) if member.refused else _sorted(member, programs, meter)
    if found.sort == "left_out":
        yield Entry(path, member.size, "left_out", found.reason)
    elif found.sort != "archive":
        yield Entry(path, member.size, found.sort, "", lambda: _chunks(member, meter))
    elif depth >= meter.limits.max_depth:
        yield Entry(path, member.size, "left_out", "entry_too_deep")
    else:
        yield from _inner(member, meter, path, depth)


def _inner(member: Member, meter: _Meter, path: str, depth: int) -> Iterator[Entry]:
    try:
        with member.open() as stream:
            yield from _walk(stream, member.size, meter, f"{path}/", depth + 1)
    except _BROKEN:
        meter.check_source()
        yield Entry(path, member.size, "left_out", "entry_damaged")
    except Refusal as refusal:
        code = refusal.unusable.code
        if code in ("archive_bomb", "archive_too_large", "archive_too_many"):
            raise
        yield Entry(path, member.size, "left_out", code)


def _sorted(member: Member, programs: frozenset[str], meter: _Meter) -> Sorted:
    try:
        with member.open() as stream:
            head = stream.read(HEAD_BYTES)
            kind, reason = sort(member.path, head, programs)
            found = sniff(head) if head else ""
            if kind == "document" and found == "zip":
                return kind_of(stream, member.size, meter.limits)
            may_be_disc = found in ("unknown", "text") and member.size > DISC_AT
            if may_be_disc and is_disc(stream.read(DISC_AT + DISC_BYTES - len(head))[DISC_AT - len(head) :]):
                return Sorted("archive")
            return Sorted(kind, reason)
    except _BROKEN:
        meter.check_source()
        return Sorted("left_out", "entry_damaged")


def _chunks(member: Member, meter: _Meter) -> Iterator[bytes]:
    """The bytes of one file. Raises `Refusal`."""
    given = 0
    try:
        with member.open() as stream:
            while chunk := stream.read(CHUNK_BYTES):
                given += len(chunk)
                meter.give(len(chunk))
                if given > member.size:
                    raise Refusal("archive_bomb")
                yield chunk
    except _BROKEN:
        meter.check_source()
        raise Refusal("entry_damaged") from None
    if given != member.size:
        raise Refusal("entry_damaged")
