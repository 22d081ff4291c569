"""Where the sentence around a stretch of text begins and ends, in prose, lists and forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

BEFORE: Final = 500
AFTER: Final = 300
_SHORT_LINE: Final = 45
# A full stop ends a sentence unless it belongs to an abbreviation, an initial or a number.
# What is looked at first is the sign itself: the rest is only asked where one stands.
_STOP = re.compile(
    r"[.!;。؟?](?:(?<=[;。])|(?<=[؟?])(?=\s)|(?<=[.!])(?<!\b[A-Za-z].)(?<!\b[DMS]r.)(?<!\bMrs.)(?<!\bvs.)(?<!\bNo.)"
    r"(?<!\bSt.)(?<!\bca.)(?<!\bFig.)(?<!\bapprox.)(?<!\bi\.e.)(?<!\be\.g.)"
    r"(?=[\"'”»)\]]{0,3}\s+[\"'“«(\[]{0,3}[^\Wa-z_]))"
)
_NEW_ITEM = re.compile(
    r"\s{0,20}(?:[-–•*·▪>+■□●]\s?|\(?[A-Za-z0-9]{1,2}[.)]\s|[^\W\d_][^\n:.;]{0,50}:|\f)", re.UNICODE
)


def sentence_around(plain: str, start: int, end: int) -> tuple[int, int]:
    """Bounds of the sentence, list item or form line that holds `plain[start:end]`.

    It looks 500 characters back and 300 on, so that its cost does not grow with the text.
    """
    low, high = max(0, start - BEFORE), min(len(plain), end + AFTER)
    first, last = low, high
    for stop in _STOP.finditer(plain, low, min(start + 80, len(plain))):
        if stop.end() <= start:
            first = stop.end()
    for line in _line_ends(plain, max(first, low), start):
        if _ends_sentence(plain, line):
            first = line + 1
    stop_after = _STOP.search(plain, end, high)
    if stop_after:
        last = stop_after.end()
    for line in _line_ends(plain, end, last):
        if _ends_sentence(plain, line):
            last = line
            break
    return first, last


def _line_ends(plain: str, low: int, high: int) -> Iterator[int]:
    place = plain.find("\n", low, high)
    while place >= 0:
        yield place
        place = plain.find("\n", place + 1, high)


def _ends_sentence(plain: str, newline: int) -> bool:
    """Whether a line feed parts two sentences: a wrapped line of prose goes on, a list item or form line does not."""
    before = plain[max(0, newline - _SHORT_LINE - 1) : newline]
    line = before.rpartition("\n")[2].rstrip()
    after = plain[newline + 1 : newline + 80]
    if not line or not after.strip() or line[-1] in ".!?;":
        return True
    if _NEW_ITEM.match(after):
        return True
    return (
        len(line) <= _SHORT_LINE
        and after.lstrip()[:1].isupper()
        and line[-1] not in ",:(-/"
        and not _is_open(line)
    )


def _is_open(line: str) -> bool:
    """Whether a line stops at a word after which something must follow."""
    return line.rsplit(" ", 1)[-1].lower() in {
        "of", "the", "a", "an", "no", "and", "or", "with", "without", "in", "for", "to", "by", "is", "are", "was", "at",
        "de", "la", "el", "y", "sin", "con", "der", "die", "das", "und", "ohne", "et", "le", "les", "du", "des", "sans",
    }  # fmt: skip
