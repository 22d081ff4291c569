"""Countries, regions and time zones to choose from, in the reader's language."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from zoneinfo import available_timezones

import pycountry
from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone, get_timezone_location
from django.utils import translation
from django.utils.translation import gettext as _

Choices = list[tuple[str, str]]

# Where doctors are licensed by the state or province, so that we have to know it.
REGIONAL = frozenset({"US", "CA"})


def countries() -> Choices:
    """Every country by its name in the reader's language, after an empty first line."""
    return [("", _("Please choose")), *_countries(_language())]


def country_name(code: str) -> str:
    """The country's name in the reader's language; the code itself for one that we do not know."""
    return dict(_countries(_language())).get(code, code)


def is_country(code: str) -> bool:
    """Whether this is a country's code (ISO 3166-1 alpha-2)."""
    return len(code) == 2 and pycountry.countries.get(alpha_2=code) is not None


def regions(country: str) -> Choices:
    """The states or provinces of a country by ISO 3166-2 without the country's prefix; empty where it has none."""
    rows = _subdivisions().get(country, [])
    return [("", _("Please choose")), *rows] if rows else []


def region_name(country: str, region: str) -> str:
    """A region's name as its country writes it; empty for none."""
    return dict(regions(country)).get(region, region) if region else ""


def zones(country: str) -> list[tuple[str, Choices]]:
    """Time zones: those of the country first, then all others; each by its place and the time it has there."""
    known, others = _zones(country, _language())
    groups = [(country_name(country), list(known))] if known else []
    return [*groups, (_("Everywhere"), list(others))]


def zone_of_country(country: str) -> str:
    """The country's zone if it has but one, else an empty string."""
    known = _zone_names(country)
    return known[0] if len(known) == 1 else ""


def zone_known(name: str) -> bool:
    """Whether this is an IANA time zone that the machine knows."""
    return name in _every_zone()


def city(zone: str) -> str:
    """“Lisbon”: the city of a zone, in the reader's language; UTC stays UTC."""
    return str(get_timezone_location(get_timezone(zone), locale=_locale(_language()), return_city=True))


def _language() -> str:
    return translation.get_language() or "en"


def _locale(language: str) -> Locale:
    return Locale.parse(language.replace("-", "_"))


@cache
def _subdivisions() -> dict[str, Choices]:
    """The highest divisions of every country, by name."""
    found: dict[str, Choices] = {}
    for one in pycountry.subdivisions:
        if one.parent_code is None:
            found.setdefault(one.country_code, []).append((one.code.partition("-")[2], one.name))
    return {country: _by_name(rows) for country, rows in found.items()}


@lru_cache(maxsize=8)
def _countries(language: str) -> tuple[tuple[str, str], ...]:
    names = _locale(language).territories
    return tuple(_by_name((one.alpha_2, names.get(one.alpha_2, one.name)) for one in pycountry.countries))


@lru_cache(maxsize=64)
def _zones(country: str, language: str) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    mine = _zone_names(country)
    rest = [name for name in get_global("zone_territories") if name not in mine]
    return tuple(_cities(mine, language)), tuple(_cities(rest, language))


@cache
def _every_zone() -> frozenset[str]:
    """Every zone of the machine; asking reads several hundred files."""
    return frozenset(available_timezones())


def _zone_names(country: str) -> list[str]:
    known = _every_zone()
    return [
        name for name, where in get_global("zone_territories").items() if where == country and name in known
    ]


def _cities(names: Iterable[str], language: str) -> Choices:
    known, locale = _every_zone(), _locale(language)
    rows = [
        (name, str(get_timezone_location(get_timezone(name), locale=locale, return_city=True)))
        for name in names
        if name in known and "/" in name and not name.startswith("Etc/")
    ]
    return _by_name(rows)


def _by_name(rows: Iterable[tuple[str, str]]) -> Choices:
    """In the order of the alphabet, accents aside."""
    return sorted(rows, key=lambda row: unicodedata.normalize("NFKD", row[1]).casefold())
