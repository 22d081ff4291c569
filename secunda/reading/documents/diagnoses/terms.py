"""Names of illnesses made alike, and the code that says no more than a name does."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from secunda.reading.documents.folded import folded
from secunda.reading.documents.words import any_of

HERE = Path(__file__).parent
BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
SIDE = re.compile(r"\b(left|right|bilateral)(?:[ -]sided)? ")
WORD = re.compile(r"[^\W_]+")


@cache
def lists() -> dict[str, Any]:
    """The lists of words.yaml."""
    found: dict[str, Any] = yaml.safe_load((HERE / "words.yaml").read_text(encoding="utf-8"))
    return found


@cache
def qualifiers() -> re.Pattern[str]:
    """A pattern for the words before an illness that do not change which one it is."""
    return re.compile(rf"^(?:{any_of(folded(word) for word in lists()['qualifiers'])} )+")


def american(plain: str) -> str:
    """Folded words in American spelling."""
    for british, other in lists()["american"].items():
        plain = plain.replace(british, other)
    return plain


def alike(term: str) -> str:
    """A term folded, in American spelling, without marks, its spaces single."""
    return " ".join(WORD.findall(american(folded(term).replace("'", ""))))


def words_of(term: str) -> tuple[str, ...]:
    """The words that matter of a term, in alphabetical order: what two wordings of one illness have in common."""
    return tuple(sorted(word for word in alike(term).split() if word not in lists()["empty"]))


@cache
def _rows() -> dict[str, list[str]]:
    rows: dict[str, list[str]] = yaml.safe_load((HERE / "synonyms.yaml").read_text(encoding="utf-8"))
    return {str(code): names for code, names in rows.items() if code != "version"}


@cache
def by_hand() -> dict[str, str]:
    """The code of every name of synonyms.yaml, made alike; "" for names without a sure code."""
    return {alike(name): code for code, names in _rows().items() for name in names}


@cache
def _classified() -> tuple[tuple[str, str], ...]:
    """Every further name of classified.txt (see naming.py) with its code."""
    lines = (HERE / "classified.txt").read_text(encoding="utf-8").splitlines()
    return tuple((name, row[0]) for row in (line.split("|") for line in lines) for name in row[1:])


@cache
def synonyms() -> dict[str, str]:
    """The code of every name of both files, made alike."""
    return {alike(name): code for name, code in _classified()} | by_hand()


def british(name: str) -> str:
    """A folded name in British spelling."""
    for written, other in lists()["american"].items():
        name = name if written in name else name.replace(other, written)
    return name


@cache
def spellings() -> frozenset[str]:
    """Every spelling to look for in a folded text: each name of both files as it stands, American and British."""
    plain = {folded(name) for names in _rows().values() for name in names}
    plain |= {american(name) for name in plain}
    further = {name for name, _ in _classified()}
    plain |= further | {british(name) for name in further}
    return frozenset(plain | {name.replace(" of the ", " of ") for name in plain})


def code_of(term: str) -> str:
    """The ICD-10-CM code that says the same as the term; "" when none surely does. A side that it names is kept."""
    side = SIDE.search(folded(term))
    if side is None:
        return _code_of(term)
    from secunda.reading.documents.diagnoses.classification import by_words, on_side

    whole = by_words().get(words_of(BRACKETS.sub(" ", term)), "")
    without = SIDE.sub("", folded(term)).strip()
    return whole or on_side(_code_of(without), side[1])


def _code_of(term: str) -> str:
    bare = BRACKETS.sub(" ", term)
    unqualified = qualifiers().sub("", folded(bare).strip())
    for wording in (term, bare, unqualified):
        known = synonyms().get(alike(wording))
        if known is not None:
            return known
    if alike(unqualified) in lists()["too_general"]:
        return ""
    from secunda.reading.documents.diagnoses.classification import by_words

    return by_words().get(words_of(bare), "") or by_words().get(words_of(unqualified), "")
