"""Modality and region: what was examined, as the title of a radiology report says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from secunda.reading.document import Fact
from secunda.reading.documents.folded import folded
from secunda.reading.documents.found import fact
from secunda.reading.documents.lines import Line, lines
from secunda.reading.documents.sections import sections
from secunda.reading.documents.words import whole
from secunda.reading.text import Text

WORDS = Path(__file__).parent / "words.yaml"
TITLED = re.compile(
    r"^\W*(?:(?:type of |name of )?(?:exam(?:ination)?|study|procedure|scan|test|modality|investigation|"
    r"protocol|"
    r"exploracion|estudio|prueba|untersuchung|examen|service)(?: type| name| description| performed|"
    r" requested)?|"
    r"requested (?:exam|procedure)|realizad[ao]|الفحص|نوع الفحص|نوع الدراسه) ?[:\-] ?(?P<title>[^\n]*)"
)
NO_TITLE = re.compile(
    r"\b(?:department|dept|cent(?:re|er)|clinic|hospital|institute|unit|service|radiology|imaging|www|tel|"
    r"phone|fax|"
    r"history|indication|comparison|compared?|reason|referr\w+|clinical|previous|prior|follow-?up|"
    r"recommend\w*|"
    r"servicio|departamento|hospital|klinik|institut|abteilung|indicacion|antecedentes|vergleich|"
    r"fragestellung)\b"
)
OF_A_HOUSE = re.compile(
    r"\b(?:department|dept|cent(?:re|er)|clinic|hospital|institute|servicio|departamento|klinik|institut|abteilung)\b"
)
FIRST_LINES = 25
LONGEST_TITLE = 16
BY_TITLE, BY_TECHNIQUE = 0.97, 0.9


class _Term(NamedTuple):
    names: tuple[str, ...]
    start: int
    end: int


@cache
def _terms(kind: str) -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    """The pattern of all spellings of "modalities" or "regions", and what each means."""
    rows = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    meant: dict[str, tuple[str, ...]] = {}
    for name, spellings in rows[kind].items():
        for spelling in spellings:
            meant[folded(str(spelling))] = (name, *meant.get(folded(str(spelling)), ()))
    if kind == "regions":
        meant |= {folded(str(spelling)): tuple(names) for spelling, names in rows["also"].items()}
    return whole(meant), meant


def examined(text: Text) -> Iterator[Fact]:
    """The modalities and regions of the examination, each once."""
    plain = folded(text.plain)
    for start, end, confidence in _places(text, plain):
        modalities = _found(text.plain, plain, start, end, "modalities")
        if not modalities:
            continue
        if any("PET-CT" in term.names for term in modalities):
            modalities = [term for term in modalities if term.names != ("CT",)]
        yield from _facts(text, "modality", modalities, confidence)
        yield from _facts(text, "region", _found(text.plain, plain, start, end, "regions"), confidence)
        return


def _facts(text: Text, name: str, terms: list[_Term], confidence: float) -> Iterator[Fact]:
    said: set[str] = set()
    for term in terms:
        for value in term.names:
            if value not in said:
                said.add(value)
                yield fact(
                    text, name, value, term.start, term.end, confidence=confidence, assertion="affirmed"
                )


def _places(text: Text, plain: str) -> Iterator[tuple[int, int, float]]:
    """Where the examination may be named, the surest place first."""
    every = lines(text)
    titled = [place for index, line in enumerate(every) if (place := _titled(every, index, line))]
    if titled:
        yield (
            titled[0][0],
            titled[-1][1] if len(titled) > 1 and _near(plain, titled) else titled[0][1],
            BY_TITLE,
        )
    yield from ((start, end, BY_TITLE) for start, end in titled)
    for line in [line for line in every if line.tokens][:FIRST_LINES]:
        other = NO_TITLE.search(line.text)
        if other and OF_A_HOUSE.search(line.text):
            continue
        end = line.start + other.start() if other else line.end
        if len(line.text[: end - line.start].split()) <= LONGEST_TITLE:
            yield line.start, end, BY_TITLE
    for section in sections(text.plain):
        if section.name == "technique":
            yield section.heading_start, section.end, BY_TECHNIQUE
    yield from _first_sentences(text, plain)


def _titled(every: tuple[Line, ...], index: int, line: Line) -> tuple[int, int] | None:
    """The place of the title after a heading such as "EXAM:"; on the next line when nothing follows it."""
    found = TITLED.match(line.text)
    if found is None:
        return None
    if found["title"].strip():
        return line.start + found.start("title"), line.end
    following = next((each for each in every[index + 1 : index + 3] if each.tokens), None)
    return (following.start, following.end) if following else None


def _near(plain: str, titled: list[tuple[int, int]]) -> bool:
    """Whether several titles stand together ("Modality: CT" above "Region: chest")."""
    return plain.count("\n", titled[0][1], titled[-1][0]) <= 2


def _first_sentences(text: Text, plain: str) -> Iterator[tuple[int, int, float]]:
    """The beginning of the findings, when nothing else says what was examined."""
    for section in sections(text.plain):
        if section.name == "findings":
            yield section.start, min(section.end, section.start + 120), 0.7


def _found(written: str, plain: str, start: int, end: int, kind: str) -> list[_Term]:
    pattern, meant = _terms(kind)
    return [
        _Term(meant[" ".join(match[0].split())], match.start(), match.end())
        for match in pattern.finditer(plain, start, end)
        if kind != "modalities" or len(match[0]) > 3 or written[match.start() : match.end()].isupper()
    ]
