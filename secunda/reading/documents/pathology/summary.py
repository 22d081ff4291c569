"""One value a name where there is room for only one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from secunda.reading.document import Fact
from secunda.reading.documents.pathology.tables import site_codes

_CATEGORIES: Final = ("pT", "pN", "pM")
_BOWEL: Final = ("colon", "rectum")


def summary(facts: Iterable[Fact]) -> dict[str, Fact]:
    """The affirmed fact of each name that stands for the report.

    For T, N, M the highest category stated (AJCC: the highest applicable one counts), X only when nothing else is, and
    those said of the primary site's organ before others'; for
    every other name the most confident, the first of equals.
    """
    chosen: dict[str, Fact] = {}
    affirmed = [fact for fact in facts if fact.assertion == "affirmed"]
    site = next((fact.value for fact in affirmed if fact.name == "primary_site"), "")
    near = set(_BOWEL if site in _BOWEL else (site,))
    of_the_site = {
        fact.name for fact in affirmed if fact.name in _CATEGORIES and _organ(fact.specimen) in near
    }
    for fact in affirmed:
        if fact.name in of_the_site and _organ(fact.specimen) in site_codes().keys() - near:
            continue  # another organ's
        other = chosen.get(fact.name)
        if other is None or _rank(fact) > _rank(other):
            chosen[fact.name] = fact
    return chosen


def _organ(specimen: str) -> str:
    """The organ of "C, bladder" or "bladder"."""
    return specimen.rpartition(", ")[2]


def _rank(fact: Fact) -> tuple[float, str, float]:
    if fact.name not in _CATEGORIES:
        return (0.0, "", fact.confidence)
    category = fact.value[1:2]
    height = {"X": -1.0, "a": 0.3, "i": 0.4}.get(category, float(category) if category.isdigit() else -2.0)
    return (height, fact.value[2:], 0.0)
