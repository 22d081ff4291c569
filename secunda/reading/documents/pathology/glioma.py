"""What the molecular diagnosis of gliomas rests on: IDH, 1p/19q, MGMT."""

from __future__ import annotations

import re
from typing import Final

from secunda.reading.document import Fact
from secunda.reading.documents.pathology.report import Report
from secunda.reading.documents.pathology.stated import stated

_IDH: Final = re.compile(
    r"(?P<before>\b(?:positive|negative) for (?:an? |the )?(?:mutant )?|\bmutant |\b(?:harbou?rs?|shows?|"
    r"with) (?:an? )?|\bno )?"
    r"\bIDH[ -]?[12lI]?(?:[ ]?/[ ]?(?:IDH)?2)?(?:[ -]*\(?(?P<variant>(?:p\.)?R\d{3}[A-Z])\)?)?[ ]*"
    r"(?:gene|status|protein|immunostain|immunohistochemistry|IHC)?[ ]*(?P<kind>mutations?)?[ ]*(?:status|"
    r"protein)?[ ]*(?:[:=,–-]|is|was|are)?[ ]*"
    r"(?P<value>not mutated|no mutations?|(?:is |are )?not (?:detected|identified|present)|wild[ -]?type|"
    r"mutant|mutated|detected|identified|"
    r"present|positive|negative|absent)?(?:[ ]*\(?(?P<variant2>(?:p\.)?R\d{3}[A-Z])\)?)?",
    re.IGNORECASE,
)
_CODEL: Final = re.compile(
    r"(?P<before>\b(?:no|without|negative for|absence of|lacks?)[ ](?:\w+[ ]){0,3})?(?:\b1p[ ]?(?:/|and|,|"
    r"&|-)?[ ]?(?:and )?19q\b[ ]*(?:co-?[ ]?deletion|codeleted|co-deleted|deletion|status|loss|LOH|by FISH|"
    r"FISH)*[ ]*(?:[:=–-]|is|was|are)?[ ]*"
    r"(?P<value>not (?:detected|identified|present|co-?deleted|deleted|lost)|no (?:co-?)?deletion|intact|"
    r"retained|absent|negative|co-?[ ]?deleted|codeletion|deleted|lost|present|detected|positive)?"
    r"|(?:co-?[ ]?deletion|combined loss|loss|deletion) of (?:chromosomes? |both )?1p[ ]?(?:/|and|,|"
    r"&)[ ]?19q(?:[ ]?[:=–-]?[ ]?(?P<value2>not (?:detected|identified|present)|absent|negative))?)",
    re.IGNORECASE,
)
_MGMT: Final = re.compile(
    r"\bMGMT\b[^.;\n]{0,50}?(?P<value>unmethylated|not methylated|non-?methylated|methylation (?:is |"
    r"was )?(?:not(?: detected| identified| present)?|absent|negative)|no methylation|not detected|"
    r"hypermethylated|methylated|methylation[ :=-]{1,3}(?:is )?(?:present|detected|positive|negative|"
    r"absent)|(?<=methylation: )(?:positive|negative))",
    re.IGNORECASE,
)


def glioma(report: Report) -> list[Fact]:
    """IDH, 1p/19q and MGMT as the report states them."""
    facts = []
    for match in _IDH.finditer(report.plain):
        facts += _idh(report, match)
    for match in _CODEL.finditer(report.plain):
        value = _codeletion(match)
        if value:
            facts.append(stated(report, "codeletion_1p19q", value, match.start(), match.end()))
    for match in _MGMT.finditer(report.plain):
        denied = re.match(
            r"un|not|non|no |methylation[ :=-]*(?:is )?(?:not|absent|negative)|negative",
            match.group("value"),
            re.I,
        )
        facts.append(
            stated(report, "mgmt", "unmethylated" if denied else "methylated", match.start(), match.end())
        )
    return facts


def _idh(report: Report, match: re.Match[str]) -> list[Fact]:
    """Mutant or wild type. A negative stain for R132H leaves other mutations open: then only the
    marker is negative.
    """
    word, before = (match.group("value") or "").lower(), (match.group("before") or "").lower()
    variant = (match.group("variant") or match.group("variant2") or "").replace("p.", "").upper()
    is_named = bool(match.group("kind") or variant or "mutant" in before)
    if not word and not (before and is_named and before.strip() != "mutant"):
        return []
    if word in ("detected", "identified", "present", "absent") and not is_named:
        return []
    denied = (
        word.startswith(("not", "no ", "wild", "negative", "absent"))
        or " not " in f" {word}"
        or before.startswith(("neg", "no"))
    )
    if denied and variant:
        detail = {"name": "IDH1", "variant": variant}
        return [stated(report, "marker", "negative", match.start(), match.end(), detail=detail)]
    detail_of = {"variant": variant} if variant and not denied else None
    return [
        stated(
            report, "idh", "wildtype" if denied else "mutant", match.start(), match.end(), detail=detail_of
        )
    ]


def _codeletion(match: re.Match[str]) -> str:
    """Present, absent, or empty when only a name stands there."""
    value = (match.group("value") or match.group("value2") or "").lower()
    if value.startswith(("not", "no ", "intact", "retained", "absent", "negative")):
        return "absent"
    names_loss = re.search(r"deletion|loss|deleted|lost|LOH", match.group(), re.IGNORECASE)
    if match.group("before") and names_loss:
        return "absent"
    if value or re.match(
        r"(?:co-?[ ]?deletion|combined loss|loss|deletion) of", match.group(), re.IGNORECASE
    ):
        return "present" if names_loss or value in ("present", "detected", "positive") else ""
    return ""
