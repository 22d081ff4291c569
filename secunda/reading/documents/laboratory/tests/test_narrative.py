"""Results in the sentences of letters."""

from __future__ import annotations

import pytest

from secunda.reading.document import Fact
from secunda.reading.documents.laboratory import facts
from secunda.reading.text import Text


def found(plain: str) -> tuple[Fact, ...]:
    return facts(Text.of(plain), type="clinic_letter")


@pytest.mark.parametrize(
    ("sentence", "name", "value", "day"),
    [
        ("His PSA was 6.8 ng/mL on 3 March 2026.", "psa", "6.8", "2026-03-03"),
        ("We found a PSA of 6.8 ng/ml (March 2026).", "psa", "6.8", "2026-03"),
        ("On 3 March 2026 her creatinine was 88 µmol/L.", "creatinine", "88", "2026-03-03"),
        ("The haemoglobin today is 98 g/L and stable.", "haemoglobin", "98", ""),
        ("Anaemia with a ferritin of 8 ug/L.", "ferritin", "8", ""),
        ("The INR is 2.3 today.", "inr", "2.3", ""),
        ("El PSA fue de 6,8 ng/mL el 3 de marzo de 2026.", "psa", "6.8", "2026-03-03"),
    ],
)
def test_a_stated_result(sentence: str, name: str, value: str, day: str) -> None:
    assert [(fact.name, fact.value, fact.date) for fact in found(sentence)] == [(name, value, day)]


def test_a_change_is_two_results() -> None:
    assert [fact.value for fact in found("The haemoglobin fell from 132 to 98 g/L.")] == ["132", "98"]


def test_a_run_of_results_without_units_stays_without() -> None:
    every = found("Bloods: Hb 132, WCC 7.2, Plt 250, Na 138, K 4.2.")
    assert [(fact.name, fact.value, fact.unit) for fact in every] == [
        ("haemoglobin", "132", ""), ("white_cells", "7.2", ""), ("platelets", "250", ""), ("sodium", "138", ""),
        ("potassium", "4.2", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    [
        "If the PSA rises above 10 ng/mL we will scan.",
        "The target haemoglobin is 100 g/L.",
        "Aim to keep potassium 4.5 mmol/L.",
        "She takes calcium 500 mg daily and magnesium 400 mg.",
        "We discussed iron and her 3 children.",
        "Zinc 12 umol/L.",
        "He has 2 sisters, na 3.",
    ],
)
def test_what_is_no_result(sentence: str) -> None:
    assert found(sentence) == ()


def test_of_the_family_it_is_the_family() -> None:
    every = found("FAMILY HISTORY:\nHis father had a PSA of 60 ng/mL.")
    assert [fact.assertion for fact in every] == ["family"]
