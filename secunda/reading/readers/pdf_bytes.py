"""What a PDF's bytes betray that its parser does not tell: actions, other kinds of file, a missing end."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from secunda.reading.sniff import PDF_HEADER_WITHIN, has_html

# Names that let a PDF run, send, unpack or play something (ISO 32000-2, 12.6.4, 12.7.8, 7.11.4, 13.6).
ACTIVE_NAMES: dict[bytes, str] = {
    b"JavaScript": "javascript",
    b"Launch": "launch",
    b"EmbeddedFile": "embedded_file",
    b"EmbeddedFiles": "embedded_file",
    b"GoToE": "embedded_file",
    b"RichMedia": "media",
    b"Rendition": "media",
    b"Movie": "media",
    b"Sound": "media",
    b"3DD": "media",
    b"XFA": "form",
    b"SubmitForm": "form",
    b"ImportData": "form",
}
_CHUNK = 1024 * 1024
_OVERLAP = 128
_TAIL = 66 * 1024  # a ZIP's last record lies within 64 KiB and 22 bytes of its end
_INFLATE_BUDGET = 64 * 1024 * 1024
_MOST_STREAMS = 20_000
_NAME = re.compile(rb"/([A-Za-z0-9#]{3,40})(?![A-Za-z0-9#])")
_OBJECT = re.compile(rb"\d\s+\d{1,5}\s+obj\b")
_LENGTH = re.compile(rb"/Linearized\b[^>]{0,400}?/L\s+(\d{1,15})", re.DOTALL)
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"\bstream\r?\n")


@dataclass(slots=True)
class Findings:
    """`active`: kinds of `ACTIVE_NAMES`, zip, html, or unscanned; `cut_short`: the end of the file is missing."""

    active: set[str] = field(default_factory=set)
    cut_short: bool = False
    last_end: int = -1
    packed_at: list[int] = field(default_factory=list)


def search(stream: BinaryIO, size: int) -> Findings:
    """What the whole file holds, names inside compressed object streams included (bounded: else "unscanned")."""
    found = Findings()
    for offset, chunk in _chunks(stream):
        _search_names(chunk, offset, found)
    _search_packed(stream, found)
    _search_other_kinds(stream, size, found)
    found.cut_short = found.last_end < 0 or _goes_on(stream, found.last_end) or _is_short(stream, size)
    return found


def _chunks(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    offset, kept = 0, b""
    stream.seek(0)
    while chunk := stream.read(_CHUNK):
        yield offset - len(kept), kept + chunk
        offset += len(chunk)
        kept = chunk[-_OVERLAP:]


def _search_names(chunk: bytes, offset: int, found: Findings) -> None:
    end = chunk.rfind(b"%%EOF")
    found.last_end = offset + end if end >= 0 else found.last_end
    for token in _NAME.finditer(chunk):
        _note_name(_unescaped(token.group(1)), offset + token.end(), found)


def _unescaped(name: bytes) -> bytes:
    return _HEX.sub(lambda code: bytes([int(code.group(1), 16)]), name)


def _note_name(name: bytes, end: int, found: Findings) -> None:
    if name in ACTIVE_NAMES:
        found.active.add(ACTIVE_NAMES[name])
    elif name == b"ObjStm" and end not in found.packed_at[-2:]:
        found.packed_at.append(end)


def _search_packed(stream: BinaryIO, found: Findings) -> None:
    """Objects may lie in compressed object streams (ISO 32000-1, 7.5.7): their names are searched inflated."""
    budget = _INFLATE_BUDGET
    if len(found.packed_at) > _MOST_STREAMS:
        found.active.add("unscanned")
    for place in found.packed_at[:_MOST_STREAMS]:
        inflated = _inflated(stream, place, budget)
        if inflated is None:
            found.active.add("unscanned")
            continue
        budget -= len(inflated)
        names = {_unescaped(name) for name in _NAME.findall(inflated)}
        found.active.update(ACTIVE_NAMES[name] for name in names if name in ACTIVE_NAMES)


def _inflated(stream: BinaryIO, place: int, budget: int) -> bytes | None:
    """The content of the object stream whose dictionary holds `place`, None if it cannot be opened within `budget`."""
    stream.seek(place)
    opening = _STREAM.search(dictionary := stream.read(4096))
    if opening is None or b"/Predictor" in dictionary[: opening.start()]:
        return None
    stream.seek(place + opening.end())
    unpacking, parts, left = zlib.decompressobj(), [], budget
    try:
        while not unpacking.eof and left > 0 and (packed := unpacking.unconsumed_tail or stream.read(65536)):
            parts.append(unpacking.decompress(packed, left))
            left -= len(parts[-1])
    except zlib.error:
        return None
    return b"".join(parts) if unpacking.eof else None


def _search_other_kinds(stream: BinaryIO, size: int, found: Findings) -> None:
    stream.seek(0)
    head = stream.read(PDF_HEADER_WITHIN)
    stream.seek(max(size - _TAIL, 0))
    tail = stream.read()
    if b"PK\x05\x06" in tail:
        found.active.add("zip")
    stream.seek(max(found.last_end, 0))
    if has_html(head) or has_html(stream.read(_TAIL)):
        found.active.add("html")


def _goes_on(stream: BinaryIO, last_end: int) -> bool:
    """Whether objects follow the last end mark: a later revision was being written, or the rest is missing."""
    stream.seek(last_end)
    return any(_OBJECT.search(chunk) for chunk in iter(lambda: stream.read(_CHUNK), b""))


def _is_short(stream: BinaryIO, size: int) -> bool:
    """A linearised PDF states its own length near its start."""
    stream.seek(0)
    stated = _LENGTH.search(stream.read(2048))
    return stated is not None and int(stated.group(1)) > size
