"""Whether bytes are writing: UTF-16 without its mark, a NUL beside each letter, signs that no text has."""

from __future__ import annotations

import unicodedata

_HEAD = 400
_SHORTEST = 8
_FRAMING = "\t\r\n\x0b\x0c\x1c"  # that of HL7 messages (MLLP) among them
_NO_SIGNS = ("Cc", "Cn", "Co", "Cs")  # control, unassigned, private, half of a pair


def encoding_without_mark(head: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of the beginning is NUL, mostly. None for anything else."""
    head = head[:_HEAD]
    if len(head) < _SHORTEST:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd * 4 > len(head) and even == 0:
        return "utf-16-le"
    return "utf-16-be" if even * 4 > len(head) and odd == 0 else None


def without_padding(content: bytes) -> bytes:
    """`content` without a NUL before or after each letter, where the letters are too irregular for UTF-16.

    Such files were UTF-16 once and lost the NULs of their line feeds, or were joined at an odd byte. Anything else,
    also what has two NULs in a row as binary files do, comes back as it is.
    """
    nuls = content.count(0)
    is_padded = nuls * 3 > len(content) > nuls * 3 // 2 and b"\0\0" not in content
    is_shifting = bool(content[0::2].count(0) and content[1::2].count(0))
    return content.replace(b"\0", b"") if is_padded and is_shifting else content


def is_writing(text: str) -> bool:
    """Whether at most one in fifty of its signs is none that people write. Spaces and hyphens of any kind are."""
    odd = sum(1 for each in text if not each.isprintable() and _is_odd(each))
    return odd * 50 <= len(text)


def _is_odd(each: str) -> bool:
    return each not in _FRAMING and unicodedata.category(each) in _NO_SIGNS
