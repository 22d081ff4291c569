"""Health data exports: how many of their codes come in, and how fast, against bare parsers of the same files.

Codes are counted apart from the code that reads them: every object with `code` and `system` in a FHIR resource about
health (bills, people and places left out), every element with `code` and `codeSystem` in the entries of a C-CDA
document. A code counts as kept when a fact states it, as its own or in its detail.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from benchmarks import Figure, show
from secunda.reading.document import Fact
from secunda.reading.facts import Refusal
from secunda.reading.structured.codes import system_name
from secunda.reading.structured.fhir.facts import NOT_CLINICAL
from secunda.reading.structured.read import read_structured

_PUBLIC = Path(__file__).resolve().parents[2] / "shared" / "data"
_ENTRY = "{urn:hl7-org:v3}entry"
_IN_DETAIL = re.compile(r"([^|]*)\|(\S*)")
Code = tuple[str, str]
Count = Counter[Code]


def codes_in_fhir(content: bytes) -> Count:
    """Every code in a Bundle's resources about health."""
    found: Count = Counter()
    for entry in json.loads(content)["entry"]:
        for resource in (entry["resource"], *entry["resource"].get("contained", ())):
            if resource["resourceType"] not in NOT_CLINICAL:
                _count(resource, found)
    return found


def _count(node: Any, found: Count) -> None:
    if isinstance(node, dict):
        if "code" in node and "system" in node and "value" not in node:
            found[system_name(node["system"]), node["code"]] += 1
        for name, each in node.items():
            if name not in ("meta", "contained"):
                _count(each, found)
    elif isinstance(node, list):
        for each in node:
            _count(each, found)


def codes_in_ccda(content: bytes) -> Count:
    """Every code in a document's entries; a system is taken by its identifier, else by its name."""
    found: Count = Counter()
    for element in etree.fromstring(content, etree.XMLParser(resolve_entities=False)).iter():
        code, system = element.get("code"), element.get("codeSystem")
        if code and system and any(above.tag == _ENTRY for above in element.iterancestors()):
            named = system_name(system)
            found[
                system_name(element.get("codeSystemName") or system) if named == system else named, code
            ] += 1
    return found


def codes_in_facts(facts: tuple[Fact, ...]) -> Count:
    """Every code that facts state, as their own or in their detail."""
    found: Count = Counter()
    for fact in facts:
        if fact.code:
            found[fact.code_system, fact.code] += 1
        for _, value in fact.detail:
            told = _IN_DETAIL.match(value)
            if told:
                found[told[1], told[2]] += 1
    return found


def missing(kind: str, content: bytes) -> tuple[int, Count]:
    """How many codes a file states, and those that no fact states."""
    wanted = {"fhir": codes_in_fhir, "ccda": codes_in_ccda}[kind](content)
    kept = codes_in_facts(read_structured(io.BytesIO(content), len(content), kind).facts)
    return wanted.total(), wanted - kept


def _seconds(work: Callable[[bytes], object], contents: list[bytes]) -> float:
    began = time.perf_counter()
    for content in contents:
        work(content)
    return time.perf_counter() - began


def _of_folder(kind: str, folder: Path, ending: str, bare: Callable[[bytes], object]) -> Iterator[Figure]:
    contents = [path.read_bytes() for path in sorted(folder.rglob(f"*.{ending}"))]
    stated, lost, refused = 0, 0, 0
    for content in contents:
        try:
            count, gone = missing(kind, content)
        except Refusal:
            refused += 1
            continue
        stated, lost = stated + count, lost + gone.total()
    yield Figure.of(f"{kind}: files read", len(contents) - refused, len(contents), "files", "files")
    yield Figure.of(f"{kind}: codes kept", stated - lost, stated, "codes in the files", "codes")
    megabytes = sum(map(len, contents)) / 1e6
    ours = _seconds(lambda content: read_structured(io.BytesIO(content), len(content), kind), contents)
    yield Figure.of(
        f"{kind}: speed", megabytes / ours, megabytes / _seconds(bare, contents), "bare parser", "MB/s"
    )


def measure(fhir: Path, ccda: Path) -> Iterator[Figure]:
    """The figures of both kinds; a folder that is not there is left out."""
    if fhir.is_dir():
        yield from _of_folder("fhir", fhir, "json", json.loads)
    if ccda.is_dir():
        yield from _of_folder("ccda", ccda, "xml", etree.fromstring)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="one object a figure")
    parser.add_argument("--fhir", type=Path, default=_PUBLIC / "fhir_r4", help="a folder of FHIR R4 Bundles")
    parser.add_argument("--ccda", type=Path, default=_PUBLIC / "ccda", help="a folder of C-CDA documents")
    given = parser.parse_args()
    show(measure(given.fhir, given.ccda), as_json=given.json)
