"""Days as documents write them."""

from __future__ import annotations

import time

import pytest

from secunda.reading.documents.days import days
from secunda.reading.documents.folded import folded
from secunda.reading.documents.lines import lines
from secunda.reading.text import Text


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("12 March 2026", "2026-03-12"), ("March 12, 2026", "2026-03-12"), ("3rd of Mar 2026", "2026-03-03"),
        ("12-Mar-2026", "2026-03-12"), ("12MAR2026", "2026-03-12"), ("2026-03-12", "2026-03-12"),
        ("2026/3/1", "2026-03-01"), ("12.03.2026", "2026-03-12"), ("12.3.26", "2026-03-12"),
        ("13/03/2026", "2026-03-13"), ("03/13/2026", "2026-03-13"), ("05/05/2026", "2026-05-05"),
        ("Mar 2026", "2026-03"), ("03/2026", "2026-03"), ("12 de marzo de 2026", "2026-03-12"),
        ("12. März 2026", "2026-03-12"), ("1er août 2025", "2025-08-01"), ("12 مارس 2026", "2026-03-12"),
        ("١٢ آذار ٢٠٢٦", "2026-03-12"),
    ],
)  # fmt: skip
def test_a_day(written: str, value: str) -> None:
    assert [day.value for day in days(f"seen on {written} again")] == [value]


@pytest.mark.parametrize("written", ["31/02/2026", "1.2.3", "120/80", "may 5 people", "12 of 30", "10.5 mg"])
def test_no_day(written: str) -> None:
    assert days(written) == ()


def test_the_order_is_that_of_the_document_and_never_guessed() -> None:
    assert [day.value for day in days("04/05/2026")] == ["2026"]
    assert [day.value for day in days("04/05/2026, 25/05/2026")] == ["2026-05-04", "2026-05-25"]
    assert [day.value for day in days("04/05/2026, 05/25/2026")] == ["2026-04-05", "2026-05-25"]
    assert [day.value for day in days("Fecha de la toma 04/05/2026 en el hospital")] == ["2026-05-04"]


def test_folding_keeps_every_place() -> None:
    text = "Hämoglobin µmol/L 10⁹ ٣ ﬁn — Größe"
    assert len(folded(text)) == len(text)
    assert folded("Hämoglobin µ ٣") == "hamoglobin u 3"


def test_lines_have_the_places_of_the_plain_text() -> None:
    text = Text.of("a b\n\nHb  13\f x y")
    for line in lines(text):
        assert text.plain[line.start : line.end].lower() == line.text
        for token in line.tokens:
            assert text.plain[token.start : token.end].lower() == token.text


def test_a_long_text_is_read_in_time_that_grows_with_it() -> None:
    def seconds(times: int) -> float:
        begin = time.process_time()
        days("word 12 march text 5/6 1.2. 12/ " * times)
        return time.process_time() - begin

    assert seconds(8000) < 40 * max(seconds(1000), 0.005)
