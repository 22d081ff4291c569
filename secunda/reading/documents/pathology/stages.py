"""Stage groups in words: "AJCC stage IIA", "FIGO IB1"."""

from __future__ import annotations

import re

from secunda.reading.document import Fact
from secunda.reading.documents.pathology.report import Report
from secunda.reading.documents.pathology.stated import stated

_GROUP = (
    r"(?P<group>IV|I{1,3}|[lI]{2,3}|0)[ ]?(?P<sub>[ABC](?:[1-3](?![\d/]))?|[abc](?:[1-3])?(?!\w))?(?![\w+])"
)
_STAGE = re.compile(
    r"\b(?i:(?:(?:AJCC|UICC|FIGO|TNM|Ann Arbor|Dukes)[- /]{0,2})?(?:(?:pathologic(?:al)?|anatomic|"
    r"prognostic|overall|tumou?r) )?"
    r"(?:stage|estadio|estadío|stadium|tumorstadium|stade|المرحلة)(?:[ -]?group(?:ing)?)?)"
    r"[ ]?(?:\([^()\n]{0,25}\))?[ ]?(?:[:=-]|is|of)?[ ]?\n?[ ]?(?i:FIGO |AJCC |UICC |stage )?" + _GROUP
)
_FIGO = re.compile(r"\b(?:FIGO|UICC|AJCC)[ :(-]{0,3}(?:(?i:stage|stadium|stade|estadio)[ :]{0,3})?" + _GROUP)
_FIGO_ARABIC = re.compile(
    r"\b(?P<system>AJCC|UICC|FIGO)\b[^.;\n]{0,40}?\bstage(?: group)?[ :]{1,3}(?P<group>[1-4])(?P<sub>[A-Ca-"
    r"c][1-3]?)?"
    r"(?![\w.])",
    re.IGNORECASE,
)
# Kidneys, pressure sores and hypertension have stages too.
_NO_TUMOUR_STAGE = re.compile(
    r"[ ,]{0,2}(?:\w+ )?(?:CKD|chronic|kidney|renal (?:disease|failure|insuff)|pressure|decubit|ulcer|"
    r"sacral|hypertens|heart|fibrosis|"
    r"sarcoid|parkinson|retinopath|endometriosis|COPD)",
    re.IGNORECASE,
)
_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV"}


def stages(report: Report) -> list[Fact]:
    """Every stage group that the report states, with the system when it names one."""
    facts: list[Fact] = []
    taken: list[tuple[int, int]] = []
    for pattern in (_FIGO, _STAGE, _FIGO_ARABIC):
        for match in pattern.finditer(report.plain):
            if any(start < match.end() and match.start() < end for start, end in taken) or _is_clinical(
                report, match
            ):
                continue
            taken.append(match.span())
            facts.append(_fact(report, match))
    return facts


def _is_clinical(report: Report, match: re.Match[str]) -> bool:
    """Whether it is a clinical stage, another disease's, or a grade after "FIGO" that looks like one."""
    near = report.plain[max(0, match.start() - 15) : match.start()].lower()
    if _NO_TUMOUR_STAGE.match(report.plain, match.end()):
        return True
    return "clinical" in near or "grade" in match.group().lower()


def _fact(report: Report, match: re.Match[str]) -> Fact:
    group = match.group("group").replace("l", "I")
    group = _ROMAN.get(group, group)
    system = _system(match)
    return stated(
        report,
        "stage",
        group + (match.group("sub") or "").upper(),
        match.start(),
        match.end(),
        confidence=0.93 if system else 0.9,
        detail={"system": system} if system else None,
    )


def _system(match: re.Match[str]) -> str:
    words = match.group().upper()
    return next((system for system in ("FIGO", "AJCC", "UICC", "ANN ARBOR") if system in words), "").replace(
        "ANN ARBOR", "Ann Arbor"
    )
