"""Laterality: the side of the primary tumour as labelled, or as said beside its organ."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from secunda.reading.document import Fact
from secunda.reading.documents.assertion import assertion_at
from secunda.reading.documents.found import fact
from secunda.reading.documents.pathology.report import Report

_SIDE: Final = (
    r"(?P<left>left|lt\.?|izquierd[oa]|links(?:seitig)?|linke[nrs]?|gauche|الأيسر|اليسرى)|"
    r"(?P<right>right|rt\.?|derech[oa]|rechts(?:seitig)?|rechte[nrs]?|droite?|الأيمن|اليمنى)|"
    r"(?P<bilateral>bilateral|both|beidseits|bilatéral)|(?P<midline>midline)"
)
_LABELLED = re.compile(
    rf"\b(?:laterality|tumou?r laterality|specimen laterality|side|lateralidad|seite|latéralité)"
    rf"[ ]*(?:\([^()\n]{{0,20}}\))?[ ]*[:=-][ ]*\n?[ ]*(?:{_SIDE})\b",
    re.IGNORECASE,
)
_ANY = re.compile(rf"\b(?:{_SIDE})(?![\w])", re.IGNORECASE)
_REACH: Final = 28
_SECTIONS: Final = frozenset(
    {"diagnosis", "synopsis", "specimen", "gross", "procedure", "", "findings", "other", "comment"}
)


def laterality(report: Report, site: Fact | None) -> list[Fact]:
    """The side of the primary tumour; none for an organ without sides or when the report says two
    different ones.
    """
    labelled = list(_LABELLED.finditer(report.plain))
    if labelled:
        return _of_each_specimen(report, labelled)
    if site is None or not _has_sides(report, site.value):
        return []
    near = _beside_the_organ(report, site.value)
    sides = Counter(str(match.lastgroup) for match in near)
    if not sides:
        return _only_side(report)
    (side, most), *others = sides.most_common()
    if others and (others[0][1] * 3 > most):
        return []
    first = next(match for match in near if match.lastgroup == side)
    return [_fact(report, first, 0.9 if not others else 0.75)]


def _only_side(report: Report) -> list[Fact]:
    """The side where the specimens and the diagnosis name only one at all."""
    told = [
        match
        for match in _ANY.finditer(report.plain)
        if report.section(match.start()) in ("diagnosis", "specimen", "synopsis", "procedure")
    ]
    if not told or len({match.lastgroup for match in told}) > 1:
        return []
    return [_fact(report, told[0], 0.8)]


def _of_each_specimen(report: Report, labelled: list[re.Match[str]]) -> list[Fact]:
    seen: set[tuple[str, str]] = set()
    facts = []
    for match in labelled:
        one = _fact(report, match, 0.97)
        if (one.value, one.specimen) not in seen:
            seen.add((one.value, one.specimen))
            facts.append(one)
    return facts


def _has_sides(report: Report, site: str) -> bool:
    return any(mention.entry.name == site and mention.entry.has_sides for mention in report.organs)


def _beside_the_organ(report: Report, site: str) -> list[re.Match[str]]:
    """Sides said right before or after the organ: "left kidney", "KIDNEY, LEFT, NEPHRECTOMY"."""
    found = []
    for mention in report.organs:
        if mention.entry.name != site or report.section(mention.start) not in _SECTIONS:
            continue
        before = list(_ANY.finditer(report.plain, max(0, mention.start - _REACH), mention.start))
        after = list(_ANY.finditer(report.plain, mention.end, mention.end + _REACH))
        close = [
            one for one in before[-1:] if not re.search(r"[.;\n]", report.plain[one.end() : mention.start])
        ]
        close += [
            one for one in after[:1] if re.match(r"[ ]?[,:(-]|\s", report.plain[mention.end : one.start()])
        ]
        close = [one for one in close if not re.search(r"[.;\n]", report.plain[mention.end : one.start()])]
        found += close[:1]
    return [one for one in found if assertion_at(report.plain, one.start(), one.end()) != "negated"]


def _fact(report: Report, match: re.Match[str], confidence: float) -> Fact:
    return fact(
        report.text,
        "laterality",
        str(match.lastgroup),
        match.start(),
        match.end(),
        confidence=confidence,
        assertion=report.standing(match.start()),
        specimen=report.specimen(match.start()),
    )
