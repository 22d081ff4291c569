"""Whom to call in an emergency, by country, from rules/emergency_numbers.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import yaml

from secunda.care.triage.ruleset import FOLDER


@dataclass(frozen=True, slots=True)
class CrisisLine:
    """A line for thoughts of suicide, under the name it has there."""

    name: str
    number: str

    @property
    def dial(self) -> str:
        """What a telephone dials."""
        return dial(self.number)


@dataclass(frozen=True, slots=True)
class Numbers:
    """A country's numbers, as people write them. `is_known` is false for the fallback (wording.FALLBACK_NUMBER)."""

    country: str
    emergency: tuple[str, ...]
    ambulance: tuple[str, ...]
    crisis: tuple[CrisisLine, ...]
    is_known: bool


def numbers(country: str) -> Numbers:
    """The numbers of a country (ISO 3166-1 alpha-2, any case); 112 with `is_known` false for one not on file."""
    return _all().get(country.strip().upper()) or _numbers(
        country.strip().upper(), _file()["fallback"], False
    )


def countries() -> tuple[str, ...]:
    """The countries on file, ISO 3166-1 alpha-2."""
    return tuple(_all())


def is_reviewed() -> bool:
    """Whether a named person has checked the numbers; staff see them marked until then."""
    return bool(_file()["reviewed_by"])


def is_current(today: date) -> bool:
    """Whether the check of the numbers still holds."""
    return bool(today <= _file()["valid_until"])


def dial(number: str) -> str:
    """A number as a telephone dials it: digits, plus and star only, without an extension."""
    return "".join(sign for sign in number.split("ext")[0] if sign.isdigit() or sign in "+*")


@cache
def _all() -> dict[str, Numbers]:
    return {country: _numbers(country, found, True) for country, found in _file()["countries"].items()}


@cache
def _file() -> dict[str, Any]:
    with (FOLDER / "emergency_numbers.yaml").open(encoding="utf-8") as text:
        found: dict[str, Any] = yaml.safe_load(text)
    return found


def _numbers(country: str, found: dict[str, Any], is_known: bool) -> Numbers:
    return Numbers(
        country=country,
        emergency=tuple(found["emergency"]),
        ambulance=tuple(found.get("ambulance", ())),
        crisis=tuple(CrisisLine(each["name"], each["number"]) for each in found.get("crisis", ())),
        is_known=is_known,
    )
