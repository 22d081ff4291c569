"""Grades: differentiation, nuclear grades, Nottingham, Gleason and grade group, FIGO, WHO."""

from __future__ import annotations

import re
from typing import Final

from secunda.reading.document import Fact
from secunda.reading.documents.assertion import assertion_at
from secunda.reading.documents.pathology.report import Report
from secunda.reading.documents.pathology.stated import roman, stated

_NUMERAL: Final = r"(?:IV|I{1,3}|[1-4])"
_GLEASON = re.compile(
    r"gleason(?:'?s)?\b[^\n.;]{0,60}?(?<![\d.])([1-5])[ ]?(?:\([^()\n]{0,12}\)[ ]?)?\+[ ]?([1-5])(?![\d.]|"
    r"[ ]?%)"
    r"|(?<![\d.+])([1-5])[ ]?\+[ ]?([1-5])[ ]?=[ ]?(?:[2-9]|10)\b[^\n.;]{0,20}gleason",
    re.IGNORECASE,
)
_PATTERNS = re.compile(
    r"primary (?:gleason )?(?:pattern|grade)[ :(]{1,4}(?:is )?(?:grade |pattern )?([1-5])\b[^+]{0,60}?"
    r"secondary (?:gleason )?(?:pattern|grade)[ :(]{1,4}(?:is )?(?:grade |pattern )?([1-5])\b",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"\b(?:grade[ -]group|prognostic grade(?: group)?|ISUP grade(?: group)?)[ :(#=]{1,5}(?:is )?([1-5])\b",
    re.I,
)
_NOTTINGHAM = re.compile(
    r"(?:nottingham|elston|bloom[ -]?(?:and )?richardson|scarff|\bSBR\b|\bMBR\b)[^.]{0,140}?"
    r"(?:(?:\btotal\b|\bscore\b|=|\bpuntuación\b|\bsumme\b)[ :(=]{0,6}(?:score[ :]{0,2})?(?:is |"
    r"of )?([3-9])(?![\d]|[ ]?\+)"
    r"(?:[ ]?(?:/|of|out of)[ ]?9)?|(?<![\d+])([3-9])[ ]?(?:/|of|out of|sur|de|von)[ ]?9)\b",
    re.IGNORECASE,
)
_NOTTINGHAM_GRADE = re.compile(
    rf"(?:nottingham|elston|bloom[ -]?(?:and )?richardson|scarff|"
    rf"\bSBR\b)[^\n.;]{{0,40}}?grade[ :(=]{{0,4}}(?:is )?({_NUMERAL})\b",
    re.IGNORECASE,
)
_FIGO = re.compile(
    r"\bFIGO[ -]?(?:histologic(?:al)? |nuclear )?(?:grade|grado|grad|G)[ :(=]{0,4}(?:is )?(I{1,3}|[1-3])\b"
    r"|\b(?:grade|grado|grad|G)[ :]{0,2}(I{1,3}|[1-3])[ ,]{0,2}\(?(?:FIGO|según FIGO|nach FIGO)\b",
    re.IGNORECASE,
)
_WHO = re.compile(
    rf"\b(?:WHO|OMS|ZNS-WHO)[ ,-]{{0,2}}(?:CNS |classification[ ,]{{1,2}})?(?:\(?\d{{4}}\)?[ ,]{{1,2}})?"
    rf"(?:grade|grad|grado)?[ :(]{{0,3}}({_NUMERAL})(?!\w|\.\d)"
    rf"|\b(?:grade|grad|grado)[ :]{{1,2}}({_NUMERAL})(?:[ ]?/[ ]?(?:IV|4))?[ ,]{{0,2}}[(\[]?"
    rf"(?:(?:of|nach|de) )?(?:the |la |l['’])?(?:CNS )?(?:WHO|OMS)\b(?![ ]?/)",
    re.IGNORECASE,
)
_NAMED = re.compile(
    rf"\b(?P<system>fuhrman(?:'?s)?(?: nuclear)?|WHO ?/ ?ISUP|elston[- ]ellis|tumor|grado|"
    rf"ISUP(?: nucleolar)?|nuclear|FNCLCC|"
    rf"histolog\w*|histopatholog\w*|"
    rf"tumou?r|overall|brod\w*|differentiation)[ ]?grade(?: \((?P<other>[^()\n]{{1,30}})\))?[ ]*(?:[:=-]|"
    rf"is|of)?[ ]*\n?[ ]?"
    rf"(?:grade[ ]?)?(?:G[ ]?)?(?P<first>{_NUMERAL})(?:[ ]?[-–][ ]?(?P<second>{_NUMERAL}))?(?!\w|\.\d)",
    re.IGNORECASE,
)
_NAMED_WORD = re.compile(
    r"\b(?:histolog\w*|tumou?r|nuclear|overall)[ ]?grade(?: \([^()\n]{1,30}\))?[ ]*[:=-][ ]*\n?[ ]?(?P<word"
    r">high|low|intermediate)\b",
    re.IGNORECASE,
)
_G = re.compile(r"(?<![\w.])G[ ]?([1-4])(?=[ ,;.:)\n/]|pT|$)(?![ ]?(?:cell|protein|node|[-–]?\d))")
_G_BESIDE = re.compile(
    r"pT|karzinom|grad|grado|\bT[0-4]|pN|\b[LVR][01]\b|grad|carcinom|differen|\bWHO\b", re.IGNORECASE
)
_DIFFERENTIATED = re.compile(
    r"\b(?P<low>well)?(?P<middle>moderate(?:ly)?|intermediate(?:ly)?)?(?P<high>poorly|"
    r"poor)?(?P<none>un-?)?[ -]{0,2}"
    r"(?:to (?P<upper>moderate(?:ly)?|poorly)[ -]{1,2})?differentiated\b",
    re.IGNORECASE,
)
_DIFFERENTIATED_ELSEWHERE: Final = {
    "G1": r"\b(?:bien diferenciad[oa]|gut differenziert\w*|bien différencié\w*|(?<!ت)جيد التمايز)",
    "G2": r"\b(?:moderadamente diferenciad[oa]|mäßig differenziert\w*|moyennement différencié\w*|"
    "متوسط التمايز)",
    "G3": r"\b(?:(?:pobremente|poco|mal) diferenciad[oa]|schlecht differenziert\w*|(?:peu|"
    r"mal) différencié\w*|ضعيف التمايز)",
}
_GRADE_WORD = re.compile(
    r"\b(high|low|intermediate)[ -]grade\b(?![ -]{1,2}(?:dysplas|squamous intra|PIN|prostatic intra))",
    re.IGNORECASE,
)
_STEPS: Final = {"low": "G1", "middle": "G2", "high": "G3", "none": "G4"}


