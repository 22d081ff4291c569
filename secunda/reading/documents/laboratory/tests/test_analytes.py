"""The lists hold what they promise: codes, units, factors, names."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
import yaml
from ucumvert import PintUcumRegistry

from secunda.reading.documents.laboratory.analytes import (
    ANALYTES,
    analytes,
    as_text,
    convert,
    labels,
    of_loinc,
)
from secunda.reading.documents.laboratory.units import UNITS, squash, units, units_at


def test_ninety_analytes_and_more() -> None:
    assert len(analytes()) >= 90


def luhn(code: str) -> bool:
    digits, check = code.split("-")
    total = 0
    for index, digit in enumerate(reversed(digits)):
        double = int(digit) * (2 if index % 2 == 0 else 1)
        total += double - 9 if double > 9 else double
    return (10 - total % 10) % 10 == int(check)


def test_every_code_has_its_check_digit_and_one_meaning() -> None:
    codes = [code for each in analytes().values() for code in (each.loinc, *each.also) if code]
    assert [code for code in codes if not luhn(code)] == []
    assert len(codes) == len(set(codes))


def test_a_code_finds_its_analyte() -> None:
    glucose = of_loinc("2345-7")
    assert glucose is not None
    assert glucose.name == "glucose"
    assert of_loinc("0-0") is None


def test_factors_are_those_of_ucum() -> None:
    registry = PintUcumRegistry()
    wrong = []
    for measure, members in yaml.safe_load(UNITS.read_text())["measures"].items():
        if measure in (
            "glycated",
            "number",
            "cell_mass",
            "per_creatinine",
            "fraction",
            "charge",
            "filtration",
        ):
            continue  # ratios of our own, and units that UCUM leaves without size
        (base, _), *others = sorted(members.items(), key=lambda row: row[1]["factor"] != 1)
        for ucum, row in others:
            one, other = registry.from_ucum(base), registry.from_ucum(ucum)
            if abs((1 * other).to(one).magnitude / row["factor"] - 1) > 1e-6:
                wrong.append(ucum)
    assert wrong == []


def test_no_two_units_of_a_measure_are_spelled_alike() -> None:
    doubled = [
        spelling
        for spelling, meant in units().spelled.items()
        if len({unit.measure for unit in meant}) < len(meant)
    ]
    assert doubled == []


@pytest.mark.parametrize("written", ["x10E9/L", "10^9/L", "x 10⁹ / L", "103/µL", "K/uL", "G/L", "10*9/L"])
def test_many_ways_to_write_one_unit(written: str) -> None:
    from secunda.reading.documents.folded import folded

    end, meant = units_at(folded(written), 0)
    assert end == len(written)
    assert "10*9/L" in {unit.ucum for unit in meant}


def test_what_is_no_unit() -> None:
    assert units_at("of the day", 0) == (0, ())
    assert units_at("* mmol", 0) == (0, ())


def test_mass_and_substance_need_a_molar_mass() -> None:
    _, meant = units_at("mmol/l", 0)
    assert convert(Decimal(1), analytes()["albumin"], squash("mmol/l"), meant) is None
    assert convert(Decimal(1), analytes()["glucose"], squash("mmol/l"), meant) == 1


def test_numbers_keep_their_figures() -> None:
    assert as_text(Decimal("13.20"), "13.20") == "13.20"
    assert as_text(Decimal("106.0800"), "1.2") == "106.1"
    assert as_text(Decimal("132.0"), "13.2") == "132"


def test_every_name_is_text() -> None:
    rows = yaml.safe_load(ANALYTES.read_text())
    rows.pop("version")
    names = [
        name
        for row in rows.values()
        for language in ("en", "es", "de", "fr", "ar")
        for name in row.get(language, [])
    ]
    assert all(isinstance(name, str) for name in names)
    assert all(re.search(r"\w", name) for name in names)


def test_the_longest_label_counts_and_parts_of_words_do_not() -> None:
    text = "na+ ca 19-9 sodium-free mg/dl"
    assert [text[each.start : each.end] for each in labels(text)] == ["na+", "ca 19-9"]
