"""Reading a report takes time in proportion to its length, whatever stands in it."""

from __future__ import annotations

import time

import pytest

from secunda.reading.documents.assertion import assertion_at
from secunda.reading.documents.pathology import facts
from secunda.reading.documents.sections import sections
from secunda.reading.documents.type import type_of
from secunda.reading.text import Text

PATTERNS = [
    "margins status  status  : , is are ",
    "pT3a pN0 L0 V0 ",
    "lymph nodes 1/2 no tumor ",
    "A. Breast, left, biopsy: carcinoma\n",
    "tumor size 3 x 3 x 3 x 3 cm x ",
    "gleason nottingham score grade FIGO WHO ",
    "positive for CK7, CK20, p53, p63 and ",
    "loss of MLH1 and PMS2 and MSH2 and ",
    "ER PR HER2 estrogen receptor ",
    "no no no without any evidence of ",
    "word " * 5,
    "1" * 25,
    "(((((((((((((",
    "                         ",
    "x\n" * 10,
]


def _seconds(words: str) -> float:
    """Processor time of everything that reads words, the best of two."""
    taken = []
    for _ in range(2):
        start = time.process_time()
        text = Text.of(words)
        facts(text, type="surgical_pathology")
        type_of(text)
        sections(words)
        assertion_at(words, len(words) // 2, len(words) // 2 + 3)
        taken.append(time.process_time() - start)
    return min(taken)


@pytest.mark.parametrize("pattern", PATTERNS, ids=range(len(PATTERNS)))
def test_twice_the_length_takes_about_twice_the_time(pattern: str) -> None:
    facts(Text.of("carcinoma pT1"), type="surgical_pathology")
    once, fourfold = (_seconds(pattern * (letters // len(pattern))) for letters in (3_000, 12_000))
    assert fourfold < 9 * once + 0.05