def grades(report: Report) -> list[Fact]:
    """Every grade that the report states."""
    return [
        *_prostate(report),
        *_nottingham(report),
        *_figo_and_who(report),
        *_numbered(report),
        *_worded(report),
    ]


def _prostate(report: Report) -> list[Fact]:
    facts = []
    for match in _GLEASON.finditer(report.plain):
        first, second = (
            (match.group(1), match.group(2)) if match.group(1) else (match.group(3), match.group(4))
        )
        facts.append(
            stated(report, "gleason", f"{first}+{second}", match.start(), match.end(), confidence=0.96)
        )
    for match in _PATTERNS.finditer(report.plain):
        value = f"{match.group(1)}+{match.group(2)}"
        facts.append(stated(report, "gleason", value, match.start(), match.end(), confidence=0.95))
    if facts or re.search("prostat", report.plain, re.IGNORECASE):
        for match in _GROUP.finditer(report.plain):
            facts.append(
                stated(report, "grade_group", match.group(1), match.start(), match.end(), confidence=0.95)
            )
    return facts


def _nottingham(report: Report) -> list[Fact]:
    facts = []
    for match in _NOTTINGHAM.finditer(report.plain):
        score = match.group(1) or match.group(2)
        facts.append(stated(report, "nottingham_score", score, match.start(), match.end(), confidence=0.95))
    for match in _NOTTINGHAM_GRADE.finditer(report.plain):
        value = roman(match.group(1))
        if value in "123":
            detail = {"system": "Nottingham"}
            facts.append(
                stated(
                    report, "grade", f"G{value}", match.start(), match.end(), confidence=0.95, detail=detail
                )
            )
    return facts


