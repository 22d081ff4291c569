"""Whether a DICOM data set ends where its lengths say it ends: element by element, without reading a value."""

import struct
from typing import BinaryIO

_UNDEFINED = 0xFFFFFFFF
_ITEM, _ITEM_END, _SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD
_LONG = frozenset((b"OB", b"OD", b"OF", b"OL", b"OV", b"OW", b"SQ", b"SV", b"UC", b"UN", b"UR", b"UT", b"UV"))


def is_whole(stream: BinaryIO, start: int, size: int, *, order: str, most_elements: int) -> bool:
    """Whether the elements from `start` lead exactly to `size`, every sequence closed (PS3.5 7.1, 7.5).

    `order` is "<" or ">". False as soon as one reaches beyond the end, or after `most_elements`. Explicit and
    implicit elements are told apart one by one, because writers mix them.
    """
    position, depth = start, 0
    for _ in range(most_elements):
        stream.seek(position)
        head = stream.read(12)
        if not head.strip(b"\x00"):
            return depth == 0
        if len(head) < 8:
            return False
        tag, length, begins = _element(head, order)
        depth += _deeper(tag, length)
        position += begins + (0 if length == _UNDEFINED else length)
        if position > size or depth < 0:
            return False
    return False


def _element(head: bytes, order: str) -> tuple[int, int, int]:
    """(tag, length, bytes before the value) of the element that `head` begins with."""
    group, number, length = struct.unpack(order + "HHL", head[:8])
    tag, letters = group << 16 | number, head[4:6]
    if tag in (_ITEM, _ITEM_END, _SEQUENCE_END) or not (letters.isalpha() and letters.isupper()):
        return tag, length, 8
    if letters in _LONG and len(head) == 12:
        return tag, struct.unpack(order + "L", head[8:])[0], 12
    return tag, struct.unpack(order + "H", head[6:8])[0], 8


def _deeper(tag: int, length: int) -> int:
    if tag in (_ITEM_END, _SEQUENCE_END):
        return -1
    return 1 if length == _UNDEFINED else 0
