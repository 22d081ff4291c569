"""Whether enough of a document can be read to rely on anything in it: else no facts, and a better scan is asked for.

Refused are documents of which next to nothing came through: blank pages, barcodes, noise, a few scraps of lines without
a sentence or numbers; and forms of which mostly the printed labels came through, because then what is left of the
answers cannot be trusted either.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from secunda.reading.pages import wordlike
from secunda.reading.text import Page

LEAST_TOKENS = 8  # words and numbers of a whole document
_LEAST_WORDS = 6  # the numbers of a barcode alone say nothing
LEAST_SHARE = 0.5  # of its tokens that look like language or numbers
_FEW_TOKENS = 20  # a document this short says something only in a sentence or in numbers
_SENTENCE_TOKENS = 6
_LEAST_NUMBERS = 3
_SOME_TOKENS = 60  # a document this short is looked at label by label
_MOST_EMPTY_LABELS = 0.4  # of its lines
_GARBLED_SHARE = 0.35
_GARBLED_TOKENS = 12
_LABELS = 0.4  # of the lines of a short document
_LABEL = re.compile(
    r"(?:(?:ref(?:erence)?|case|accession|hospital|patient|medical record|specimen|policy)\.?\s*(?:no|number|id)\.?"
    r"|gender|sex|age|birth\s*date|date of birth|dob|name|patient|physician|doctor|address|phone|date|signature)\s*:?",
    re.IGNORECASE,
)


def is_readable(pages: Sequence[Page]) -> bool:
    """Whether facts may be taken from these pages at all."""
    found = wordlike.count(word.text for page in pages for word in page.words)
    tokens = found.words + found.numbers
    if tokens < LEAST_TOKENS or found.words < _LEAST_WORDS or found.share < LEAST_SHARE:
        return False
    if tokens < _FEW_TOKENS and found.numbers < _LEAST_NUMBERS and _longest_line(pages) < _SENTENCE_TOKENS:
        return False
    return tokens >= _SOME_TOKENS or _empty_labels(pages) < _MOST_EMPTY_LABELS


def is_garbled(page: Page) -> bool:
    """Whether a page has writing on it of which hardly anything looks like language."""
    found = wordlike.count(word.text for word in page.words)
    every = found.words + found.numbers + found.other
    return every >= _GARBLED_TOKENS and found.share < _GARBLED_SHARE


def _longest_line(pages: Sequence[Page]) -> int:
    return max((len(line) for page in pages for line in page.lines), default=0)


def _empty_labels(pages: Sequence[Page]) -> float:
    """The share of lines that are a form's label with nothing behind it."""
    lines = [" ".join(word.text for word in line) for page in pages for line in page.lines]
    return sum(_LABEL.fullmatch(line) is not None for line in lines) / len(lines) if lines else 0.0