def _figo_and_who(report: Report) -> list[Fact]:
    facts = []
    for match in _FIGO.finditer(report.plain):
        facts.append(
            stated(
                report,
                "figo_grade",
                roman(match.group(1) or match.group(2)),
                match.start(),
                match.end(),
                confidence=0.96,
            )
        )
    for match in _WHO.finditer(report.plain):
        value = roman(match.group(1) or match.group(2))
        if not _denied(report, match):
            facts.append(stated(report, "who_grade", value, match.start(), match.end(), confidence=0.95))
    return facts


def _numbered(report: Report) -> list[Fact]:
    facts = []
    for match in _NAMED.finditer(report.plain):
        if re.search(
            r"nottingham|FIGO|WHO \Z", report.plain[max(0, match.start() - 25) : match.start()], re.IGNORECASE
        ):
            continue
        system = _system(match)
        for written in (match.group("first"), match.group("second")):
            if written:
                value = f"G{roman(written)}"
                detail = {"system": system} if system else None
                facts.append(stated(report, "grade", value, match.start(), match.end(), detail=detail))
    for match in _G.finditer(report.plain):
        near = report.plain[max(0, match.start() - 30) : match.end() + 20]
        if _G_BESIDE.search(near.replace(match.group(), "")):
            facts.append(
                stated(report, "grade", f"G{match.group(1)}", match.start(), match.end(), confidence=0.9)
            )
    return facts


def _system(match: re.Match[str]) -> str:
    """The system by its usual name, empty for "histologic grade" and the like."""
    named = f"{match.group('system')} {match.group('other') or ''}".lower()
    for word, name in (
        ("fuhrman", "Fuhrman"),
        ("isup", "ISUP"),
        ("fnclcc", "FNCLCC"),
        ("brod", "Broders"),
        ("nuclear", "nuclear"),
    ):
        if word in named:
            return name
    return ""


def _worded(report: Report) -> list[Fact]:
    """Grades in words, only where the report's own diagnosis says them."""
    said = [(match, match.group("word").lower(), 0.93) for match in _NAMED_WORD.finditer(report.plain)]
    told = [(match, _step(match), 0.92) for match in _DIFFERENTIATED.finditer(report.plain)]
    for value, words in _DIFFERENTIATED_ELSEWHERE.items():
        told += [(match, value, 0.92) for match in re.finditer(words, report.plain, re.IGNORECASE)]
    told += [
        (match, match.group(1).lower(), 0.9)
        for match in _GRADE_WORD.finditer(report.plain)
        if _names_a_tumour(report, match.end())
    ]
    said += [row for row in told if row[1] and _is_finding(report, row[0])]
    return [
        stated(report, "grade", value, match.start(), match.end(), confidence=confidence)
        for match, value, confidence in said
    ]


def _step(match: re.Match[str]) -> str:
    """G1 to G4; the upper of two ("moderately to poorly")."""
    upper = (match.group("upper") or "").lower()
    if upper:
        return "G3" if upper.startswith("poor") else "G2"
    return next((grade for name, grade in _STEPS.items() if match.group(name)), "")


def _is_finding(report: Report, match: re.Match[str]) -> bool:
    if report.section(match.start()) in (
        "gross",
        "clinical_history",
        "past_history",
        "family_history",
        "frozen",
    ):
        return False
    return not _denied(report, match)


def _denied(report: Report, match: re.Match[str]) -> bool:
    return assertion_at(report.plain, match.start(), match.end()) in ("negated", "possible", "family")


def _names_a_tumour(report: Report, position: int) -> bool:
    """Whether a tumour is named right after "high grade"."""
    return any(position <= tumour.start <= position + 40 for tumour in report.tumours) or any(
        tumour.start < position <= tumour.end for tumour in report.tumours
    )
