"""Checks the labelled documents: form, quotes, vocabulary. `python -m benchmarks.labelled.check`"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
VOCABULARY = HERE.parents[1] / "secunda" / "reading" / "vocabulary.yaml"
HALVES = ("tuning", "testing")
KINDS = (
    "pathology", "radiology", "laboratory", "heart", "medication", "procedures", "diagnoses", "types",
)  # fmt: skip
TYPES = frozenset({
    "surgical_pathology", "cytology", "molecular", "radiology", "laboratory", "operative_note", "discharge_summary",
    "clinic_letter", "medication", "ecg", "endoscopy", "echocardiography", "radiotherapy_plan", "administrative",
    "invoice", "identity_document", "other",
})  # fmt: skip
LANGUAGES = frozenset({"en", "es", "de", "fr", "ar"})
ASSERTIONS = frozenset({"affirmed", "negated", "possible", "historical", "family"})
DOCUMENT = {"id": str, "type": str, "language": str, "text": str, "facts": list, "complete_for": list}
FACT = {
    "name": str, "value": str, "quote": str, "start": int, "unit": str, "assertion": str, "date": str,
    "specimen": str, "detail": dict, "accept": list, "optional": bool,
}  # fmt: skip
ALWAYS = ("name", "value", "quote", "start")
NUMBER = r"[<>]?\d+(\.\d+)?"
WRITTEN = {
    "grade": r"G[1-4]|low|intermediate|high",
    "nottingham_score": r"[3-9]",
    "gleason": r"[1-5]\+[1-5]",
    "grade_group": r"[1-5]",
    "figo_grade": r"[1-3]",
    "who_grade": r"[1-4]",
    "nodes_examined": r"\d+",
    "nodes_positive": r"\d+",
    "pT": r"T(X|is|a|[0-4](mi|[a-d]\d?)?)( ?\(\w+\))?",
    "pN": r"N(X|[0-3](mi|[a-c])?)",
    "pM": r"M(X|[01][a-d]?)",
    "stage": r"0|I{1,3}([A-D]\d?)?|IV[A-C]?|I{1,2}S|IS",
    "study_date": r"\d{4}-\d{2}-\d{2}",
    "comparison_date": r"\d{4}(-\d{2}){0,2}|none",
    "birads": r"[0-6]|4[ABC]",
    "pirads": r"[1-5]",
    "lirads": r"[1-5]|M|TIV|NC",
    "lungrads": r"[0-3]|4[ABX]",
    "tirads": r"[1-5]",
    "deauville": r"[1-5]",
}
Record = dict[str, Any]


def vocabulary() -> dict[str, Record]:
    """Every fact name with its kind, closed list of values ("" where free) and unit, from the two files of names."""
    names: dict[str, Record] = {}
    for kind, section in yaml.safe_load(VOCABULARY.read_text(encoding="utf-8")).items():
        for name, rule in section.items() if isinstance(section, dict) else ():
            names[name] = {"kind": kind, **rule}
    for name, unit in yaml.safe_load((HERE / "units.yaml").read_text(encoding="utf-8")).items():
        names[name] = {"kind": "laboratory", "value": "number", "unit": unit}
    return names


def shape(record: Record, fields: Mapping[str, type], always: tuple[str, ...]) -> Iterator[str]:
    """Faults in the fields of one object: missing, unknown, of another type."""
    for name in always:
        if name not in record:
            yield f"{name} is missing"
    for name, content in record.items():
        if name not in fields:
            yield f"{name} is not a field"
        elif not isinstance(content, fields[name]):
            yield f"{name} is a {type(content).__name__}"


def value_fault(name: str, value: str, rule: Record) -> str:
    """What is wrong with how a value is written, empty when nothing is."""
    allowed = rule.get("value", "")
    if isinstance(allowed, list):
        words = {"none" if word is None else str(word) for word in allowed}
        return "" if value in words else f"{name}: {value} is not in the list"
    numeric = name not in WRITTEN and rule.get("unit") and rule["unit"] != "as written"
    pattern = WRITTEN.get(name) or (NUMBER if numeric else r".*\S.*")
    return "" if re.fullmatch(pattern, value) else f"{name}: {value} is not written as it must be"


def unit_fault(fact: Record, rule: Record) -> str:
    """A unit that is not the one of the vocabulary, empty when it is. A combined positive score has none."""
    unit, given = rule.get("unit", ""), fact.get("unit", "")
    if unit == "as written" or given == unit or (not given and fact["name"] == "pdl1"):
        return ""
    return f"{fact['name']}: unit {fact.get('unit', '')!r}, not {unit!r}"


def fact_faults(fact: Record, text: str, kind: str, names: dict[str, Record]) -> Iterator[str]:
    """Faults of one label within its document."""
    faults = list(shape(fact, FACT, ALWAYS))
    if faults:
        yield from faults
        return
    name, quote, start = fact["name"], fact["quote"], fact["start"]
    if not quote or text[start : start + len(quote)] != quote:
        yield f"{name}: the quote is not at its place: {quote!r}"
    rule = names.get(name)
    if rule is None or rule["kind"] != kind:
        yield f"{name} is no name of {kind}"
        return
    if fact.get("assertion", "affirmed") not in ASSERTIONS:
        yield f"{name}: assertion {fact['assertion']}"
    if fact.get("date") and not re.fullmatch(r"\d{4}(-\d\d){0,2}", fact["date"]):
        yield f"{name}: date {fact['date']}"
    for fault in (value_fault(name, fact["value"], rule), unit_fault(fact, rule)):
        if fault:
            yield fault


def document_faults(record: Record, kind: str, names: dict[str, Record]) -> Iterator[str]:
    """Faults of one line."""
    faults = list(shape(record, DOCUMENT, tuple(DOCUMENT)))
    if faults:
        yield from faults
        return
    rules = {
        "the id is not written as it must be": re.fullmatch(kind + r"-\d{3}", record["id"]),
        f"type {record['type']}": record["type"] in TYPES,
        f"language {record['language']}": record["language"] in LANGUAGES,
        "documents of types have no labels": kind != "types"
        or not (record["facts"] or record["complete_for"]),
    }
    yield from (fault for fault, kept in rules.items() if not kept)
    for name in record["complete_for"]:
        if names.get(name, {}).get("kind") != kind:
            yield f"complete_for: {name} is no name of {kind}"
    for fact in record["facts"]:
        yield from fact_faults(fact, record["text"], kind, names)


def lines(half: str, kind: str) -> Iterator[tuple[int, Record]]:
    """Number and content of each line of a kind's file; none when the half has no such file."""
    path = HERE / half / f"{kind}.jsonl"
    if path.exists():
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                yield number, json.loads(line)


