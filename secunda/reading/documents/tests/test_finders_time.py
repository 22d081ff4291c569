"""No text, however odd, holds a finder up: their cost grows with its length only."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from secunda.reading.document import Fact, Type
from secunda.reading.documents import diagnoses, heart, laboratory, medication, procedures, radiology
from secunda.reading.text import Text

ODD = (
    "a ",
    "1 ",
    "(",
    "1/",
    "mg ",
    "of the ",
    "12.5 x ",
    "x",
    "\n",
    "aortic ",
    "hb ",
    "diagnosis: a,",
    "no allergies ",
)
FINDERS: list[tuple[Callable[..., tuple[Fact, ...]], Type]] = [
    (laboratory.facts, "laboratory"),
    (radiology.facts, "radiology"),
    (heart.facts, "echocardiography"),
    (medication.facts, "medication"),
    (procedures.facts, "discharge_summary"),
    (diagnoses.facts, "discharge_summary"),
]


@pytest.mark.parametrize(("facts", "type"), FINDERS, ids=[type for _, type in FINDERS])
def test_odd_texts_are_read_in_time(facts: Callable[..., tuple[Fact, ...]], type: Type) -> None:
    facts(Text.of("Hb 132 g/L"), type=type)  # the lists are loaded once
    for odd in ODD:
        begin = time.process_time()
        facts(Text.of(odd * (20_000 // len(odd))), type=type)
        assert time.process_time() - begin < 5, odd
