"""A disc's image: ISO 9660 and Joliet, walked by their directory records (ECMA-119), without trusting one of them.

Own code, because libraries that write discs too refuse many that hospitals burn, and follow directories that loop.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from secunda.reading.archives.entries import ArchiveLimits, Member
from secunda.reading.archives.places import decoded
from secunda.reading.facts import Refusal
from secunda.reading.sniff import DISC_AT
from secunda.reading.streams import RangeStream, ranges_of

SECTOR = 2048
_MOST_DESCRIPTORS = 64
_DEEPEST = 40
_LONGEST_DIRECTORY = 8 * 1024 * 1024
_JOLIET = (b"%/@", b"%/C", b"%/E")  # UCS-2 levels 1 to 3 (Joliet specification, section 3)
_FOLDER, _ASSOCIATED, _GOES_ON = 0x02, 0x04, 0x80  # ECMA-119 9.1.6


@dataclass(frozen=True, slots=True)
class Volume:
    """One tree of a disc: where its root lies (in bytes), how long it is, and how names are written."""

    root: int
    length: int
    block: int
    joliet: bool


@dataclass(slots=True)
class _Record:
    """A directory record: its name, the stretches of bytes it names, and its flags."""

    name: bytes
    spans: list[tuple[int, int]]
    flags: int
    extra: bytes


def volume_of(stream: BinaryIO) -> Volume:
    """The disc's tree with the longest names: Joliet's if there is one. Raises `Refusal` if there is none."""
    found: list[Volume] = []
    for number in range(_MOST_DESCRIPTORS):
        stream.seek(DISC_AT + number * SECTOR)
        sector = stream.read(SECTOR)
        if len(sector) < SECTOR or sector[1:6] != b"CD001" or sector[0] == 255:
            break
        if sector[0] in (1, 2):
            joliet = sector[0] == 2 and sector[88:91] in _JOLIET
            if sector[0] == 1 or joliet:
                found.append(_volume(sector, joliet))
    if not found:
        raise Refusal("disc_udf" if _is_udf(stream) else "archive_damaged")
    return max(found, key=lambda each: each.joliet)


def _is_udf(stream: BinaryIO) -> bool:
    """Whether a disc is written by UDF alone (ECMA-167 2/8: the descriptors' own recognition sequence)."""
    stream.seek(DISC_AT)
    descriptors = stream.read(16 * SECTOR)
    return any(
        descriptors[at + 1 : at + 6] in (b"NSR02", b"NSR03") for at in range(0, len(descriptors), SECTOR)
    )


def _volume(sector: bytes, joliet: bool) -> Volume:
    (block,) = struct.unpack("<H", sector[128:130])
    if block not in (512, 1024, 2048):
        raise Refusal("archive_damaged")
    start, length = struct.unpack("<L", sector[158:162])[0], struct.unpack("<L", sector[166:170])[0]
    return Volume(start * block, length, block, joliet)


def members(stream: BinaryIO, size: int, limits: ArchiveLimits) -> list[Member]:
    """The disc's files in the order of their bytes. Raises `Refusal`, also if folders lie in one another in a ring."""
    volume = volume_of(stream)
    found = []
    for path, record in _files(stream, size, volume, limits):
        found.append((record.spans[0][0], _member(stream, size, path, record)))
        if len(found) > limits.max_entries:
            raise Refusal("archive_too_many", limit=limits.max_entries)
    return [member for _, member in sorted(found, key=lambda each: each[0])]


def _member(stream: BinaryIO, size: int, path: str, record: _Record) -> Member:
    length = sum(span for _, span in record.spans)
    broken = any(start + span > size for start, span in record.spans)
    linked = length == 0 and any(kind == b"SL" for kind, _ in _system_use(record.extra))
    refused = "entry_link" if linked else "entry_damaged" if broken else ""
    return Member(path, length, lambda: _opened(stream, record.spans, length), refused)


def _opened(stream: BinaryIO, spans: list[tuple[int, int]], length: int) -> BinaryIO:
    """The stretches of one file as one stream (a file over 4 GiB is written in several, ECMA-119 6.5.1)."""
    read_at = ranges_of(stream)

    def across(offset: int, wanted: int) -> bytes:
        parts, begins = [], 0
        for start, span in spans:
            first, last = max(offset, begins), min(offset + wanted, begins + span)
            if first < last:
                parts.append(read_at(start + first - begins, last - first))
            begins += span
        return b"".join(parts)

    return RangeStream(across, length).buffered()


def _files(
    stream: BinaryIO, size: int, volume: Volume, limits: ArchiveLimits
) -> Iterator[tuple[str, _Record]]:
    waiting = [("", volume.root, volume.length, 0)]
    seen = {volume.root}
    while waiting:
        folder, start, length, depth = waiting.pop()
        if depth > _DEEPEST or length > _LONGEST_DIRECTORY or start + length > size:
            raise Refusal("archive_damaged")
        for record in _records(stream, start, length, volume.block):
            path = f"{folder}/{_name(record, volume.joliet)}".lstrip("/")
            if len(path) > limits.max_name:
                raise Refusal("archive_damaged")
            if not record.flags & _FOLDER:
                yield path, record
            elif record.spans[0][0] not in seen:  # a folder that holds itself is entered once
                seen.add(record.spans[0][0])
                waiting.append((path, *record.spans[0], depth + 1))


def _records(stream: BinaryIO, start: int, length: int, block: int) -> Iterator[_Record]:
    """The records of a folder, its own and its parent's left out; several of one long file as one."""
    stream.seek(start)
    content = stream.read(length)
    at, open_record = 0, None
    while at < len(content):
        size = content[at]
        if size == 0:  # records do not cross sectors: the rest of this one is empty
            at = (at // SECTOR + 1) * SECTOR
            continue
        record = _record(content[at : at + size], block)
        at += size
        if record is None:
            continue
        if open_record is not None and open_record.name == record.name:
            record.spans = open_record.spans + record.spans
        open_record = record if record.flags & _GOES_ON else None
        if open_record is None and not record.flags & _ASSOCIATED:
            yield record


def _record(raw: bytes, block: int) -> _Record | None:
    if len(raw) < 34 or len(raw) < 33 + raw[32]:
        raise Refusal("archive_damaged")
    name = raw[33 : 33 + raw[32]]
    if name in (b"\x00", b"\x01"):
        return None
    start, length = struct.unpack("<L", raw[2:6])[0], struct.unpack("<L", raw[10:14])[0]
    begins = (start + raw[1]) * block  # behind its extended attributes
    extra = raw[33 + raw[32] + (raw[32] + 1) % 2 :]
    return _Record(name, [(begins, length)], raw[25], extra)


def _name(record: _Record, joliet: bool) -> str:
    if joliet:
        written = record.name.decode("utf-16-be", "replace")
    else:
        written = _rock_ridge(record.extra) or decoded(record.name)
    stem, _, version = written.rpartition(";")
    return (stem if version.isdigit() and stem else written).rstrip(".") or "unnamed"


def _rock_ridge(extra: bytes) -> str:
    """The longer name that Unix discs carry in their records' system use field (RRIP 4.1.4)."""
    return decoded(b"".join(value[1:] for kind, value in _system_use(extra) if kind == b"NM"))


def _system_use(extra: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(signature, value) of each field after a record's name (SUSP 1.12, 4.1)."""
    at = 0
    while at + 4 <= len(extra) and extra[at + 2] >= 4:
        yield extra[at : at + 2], extra[at + 4 : at + extra[at + 2]]
        at += extra[at + 2]
