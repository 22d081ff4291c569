"""PDF (ISO 32000-1, 14.3): the document's properties (title, author, subject, keywords) and its XMP packets.

Properties that lie in a compressed object stream are cut off: the trailer no longer names them, so no reader shows
them. What stands on a page, comments included, a person saw when the record was called open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from secunda.care.records.blank import SPACE, Blank, CannotBlank

_CHUNK = 1024 * 1024
_OVERLAP = 1024
_LONGEST_PROPERTIES = 64 * 1024
_LONGEST_PACKET = 4 * _CHUNK
_NAMED = re.compile(rb"/Info\s{0,20}(\d{1,10})\s{1,20}\d{1,5}\s{1,20}R\b")
_TYPED = re.compile(rb"/(?:Type\s{0,20}/Metadata|Subtype\s{0,20}/XML)\b[^>]{0,600}?>{2,6}\s{0,20}stream\r?\n")
_LOOSE = re.compile(rb"<x:xmpmeta\b|<\?xpacket begin")
_REFERENCE = re.compile(rb"\b(\d{1,10})\s{1,20}\d{1,5}\s{1,20}R\b")


def blanks(stream: BinaryIO, size: int) -> Iterator[Blank]:
    """Where a document's properties and packets lie."""
    numbers = set()
    for at, match in _search(stream, _NAMED):
        numbers.add(int(match.group(1)))
        yield Blank(at + 1, 4, b"Xnfo")
    yield from _properties(stream, numbers)
    for at, match in _search(stream, _TYPED):
        yield _packet(stream, at + len(match.group()), (b"endstream",))
    for at, _match in _search(stream, _LOOSE):
        yield _packet(stream, at, (b"</x:xmpmeta>", b"<?xpacket end", b"endstream"))


def _search(stream: BinaryIO, wanted: re.Pattern[bytes]) -> Iterator[tuple[int, re.Match[bytes]]]:
    """Each match in the whole file and where it stands; none is found twice."""
    offset, kept, last = 0, b"", -1
    while True:
        stream.seek(offset)
        chunk = stream.read(_CHUNK)
        if not chunk:
            return
        start = offset - len(kept)
        for match in wanted.finditer(kept + chunk):
            if start + match.start() > last:
                last = start + match.start()
                yield last, match
        offset += len(chunk)
        kept = (kept + chunk)[-_OVERLAP:]


def _properties(stream: BinaryIO, numbers: set[int]) -> Iterator[Blank]:
    """The texts of these objects, and of those that they name one by one (`/Title 12 0 R`)."""
    further = set[int]()
    for at, content in _objects(stream, numbers):
        yield from _texts(at, content)
        further.update(int(match.group(1)) for match in _REFERENCE.finditer(content))
    for at, content in _objects(stream, further - numbers):
        yield from _texts(at, content)


def _objects(stream: BinaryIO, numbers: set[int]) -> Iterator[tuple[int, bytes]]:
    if not numbers:
        return
    names = b"|".join(b"%d" % number for number in sorted(numbers)[:1000])
    for at, match in _search(stream, re.compile(rb"(?<!\d)(?:" + names + rb")\s{1,20}\d{1,5}\s{1,20}obj\b")):
        start = at + len(match.group())
        stream.seek(start)
        yield start, stream.read(_LONGEST_PROPERTIES).partition(b"endobj")[0].partition(b"stream")[0]


def _texts(start: int, content: bytes) -> Iterator[Blank]:
    """The insides of the strings in an object's content: (literal) and <hexadecimal>."""
    at = 0
    while at < len(content):
        if content[at : at + 2] == b"<<" or content[at : at + 2] == b">>":
            at += 2
            continue
        end = _literal_end(content, at) if content[at] == 0x28 else _hex_end(content, at)
        if end > at + 1:
            yield Blank(start + at + 1, end - at - 1, SPACE)
        at = max(end, at) + 1


def _hex_end(content: bytes, at: int) -> int:
    """Where the hexadecimal string that begins at `at` ends; `at` itself where none begins."""
    return content.find(b">", at) if content[at] == 0x3C else at


def _literal_end(content: bytes, at: int) -> int:
    """Where the literal string that begins at `at` ends: escapes and inner parentheses are passed over."""
    depth, place = 0, at
    while place < len(content):
        code = content[place]
        if code == 0x5C:
            place += 1
        elif code in (0x28, 0x29):
            depth += 1 if code == 0x28 else -1
            if depth == 0:
                return place
        place += 1
    raise CannotBlank("a text without an end")


def _packet(stream: BinaryIO, at: int, ends: tuple[bytes, ...]) -> Blank:
    """Everything from `at` to the first of `ends`."""
    stream.seek(at)
    content = stream.read(_LONGEST_PACKET)
    found = [place for end in ends if (place := content.find(end)) >= 0]
    if not found:
        raise CannotBlank("a packet without an end")
    return Blank(at, min(found), SPACE)
