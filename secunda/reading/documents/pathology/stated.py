"""From a match in a report to a fact, the same way for every finder of findings."""

from __future__ import annotations

import re
from collections.abc import Iterable

from secunda.reading.document import Assertion, Fact
from secunda.reading.documents.found import fact
from secunda.reading.documents.pathology.report import Report

_EARLIER = re.compile(
    r"\b(?:previous(?:ly)?|prior|history of|earlier|elsewhere|original(?:ly)?|initial(?:ly)?|h/o|status post|s/p|"
    r"in (?:19|20)\d\d|(?:19|20)\d\d\)?:|previo|previa|früher\w*|vorbefund|antérieur\w*|anterior)\b[^.;\n]{0,50}\Z",
    re.IGNORECASE,
)
_DOUBT = re.compile(
    r"\b(?:if|possibl[ey]|probabl[ey]|cannot exclude|rule out|suspicious for|pending|would be|"
    r"could be)[^.;\n]{0,30}\Z",
    re.IGNORECASE,
)


def stated(
    report: Report,
    name: str,
    value: str,
    start: int,
    end: int,
    *,
    confidence: float = 0.93,
    unit: str = "",
    detail: dict[str, str] | None = None,
    assertion: Assertion | None = None,
) -> Fact:
    """The fact that `plain[start:end]` states, with its standing: this report's, doubted, or of an earlier one.

    Negation is the finder's own matter here: in pathology it makes another value ("margins: not involved").
    """
    return fact(
        report.text,
        name,
        value,
        start,
        end,
        unit=unit,
        confidence=confidence,
        assertion=assertion or standing(report, start),
        specimen=report.specimen(start),
        detail=detail,
    )


def standing(report: Report, start: int) -> Assertion:
    """Whether words at a position are this report's own finding, doubted, or of an earlier one."""
    by_section = report.standing(start)
    if by_section != "affirmed":
        return by_section
    before = report.plain[max(0, start - 80) : start]
    if _EARLIER.search(before):
        return "historical"
    return "possible" if _DOUBT.search(before) else "affirmed"


def distinct(facts: Iterable[Fact]) -> list[Fact]:
    """Each statement once: the first of the same name, value, detail, specimen and assertion."""
    seen = set()
    kept = []
    for one in facts:
        key = (one.name, one.value, one.specimen, one.assertion, one.detail)
        if key not in seen:
            seen.add(key)
            kept.append(one)
    return kept


def number(written: str) -> str:
    """A number as written, with a point, without needless zeros: "4,50" is "4.5"."""
    plain = written.replace(",", ".").strip()
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def roman(written: str) -> str:
    """A grade or stage as an Arabic numeral: "III", "lll" and "3" are "3"."""
    folded = written.upper().replace("L", "I") if not written.isdigit() else written
    return {"I": "1", "II": "2", "III": "3", "IV": "4"}.get(folded, folded)
