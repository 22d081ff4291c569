"""Histology: tumour types as named, with ICD-O-3 morphology; the exact type instead of the general one."""

from __future__ import annotations

import re
from typing import Final

from secunda.reading.document import Fact
from secunda.reading.documents.found import fact
from secunda.reading.documents.lexicon import Mention
from secunda.reading.documents.pathology.report import Report
from secunda.reading.documents.pathology.tables import TumourType, refined, replaced

_LABEL = re.compile(
    r"(?:histolog\w*[ ]*(?:type|diagnosis)|tumou?r[ ]*(?:type|histology)|type of (?:malignant )?(?:tumou?r|"
    r"neoplasm)|histology|"
    r"histologic(?:al)? sub-?type|tipo histológico|histologischer typ|type histologique|النوع النسيجي)"
    r"(?:[ ]*\([^()\n]{0,40}\))?[ ]*(?:[:=;-]|\bis\b)[ :]*\n?[^\n:]{0,50}\Z",
    re.IGNORECASE,
)
_SECTIONS: Final = frozenset(
    {"diagnosis", "synopsis", "impression", "comment", "addendum", "frozen", "microscopic", ""}
)
_WEIGHT: Final = {
    "diagnosis": 3.0,
    "synopsis": 3.0,
    "impression": 3.0,
    "addendum": 2.0,
    "": 1.5,
    "comment": 1.0,
}
_NEAR: Final = 60


def histology(report: Report) -> list[Fact]:
    """The tumour types that the report finds. A general name is left out where an exact one of its
    kind stands.
    """
    affirmed = {mention.start for mention in report.affirmed_tumours}
    chosen: dict[tuple[str, str], tuple[float, Mention[TumourType], TumourType]] = {}
    for mention in report.tumours:
        exact = _refined(report.plain, mention)
        weight = _weight(report, mention, affirmed)
        if weight <= 0:
            continue
        key = (exact.name, report.specimen(mention.start))
        if key not in chosen or weight > chosen[key][0]:
            chosen[key] = (weight, mention, exact)
    kept = _without_general(list(chosen.values()))
    return [_fact(report, weight, mention, exact) for weight, mention, exact in _one_of_each(report, kept)]


def _weight(report: Report, mention: Mention[TumourType], affirmed: set[int]) -> float:
    """How much a mention counts; 0 for what is denied, doubted, history or described elsewhere."""
    plain = report.plain
    if report.standing(mention.start) != "affirmed":
        return 0.0
    if _LABEL.search(plain[max(0, mention.start - 110) : mention.start]):
        return 10.0
    if mention.start not in affirmed:
        return 0.0
    section = report.section(mention.start)
    return _WEIGHT.get(section, 0.6) if section in _SECTIONS else 0.3


def _refined(plain: str, mention: Mention[TumourType]) -> TumourType:
    """The exact type where a word beside the general name says so: "renal cell carcinoma, Fuhrman 2, clear"
    " cell"."""
    words = refined().get(mention.entry.name)
    if words is None:
        return mention.entry
    near = plain[max(0, mention.start - _NEAR // 2) : mention.end + _NEAR].lower()
    found = {exact.name: exact for word, exact in words.items() if re.search(rf"\b{word}\b", near)}
    return next(iter(found.values())) if len(found) == 1 else mention.entry


def _without_general(
    found: list[tuple[float, Mention[TumourType], TumourType]],
) -> list[tuple[float, Mention[TumourType], TumourType]]:
    """Without general names, benign growths beside a tumour, and types that only prose mentions in
    passing.
    """
    has_exact = any(not exact.is_general and exact.behaviour == "3" for _, _, exact in found)
    named = {exact.name for weight, _, exact in found if weight >= 1}
    has_tumour = any(exact.behaviour in "123" for _, _, exact in found)
    strongest = max((weight for weight, _, _ in found), default=0.0)
    return [
        (weight, mention, exact)
        for weight, mention, exact in found
        if not (exact.is_general and has_exact)
        and not replaced().get(exact.name, frozenset()) & named
        and not (exact.behaviour == "0" and has_tumour)
        and not (strongest >= 3 and weight < 1.5)
    ]


def _one_of_each(
    report: Report, found: list[tuple[float, Mention[TumourType], TumourType]]
) -> list[tuple[float, Mention[TumourType], TumourType]]:
    """One of each type and specimen; a type said of a specimen is not repeated for the report as a whole."""
    of_specimens = {exact.name for _, mention, exact in found if report.specimen(mention.start)}
    return [
        row
        for row in sorted(found, key=lambda row: (-row[0], row[1].start))
        if report.specimen(row[1].start) or row[2].name not in of_specimens
    ]


def _fact(report: Report, weight: float, mention: Mention[TumourType], exact: TumourType) -> Fact:
    return fact(
        report.text,
        "histology",
        exact.name,
        mention.start,
        mention.end,
        code=exact.code,
        code_system="ICD-O-3",
        confidence=0.96 if weight >= 10 else 0.92 if weight >= 3 else 0.85 if weight >= 1 else 0.7,
        assertion="affirmed",
        specimen=report.specimen(mention.start),
    )
