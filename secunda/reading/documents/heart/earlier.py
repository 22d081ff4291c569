"""Whether a number of the heart is of now, of an earlier study, or somebody else's."""

from __future__ import annotations

import re
from typing import Final

from secunda.reading.document import Assertion

REACH: Final = 90
EARLIER: Final = re.compile(
    r"\b(?:previous(?:ly)?|prior|earlier|former(?:ly)?|before the (?:procedure|operation)|pre-?(?:tavi|"
    r"op\w*|procedure|treatment)|"
    r"at presentation|at diagnosis|last year|vor-?(?:ekg|befund|untersuchung)|compared (?:with|to)|"
    r"antes|auparavant|"
    r"anterieur\w*|previo|im vor\w*)\b[^.;\n]{0,70}$"
)
BEFORE_IT: Final = re.compile(r"\bbefore the (?:procedure|operation|intervention)\b[^.;]{0,60}$")
OF_A_YEAR: Final = re.compile(
    r"(?:\bin |\(|\bangiogram |\bangiography |\becho\w* |\bvom \d\d\.\d\d\.)(?:19|20)\d\d\)?[^.;\n]{0,70}$"
)
NOW: Final = re.compile(
    r"\b(?:now|today|current(?:ly)?|heute|aktuell|this (?:study|admission)|improved to|risen to)\b"
)
RELATIVE: Final = re.compile(r"\b(?:father|mother|brother|sister|son|daughter|uncle|aunt)\b[^.;\n]{0,70}$")


def when_said(plain: str, start: int) -> Assertion:
    """How folded text stands up to `start`: historical after words for an earlier study, or a year in its line."""
    before = plain[max(0, start - REACH) : start]
    if RELATIVE.search(before):
        return "family"
    for pattern in (EARLIER, BEFORE_IT, OF_A_YEAR):
        found = pattern.search(before)
        is_head = start - len(before) <= 0 and "\n" not in before
        if found and not NOW.search(before, found.start()) and not (pattern is OF_A_YEAR and is_head):
            return "historical"
    return "affirmed"