def check(half: str, kind: str, names: dict[str, Record], seen: set[str]) -> Iterator[str]:
    """Faults of one file, each with its line; `seen` gathers ids and texts over all files."""
    for number, record in lines(half, kind):
        place = f"{half}/{kind}.jsonl:{number}"
        yield from (f"{place}: {fault}" for fault in document_faults(record, kind, names))
        for once in (record.get("id", ""), record.get("text", "")):
            if once in seen:
                yield f"{place}: seen before: {once[:40]!r}"
            seen.add(once)


def counts(half: str, kind: str) -> str:
    """How many documents and labels a kind has, by name (by type for the types)."""
    records = [record for _, record in lines(half, kind)]
    if kind == "types":
        tally = Counter(record["type"] for record in records)
    else:
        tally = Counter(fact["name"] for record in records for fact in record["facts"])
    listed = ", ".join(f"{name} {number}" for name, number in sorted(tally.items()))
    labels = sum(len(record["facts"]) for record in records)
    return f"{half}/{kind}: {len(records)} documents, {labels} labels\n  {listed}"


def main() -> int:
    """Prints counts and faults. 0 when there is no fault, else 1."""
    names, seen = vocabulary(), set[str]()
    files = [(half, kind) for half in HALVES for kind in KINDS]
    faults = [fault for half, kind in files for fault in check(half, kind, names, seen)]
    print(*(counts(half, kind) for half, kind in files), *faults, sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
