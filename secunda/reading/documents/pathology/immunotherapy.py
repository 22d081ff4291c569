"""What immunotherapy asks for: mismatch repair, microsatellites, PD-L1."""

from __future__ import annotations

import re
from typing import Final

from secunda.reading.document import Fact
from secunda.reading.documents.assertion import assertion_at
from secunda.reading.documents.pathology.report import Report
from secunda.reading.documents.pathology.stated import number, stated

_PROTEIN: Final = r"\b(?:MLH[- ]?1|MSH[- ]?2|MSH[- ]?6|PMS[- ]?2)\b"
_PROTEINS: Final = rf"{_PROTEIN}(?:[ ]?(?:,|and|/|&|or|, and|y|und|et)[ ]?{_PROTEIN}){{0,3}}"
_LOST: Final = re.compile(
    rf"(?:(?<!no )\b(?:loss|verlust|pérdida|perte|absence) (?:of |de |d['’]|von |der )?(?:la )?(?:nuclear |"
    rf"nukleären? )?"
    rf"(?:expression|expresión|staining)?[ ]?(?:of |for |in |de |von )?(?P<after>{_PROTEINS}))"
    rf"|(?P<before>{_PROTEINS})(?: proteins?)?[ ]?(?:[:=–-]|is|are)?[ ]?(?:nuclear )?(?:expression )?"
    rf"(?:loss\b|lost|absent|deficient|not expressed|abnormal|verlust|pérdida|perte|\((?:-|–)\))",
    re.IGNORECASE,
)
_INTACT: Final = re.compile(
    rf"(?P<proteins>{_PROTEINS})(?: proteins?)?[ ]?(?:[:=–-]|is|are|show|"
    rf"with)?[ ]?(?:nuclear )?(?:expression )?"
    rf"(?:intact|retained|preserved|present|expressed|positive|normal|no loss|maintained|erhalten|"
    rf"conservad[oa]s?|"
    rf"conservée?s?|\+|\(\+\))"
    rf"|(?:intact|retained|preserved|normal|no loss of|conservada|erhaltene|"
    rf"conservée)[ ](?:nuclear )?(?:expression|staining)"
    rf"[ ](?:of |for |in |de |von )?(?P<proteins2>{_PROTEINS})",
    re.IGNORECASE,
)
_NAME: Final = r"(?:DNA )?(?:mismatch[ -]repair|MMR)"
_MMR: Final = re.compile(
    rf"\b(?P<deficient>dMMR|MMR[ -]?d\b|{_NAME}[ -](?:protein )?(?:deficient|deficiency(?! not)))"
    rf"|\b(?P<proficient>pMMR|MMR[ -]?p\b|(?:proficient|intact) {_NAME}|{_NAME}[ -](?:protein )?(?:proficie"
    rf"nt|intact))"
    rf"|\b{_NAME}(?: proteins?| status| IHC| immunohistochemistry){{0,2}}[ ]?(?:\([^()\n]{{1,40}}\))?[ ]?(?"
    rf":[:=–-]|is|are|shows?)"
    rf"[ ]?\n?[ ]?(?:(?P<intact>proficient|intact|retained|preserved|no loss|normal)|(?P<lost>deficient|"
    rf"loss))"
    rf"|(?P<none>no loss of (?:nuclear )?(?:expression of )?(?:the )?{_NAME})",
    re.IGNORECASE,
)
_STATUS: Final = r"(?:MSI|microsatellite instability)(?: status| testing| \(MSI\)){0,2}[ ]?"
_MSI: Final = re.compile(
    rf"\b(?P<high>MSI[ -]?(?:H\b|high)|microsatellite instability[ -]{{1,3}}high|{_STATUS}(?:[:=–-]|"
    rf"is)[ ]?(?:MSI-)?"
    rf"(?:high|unstable|detected|positive))"
    rf"|\b(?P<low>MSI[ -]?(?:L\b|low)|microsatellite instability[ -]{{1,3}}low)"
    rf"|\b(?P<stable>(?-i:MSS)\b|microsatellite[ -]stable|MSI[ -]stable|mikrosatellitenstabil|"
    rf"(?:microsatélites?|microsatellites?) estables?|microsatellites? stables?|"
    rf"{_STATUS}(?:[:=–-]|is|was)?[ ]?(?:MSS|stable|not detected|negative|absent))",
    re.IGNORECASE,
)
_DENIED_AFTER: Final = re.compile(
    r"[ ]?(?:[:=]|is|was|[(/])[ ]?(?:not\b|no\b|negative|absent|excluded|≥|>|<|\d)|/", re.IGNORECASE
)
_PDL1: Final = re.compile(r"\bPD-?[ ]?L1\b", re.IGNORECASE)
_SCORE: Final = (
    r"(?P<score>TPS|CPS|IC|TC|tumou?r proportion score|combined positive score|tumor cells|tumou?r cells|"
    r"immune cells)"
)
_SHARE: Final = re.compile(
    rf"\b{_SCORE}\b(?:[ ]?\((?:TPS|CPS|IC|TC)\))?[^\n\d<>≥%;]{{0,25}}(?P<n>[<>≥]?[ ]?\d{{1,3}}(?:[.,]\d)?)("
    rf"?!\w|[.,]\d)[ ]?(?P<percent>%)?"
    rf"|(?<![\w.,])(?P<n2>[<>≥]?[ ]?\d{{1,3}}(?:[.,]\d)?)[ ]?(?P<percent2>%)(?:[ ]?\(?(?P<tail>TPS|IC|"
    rf"TC)\b)?",
    re.IGNORECASE,
)
_PDL1_REACH: Final = 140
_SHORT: Final = {
    "TUMOR PROPORTION SCORE": "TPS", "TUMOUR PROPORTION SCORE": "TPS", "COMBINED POSITIVE SCORE": "CPS",
    "TUMOR CELLS": "TC", "TUMOUR CELLS": "TC", "IMMUNE CELLS": "IC",
}  # fmt: skip


