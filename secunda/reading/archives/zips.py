"""ZIP: the list of its files, checked before anything is unpacked (APPNOTE.TXT 6.3)."""

from __future__ import annotations

import stat
import struct
import zipfile
from typing import BinaryIO, cast

from secunda.reading.archives.entries import ArchiveLimits, Member
from secunda.reading.archives.places import decoded, leads_outside
from secunda.reading.facts import Refusal

_METHODS = (
    zipfile.ZIP_STORED,
    zipfile.ZIP_DEFLATED,
)  # of the others, a few bytes may unpack to any length at once
_END, _END64, _LOCATOR = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
_LONGEST_END = 22 + 0xFFFF
_LOCAL_HEAD = 30
_FIRST_AT = (0, 4)  # 4: behind the mark of an archive once meant for several disks
_UTF8, _LOCKED = 0x800, 0x1
_UNIX_SYSTEMS = (3, 19)  # "version made by": Unix, OS X


def opened(stream: BinaryIO, size: int, limits: ArchiveLimits) -> zipfile.ZipFile:
    """The ZIP in `stream`, its list of files read and found sound. Raises `Refusal`."""
    _check_end(stream, size, limits)
    try:
        found = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError, EOFError):
        raise Refusal("archive_damaged") from None
    _check_places(found, size)
    return found


def members(found: zipfile.ZipFile, limits: ArchiveLimits) -> list[Member]:
    """Its files in the order of their bytes; folders are left out."""
    files = sorted(
        (each for each in found.infolist() if not each.is_dir()), key=lambda each: each.header_offset
    )
    return [_member(found, each, limits) for each in files]


def _member(found: zipfile.ZipFile, info: zipfile.ZipInfo, limits: ArchiveLimits) -> Member:
    path = info.filename if info.flag_bits & _UTF8 else decoded(_raw(info))
    return Member(
        path, info.file_size, lambda: cast(BinaryIO, found.open(info)), _refused(info, path, limits)
    )


def _raw(info: zipfile.ZipInfo) -> bytes:
    return info.orig_filename.split("\0")[0].encode("cp437")


def _refused(info: zipfile.ZipInfo, path: str, limits: ArchiveLimits) -> str:
    mode = info.external_attr >> 16 if info.create_system in _UNIX_SYSTEMS else 0
    reasons = (
        ("entry_outside", leads_outside(path)),
        ("entry_name", len(path) > limits.max_name),
        ("entry_link", stat.S_IFMT(mode) not in (0, stat.S_IFREG)),
        ("entry_locked", bool(info.flag_bits & _LOCKED)),
        ("entry_packed", info.compress_type not in _METHODS),
    )
    return next((code for code, holds in reasons if holds), "")


def _check_end(stream: BinaryIO, size: int, limits: ArchiveLimits) -> None:
    """Looks at the end record first: the module reads the whole list into memory, however long it says it is."""
    start = max(size - _LONGEST_END, 0)
    stream.seek(start)
    tail = stream.read(_LONGEST_END)
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        raise Refusal("archive_damaged")
    count, length = struct.unpack("<HL", tail[at + 10 : at + 16])
    if count == 0xFFFF or length == 0xFFFFFFFF:
        count, length = _end64(stream, tail, at) or (count, length)
    if count > limits.max_entries:
        raise Refusal("archive_too_many", limit=limits.max_entries)
    if length > min(limits.max_directory_bytes, size):
        raise Refusal("archive_damaged" if length > size else "archive_bomb")
    if count == 0:
        raise Refusal("archive_empty")


def _end64(stream: BinaryIO, tail: bytes, at: int) -> tuple[int, int] | None:
    locator = tail[at - 20 : at] if at >= 20 else b""
    if locator[:4] != _LOCATOR:
        return None
    (place,) = struct.unpack("<Q", locator[8:16])
    stream.seek(place)
    record = stream.read(56)
    if record[:4] != _END64 or len(record) < 56:
        raise Refusal("archive_damaged")
    count, length = struct.unpack("<QQ", record[32:48])
    return int(count), int(length)


def _check_places(found: zipfile.ZipFile, size: int) -> None:
    """No file may lie in another's bytes (as in bombs that share one kernel), and nothing may lie before the first."""
    infos = sorted(found.infolist(), key=lambda each: each.header_offset)
    end = found.start_dir
    if infos and infos[0].header_offset < 0:
        raise Refusal("archive_damaged")
    if infos and infos[0].header_offset not in _FIRST_AT:
        raise Refusal("two_in_one")
    for info in reversed(infos):
        least = info.header_offset + _LOCAL_HEAD + len(_bytes_of_name(info)) + info.compress_size
        if least > end:
            raise Refusal("archive_bomb")
        end = info.header_offset


def _bytes_of_name(info: zipfile.ZipInfo) -> bytes:
    return info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8 else "cp437")
