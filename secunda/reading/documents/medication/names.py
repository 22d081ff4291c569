"""Which words are the name of a medicine: of the list, or by an ending that only medicines have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from secunda.reading.documents.folded import folded
from secunda.reading.documents.words import any_of

SUBSTANCES = Path(__file__).parent / "substances.yaml"
WORD = re.compile(r"[^\W\d_][^\W_]*(?:-[^\W_]+)*|\d-fluorouracil|5-fu")
NO_LIST = {"version", "needs_dose", "salts", "suffixes", "no_medicine"}
SHORTEST_BY_ENDING = 7
# How names end in English, and how elsewhere.
ENDINGS = (
    ("ine", ("ine", "ina", "in")), ("in", ("in", "ina", "ine")), ("ide", ("ide", "ida", "id")),
    ("one", ("one", "ona", "on")), ("ole", ("ole", "ol")), ("ate", ("ate", "ato", "at")), ("ane", ("ane", "ano", "an")),
    ("ene", ("ene", "eno", "en")), ("ium", ("ium", "io")), ("ac", ("ac", "aco")), ("il", ("il", "ilo")),
    ("am", ("am",)), ("ol", ("ol",)), ("ib", ("ib",)), ("an", ("an",)), ("en", ("en", "eno", "ene")),
    ("yl", ("yl", "ilo")),
)  # fmt: skip
SPANISH = (
    ("hy", "hi"),
    ("th", "t"),
    ("ph", "f"),
    ("chl", "cl"),
    ("y", "i"),
    ("ll", "l"),
    ("mm", "m"),
    ("cc", "c"),
    ("ff", "f"),
)


class Name(NamedTuple):
    """A name in folded text. `sure`: a medicine wherever it stands; else only with a dose or in a list of medicines."""

    start: int
    end: int
    sure: bool


@cache
def _rows() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(SUBSTANCES.read_text(encoding="utf-8"))
    return found


@cache
def _by_first() -> dict[str, tuple[tuple[str, bool], ...]]:
    """Every name of the list by its first word, longest first, and whether it is one wherever it stands."""
    rows = _rows()
    listed = {folded(word.replace("_", " ")) for key in rows.keys() - NO_LIST for word in rows[key].split()}
    names = dict.fromkeys(listed, True) | {folded(word): False for word in rows["needs_dose"]}
    for name in listed:
        names |= dict.fromkeys(
            (each for each in elsewhere(name) if each not in names and each not in rows["no_medicine"]), True
        )
    found: dict[str, list[tuple[str, bool]]] = {}
    for name, sure in names.items():
        first = WORD.match(name)
        assert first is not None, name
        found.setdefault(first[0].split("-")[0], []).append((name, sure))
    return {first: tuple(sorted(each, key=lambda row: -len(row[0]))) for first, each in found.items()}


def elsewhere(name: str) -> set[str]:
    """An international name as Spanish, French and German write it: "furosemide" → furosemida, furosemid; folded."""
    found = set()
    for ending, others in ENDINGS:
        if name.endswith(ending):
            stem = name[: -len(ending)]
            found |= {stem + other for other in others if other != ending}
            found |= {_spanish(stem) + other for other in others if other.endswith(("a", "o", "l", "n"))}
            break
    return {each for each in found if len(each) >= SHORTEST_BY_ENDING}


def _spanish(stem: str) -> str:
    for written, said in SPANISH:
        stem = stem.replace(written, said)
    return "e" + stem if re.match(r"s[ptc]", stem) else stem


@cache
def trade_names() -> frozenset[str]:
    """The trade names of the list."""
    return frozenset(folded(name.replace("_", " ")) for name in _rows()["brands"].split())


@cache
def _endings() -> re.Pattern[str]:
    return re.compile(rf"[a-z-]+{any_of(_rows()['suffixes'].split())}")


@cache
def _salts() -> re.Pattern[str]:
    return re.compile(rf"(?: (?:{any_of(_rows()['salts'].split())}))+(?![^\W_])")


def names(text: str, start: int = 0, end: int | None = None) -> Iterator[Name]:
    """Every name in `text[start:end]` (folded), with its salt, in order; of joined ones ("a/b") the whole."""
    stop = len(text) if end is None else end
    done = start
    for word in WORD.finditer(text, start, stop):
        if word.start() < done:
            continue
        found = _listed(text, word) or _by_ending(word)
        if found is None:
            continue
        salt = _salts().match(text, found.end)
        found = found._replace(end=salt.end()) if salt else found
        joined = text[found.end : found.end + 1] in ("/", "+", "-") and _partner(text, found.end + 1)
        yield found._replace(end=joined) if joined else found
        done = joined or found.end


def _listed(text: str, word: re.Match[str]) -> Name | None:
    for name, sure in _by_first().get(word[0].split("-")[0], ()):
        end = word.start() + len(name)
        whole = not text[end : end + 1].isalnum()
        if (
            whole
            and text.startswith(name, word.start())
            and not text[word.start() - 1 : word.start()].isalnum()
        ):
            return Name(word.start(), end, sure)
    return None


def _by_ending(word: re.Match[str]) -> Name | None:
    said = word[0]
    if len(said) < SHORTEST_BY_ENDING or said in _rows()["no_medicine"]:
        return None
    return Name(word.start(), word.end(), True) if _endings().fullmatch(said) else None


def _partner(text: str, place: int) -> int:
    """The end of a second name right after a stroke, 0 if there is none."""
    word = WORD.match(text, place)
    found = (_listed(text, word) or _by_ending(word)) if word else None
    return found.end if found else 0
