"""The tables of organs and tumour types (`sites.yaml`, `histology.yaml`) in the form that finders ask for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from secunda.reading.documents.lexicon import Lexicon

_BESIDE: Final = 0.25
_VAGUE: Final = 0.2


@dataclass(frozen=True, slots=True)
class Site:
    """An organ: its name, the ICD-O-3 topography of the words that named it, whether an operation names it.

    `strength`: how far a mention speaks for it as the origin of a tumour, 0 to 1.
    """

    name: str
    code: str
    by_operation: bool
    has_sides: bool
    strength: float = 1.0


@dataclass(frozen=True, slots=True)
class TumourType:
    """A tumour type: its name, ICD-O-3 morphology, the only organ it arises in, whether a more exact
    one replaces it.
    """

    name: str
    code: str
    site: str
    is_general: bool
    likely: tuple[str, ...] = ()

    @property
    def behaviour(self) -> str:
        """0 benign, 1 borderline, 2 in situ, 3 malignant."""
        return self.code[-1]


def _rows(name: str) -> dict[str, Any]:
    rows: dict[str, Any] = yaml.safe_load((Path(__file__).parent / name).read_text(encoding="utf-8"))
    return rows


@cache
def sites() -> Lexicon[Site]:
    """Organs by all their words."""
    words: dict[str, Site] = {}
    for name, row in _rows("sites.yaml")["sites"].items():
        whole = Site(
            name, row["code"], False, row.get("side", True), _BESIDE if row.get("often_beside") else 1.0
        )
        words |= dict.fromkeys(row["words"], whole)
        words |= {word: replace(whole, strength=_VAGUE) for word in row.get("vague", ())}
        words |= {word: replace(whole, code=code) for word, code in row.get("parts", {}).items()}
        words |= {word: replace(whole, by_operation=True) for word in row.get("operations", ())}
    return Lexicon.of(words)


@cache
def site_codes() -> dict[str, str]:
    """The topography code of each organ as a whole."""
    return {name: row["code"] for name, row in _rows("sites.yaml")["sites"].items()}


@cache
def removed_with() -> dict[str, str]:
    """Organs that are removed with another because of the other's tumour."""
    rows = _rows("sites.yaml")["sites"]
    return {name: row["removed_with"] for name, row in rows.items() if "removed_with" in row}


@cache
def tumour_types() -> dict[str, TumourType]:
    """Every tumour type by its name."""
    return {
        name: TumourType(
            name, row["code"], row.get("site", ""), row.get("general", False), tuple(row.get("likely", ()))
        )
        for name, row in _rows("histology.yaml")["types"].items()
    }


@cache
def tumour_words() -> Lexicon[TumourType]:
    """Tumour types by all their wordings, also in the plural."""
    types = tumour_types()
    words: dict[str, TumourType] = {}
    for name, row in _rows("histology.yaml")["types"].items():
        for word in row["words"]:
            words[word] = types[name]
            words.setdefault(word + "s", types[name])
    return Lexicon.of(words)


@cache
def refined() -> dict[str, dict[str, TumourType]]:
    """For a general type: the word near it that makes it an exact one."""
    types = tumour_types()
    return {
        general: {word: types[exact] for word, exact in rows.items()}
        for general, rows in _rows("histology.yaml")["refined"].items()
    }


@cache
def replaced() -> dict[str, frozenset[str]]:
    """For a type: the more exact ones that make its mention superfluous."""
    return {name: frozenset(exact) for name, exact in _rows("histology.yaml")["replaced"].items()}
