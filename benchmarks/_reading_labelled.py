"""Precision and recall by kind on labelled documents, scored as `labelled/README.md` says.

The documents go the whole way: text, whether it is readable, its type, the finders for that type. They were labelled
apart from the finders. What is in `tuning` may be looked at while rules are made; what is in `testing` never.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from benchmarks import Figure
from benchmarks._reading_split import progress, say
from secunda.reading.document import Document, Fact
from secunda.reading.documents.laboratory.analytes import analytes, convert
from secunda.reading.documents.laboratory.units import squash, units
from secunda.reading.read import of_pages
from secunda.reading.text import Text

UNITS = Path(__file__).parent / "labelled" / "units.yaml"
SHOWN_FROM = 0.9  # precision from which a kind of fact is shown
_NUMBER = re.compile(r"([<>]=?)?\s*(-?\d+(?:\.\d+)?)")
Record = dict[str, Any]


@dataclass
class Score:
    """By name: facts that meet a label, facts that meet none, labels that no fact meets."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    def precision(self, name: str | None = None) -> float:
        """Right among found, of one name or of all."""
        right, wrong = (_total(each, name) for each in (self.right, self.wrong))
        return right / (right + wrong) if right + wrong else float("nan")

    def recall(self, name: str | None = None) -> float:
        """Right among labelled, of one name or of all."""
        right, missed = (_total(each, name) for each in (self.right, self.missed))
        return right / (right + missed) if right + missed else float("nan")


def measure(folder: Path, *, tuning: bool, by_name: bool) -> list[Figure]:
    """Every figure on one half of the labelled documents in `folder`."""
    files = sorted((folder / ("tuning" if tuning else "testing")).glob("*.jsonl"))
    records = {path.stem: [json.loads(line) for line in path.open(encoding="utf-8")] for path in files}
    read = {kind: [_read(record) for record in progress(chosen, kind)] for kind, chosen in records.items()}
    figures = [_types(records, read)]
    for kind, chosen in records.items():
        if any(record["facts"] for record in chosen):
            figures += _kind(kind, chosen, read[kind], by_name=by_name)
    return figures


def _read(record: Record) -> Document:
    return of_pages(Document(file="", sha256="", kind="text"), Text.of(record["text"]).pages)


def _types(records: dict[str, list[Record]], read: dict[str, list[Document]]) -> Figure:
    pairs = [
        (record["type"], document.type)
        for kind, chosen in records.items()
        for record, document in zip(chosen, read[kind], strict=True)
    ]
    unreadable = sum(not document.readable for documents in read.values() for document in documents)
    say(f"{len(pairs)} labelled documents, {unreadable} of them called unreadable")
    right = sum(known == found for known, found in pairs)
    return Figure.of("document type right", right / max(len(pairs), 1), SHOWN_FROM, "shown from", "")


def _kind(kind: str, chosen: list[Record], read: list[Document], *, by_name: bool) -> list[Figure]:
    score = Score()
    for record, document in zip(chosen, read, strict=True):
        count(score, record, document.facts)
    names = sorted({*score.right, *score.wrong, *score.missed}) if by_name else []
    figures = [
        Figure.of(f"{kind} precision", score.precision(), SHOWN_FROM, "shown from", ""),
        Figure.of(f"{kind} recall", score.recall(), 1.0, "all", ""),
    ]
    for name in names:
        labels = score.right[name] + score.missed[name]
        figures.append(Figure.of(f"  {name} precision", score.precision(name), SHOWN_FROM, "shown from", ""))
        figures.append(Figure.of(f"  {name} recall", score.recall(name), labels, "labels", ""))
    return figures


def count(score: Score, record: Record, facts: tuple[Fact, ...]) -> None:
    """Adds one document: each label meets at most one fact, doubles on either side count once."""
    labels = _distinct(record["facts"])
    found = list({(fact.name, fact.value.lower(), fact.assertion): fact for fact in facts}.values())
    met: set[int] = set()
    for fact in found:
        fitting = [number for number, label in enumerate(labels) if meets(fact, label)]
        free = [number for number in fitting if number not in met]
        if free:
            met.add(free[0])
            if not labels[free[0]].get("optional"):
                score.right[fact.name] += 1
        elif not fitting and fact.name in record["complete_for"]:
            score.wrong[fact.name] += 1
    for number, label in enumerate(labels):
        if number not in met and not label.get("optional"):
            score.missed[label["name"]] += 1


def _distinct(labels: list[Record]) -> list[Record]:
    return list(
        {(each["name"], each["value"].lower(), each.get("assertion", "")): each for each in labels}.values()
    )


def meets(fact: Fact, label: Record) -> bool:
    """Whether a fact is what a label says: name, assertion, value (or another accepted one), unit if both have one.

    A label in another unit of the analyte is converted to the fact's. An analyte that only the library has a name for
    is labelled `lab_other`.
    """
    if fact.assertion != label.get("assertion", "affirmed") or not _same_name(fact.name, label["name"]):
        return False
    values = (label["value"], *label.get("accept", ()))
    if fact.unit and label.get("unit") and fact.unit != label["unit"]:
        converted = _converted(label["value"], label["unit"], fact)
        if converted is None:
            return bool(dict(fact.detail).get("as_written", "-") == label.get("detail", {}).get("as_written"))
        values = (converted,)
    return any(_same(fact.value, value) for value in values)


def _same_name(found: str, known: str) -> bool:
    return found == known or (
        known == "lab_other" and found in analytes() and found not in _labelled_analytes()
    )


@cache
def _labelled_analytes() -> frozenset[str]:
    """The analytes that labels have a name for."""
    rows: dict[str, str] = yaml.safe_load(UNITS.read_text(encoding="utf-8"))
    return frozenset(rows)


def _converted(value: str, unit: str, fact: Fact) -> str | None:
    """A labelled number in the fact's unit, with its sign; None when the unit is none of the fact's analyte."""
    number, analyte = _NUMBER.fullmatch(value.strip()), analytes().get(fact.name)
    if number is None or analyte is None:
        return None
    spelled = squash(unit.lower().replace("[iu]", "iu"))
    found = convert(Decimal(number[2]), analyte, spelled, units().spelled.get(spelled, ()))
    return None if found is None else f"{number[1] or ''}{found:f}"


def _same(found: str, known: str) -> bool:
    """Numbers within one per cent, or half of the last digit written; texts by their words."""
    one, other = _NUMBER.fullmatch(found.strip()), _NUMBER.fullmatch(known.strip())
    if one is None or other is None:
        return " ".join(found.lower().split()) == " ".join(known.lower().split())
    a, b = float(one[2]), float(other[2])
    last_digit = 10.0 ** -len(other[2].partition(".")[2])
    return (one[1] or "") == (other[1] or "") and abs(a - b) <= max(0.01 * abs(b), 0.05 * last_digit)


def _total(counted: Counter[str], name: str | None) -> int:
    return counted[name] if name is not None else counted.total()
