"""Emergency numbers: there for the countries promised, honest about the others, and dialable."""

from __future__ import annotations

from datetime import date

import pycountry
import pytest

from secunda.care.triage import numbers

EU = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE"
PROMISED = (
    f"{EU} GB US CA IN AE SA EG MA DZ TN JO LB IQ BR MX AR ZA NG KE GH ET PK BD LK NP CN JP KR ID PH VN TH MY SG AU NZ "
    "TR IL PS IR RU UA"
).split()


@pytest.mark.parametrize("country", PROMISED)
def test_a_promised_country_is_on_file(country: str) -> None:
    found = numbers.numbers(country)
    assert found.is_known
    assert found.emergency
    if country in EU.split():
        assert found.emergency[0] == "112"


@pytest.mark.parametrize("country", numbers.countries())
def test_every_number_can_be_dialled(country: str) -> None:
    found = numbers.numbers(country)
    lines = [*found.emergency, *found.ambulance, *(line.number for line in found.crisis)]
    assert all(2 <= len(numbers.dial(number).strip("*")) <= 15 for number in lines)
    assert len(set(lines)) == len(lines)
    assert country == "XK" or pycountry.countries.get(alpha_2=country) is not None


def test_well_known_numbers() -> None:
    assert numbers.numbers("us").emergency == ("911",)
    assert numbers.numbers("GB").crisis[0].dial == "116123"
    assert numbers.numbers("NO").emergency == ("113", "112")  # YAML takes a bare NO for "false"
    assert numbers.dial("119 ext 8") == "119"
    assert len(numbers.countries()) >= 60


@pytest.mark.parametrize("country", ["", "ZZ", "nowhere"])
def test_an_unknown_country_says_so(country: str) -> None:
    found = numbers.numbers(country)
    assert not found.is_known
    assert found.emergency == ("112",)
    assert found.crisis == ()


def test_nobody_has_checked_the_numbers_yet() -> None:
    assert not numbers.is_reviewed()
    assert numbers.is_current(date(2026, 11, 22))
    assert not numbers.is_current(date(2031, 1, 1))