def immunotherapy(report: Report) -> list[Fact]:
    """Mismatch repair, microsatellites and PD-L1 as the report states them."""
    return [*_repair(report), *_microsatellites(report), *_pdl1(report)]


def _repair(report: Report) -> list[Fact]:
    facts = []
    lost = list(_LOST.finditer(report.plain))
    if lost:
        detail = {"proteins": _proteins(" ".join(match.group() for match in lost))}
        facts.append(stated(report, "mmr", "deficient", *lost[0].span(), detail=detail))
    intact = list(_INTACT.finditer(report.plain))
    named = _proteins(" ".join(match.group() for match in intact)).split()
    if not lost and len(named) > 1:
        detail = {"proteins": " ".join(sorted(named))}
        facts.append(stated(report, "mmr", "proficient", *intact[0].span(), detail=detail))
    for match in _MMR.finditer(report.plain):
        value = "deficient" if match.lastgroup in ("deficient", "lost") else "proficient"
        if not _DENIED_AFTER.match(report.plain, match.end()):
            facts.append(stated(report, "mmr", value, match.start(), match.end(), confidence=0.95))
    return facts


def _proteins(words: str) -> str:
    found = re.findall(_PROTEIN, words, re.IGNORECASE)
    return " ".join(dict.fromkeys(re.sub("[- ]", "", one).upper() for one in found))


def _microsatellites(report: Report) -> list[Fact]:
    """MSI as stated; "MSI-high: not detected" and keys ("MSI-H/MSI-L") state nothing."""
    return [
        stated(report, "msi", str(match.lastgroup), match.start(), match.end(), confidence=0.95)
        for match in _MSI.finditer(report.plain)
        if not _DENIED_AFTER.match(report.plain, match.end())
        and assertion_at(report.plain, match.start(), match.end()) not in ("negated", "possible")
    ]


def _pdl1(report: Report) -> list[Fact]:
    facts: list[Fact] = []
    seen = 0
    for name in _PDL1.finditer(report.plain):
        for match in _SHARE.finditer(report.plain, max(name.end(), seen), name.end() + _PDL1_REACH):
            one = _share(report, match)
            if one is not None:
                facts.append(one)
            seen = match.end()
    return facts


def _share(report: Report, match: re.Match[str]) -> Fact | None:
    """One score or percentage of PD-L1; None for a number that is neither (an antibody's clone, over a hun"
    "dred)."""
    named = (match.group("score") or match.group("tail") or "").upper()
    score = _SHORT.get(named, named)
    written, percent = (
        match.group("n") or match.group("n2"),
        match.group("percent") or match.group("percent2"),
    )
    if (not score and not percent) or float(number(written.lstrip("<>≥ "))) > 100:
        return None
    unit = "%" if percent or score == "TPS" else ""
    detail = {"score": score} if score else None
    value = number(written.replace(" ", ""))
    return stated(report, "pdl1", value, match.start(), match.end(), unit=unit, detail=detail)
