"""Which results want a person's eyes within the hour."""

from __future__ import annotations

import pytest

from secunda.reading.critical import critical, rules
from secunda.reading.document import Assertion, Fact


def result(name: str, value: str, unit: str, assertion: Assertion = "affirmed", **detail: str) -> Fact:
    return Fact(
        name, value, quote=f"{name} {value}", unit=unit, assertion=assertion, detail=tuple(detail.items())
    )


@pytest.mark.parametrize(
    ("fact", "rule"),
    [
        (result("calcium", "3.01", "mmol/L"), "RF-25.calcium-high"),
        (result("corrected_calcium", "3.4", "mmol/L"), "RF-25.calcium-high"),
        (result("potassium", "6.5", "mmol/L"), "RF-25.potassium-high"),
        (result("potassium", "2.4", "mmol/L"), "RF-25.potassium-low"),
        (result("potassium", "7.1", ""), "RF-25.potassium-high"),
        (result("sodium", "119", "mmol/L"), "RF-25.sodium-low"),
        (result("haemoglobin", "69", "g/L"), "RF-25.haemoglobin-low"),
        (result("platelets", "<10", "10*9/L"), "RF-25.platelets-low"),
        (result("neutrophils", "0.4", "10*9/L"), "RF-25.neutrophils-low"),
        (result("blasts", "1", "%"), "RF-25.blasts"),
        (result("blasts", "present", ""), "RF-25.blasts"),
        (result("troponin_t", "15", "ng/L"), "RF-25.troponin-t"),
        (result("troponin_i", "40", "ng/L", flag="H", range="<34"), "RF-25.troponin-i"),
        (result("troponin_i", "40", "ng/L", as_written="40 ng/L", range="<34"), "RF-25.troponin-i"),
        (result("troponin", "500", "ng/L", as_written="0.5 ng/mL", range="0-0.04"), "RF-25.troponin-i"),
        (result("potassium", ">6.5", "mmol/L"), "RF-25.potassium-high"),
        (result("calcium", ">3.0", "mmol/L"), "RF-25.calcium-high"),
    ],
)
def test_critical(fact: Fact, rule: str) -> None:
    assert [(each.rule, each.fact) for each in critical([fact])] == [(rule, fact)]


@pytest.mark.parametrize(
    "fact",
    [
        result("calcium", "3.0", "mmol/L"),
        result("potassium", "6.4", "mmol/L"),
        result("potassium", "2.5", "mmol/L"),
        result("potassium", ">6", "mmol/L"),
        result("sodium", "120", "mmol/L"),
        result("haemoglobin", "70", "g/L"),
        result("haemoglobin", "13.2", ""),
        result("haemoglobin", "7", "g/dL"),
        result("platelets", "<20", "10*9/L"),
        result("neutrophils", "0.5", "10*9/L"),
        result("neutrophils_percent", "0.4", "%"),
        result("blasts", "0", "%"),
        result("blasts", "<1", "%"),
        result("blasts", "present", "", "negated"),
        result("haemoglobin", "50", "g/L", "family"),
        result("troponin_t", "14", "ng/L"),
        result("troponin_t", "<14", "ng/L"),
        result("troponin_i", "30", "ng/L", as_written="30 ng/L", range="0-34"),
        result("lab_other", "9", "mmol/L"),
    ],
)
def test_not_critical(fact: Fact) -> None:
    assert critical([fact]) == ()


def test_the_rules_say_what_they_are() -> None:
    assert rules().reference == "RF-25"
    assert rules().tag == "C (local policy)"
    assert rules().signed_by == ""
    assert len({rule.id for rule in rules().rules}) == len(rules().rules)
