"""Lymph nodes examined and positive."""

from __future__ import annotations

import re
from typing import Final

from secunda.reading.document import Fact
from secunda.reading.documents.pathology.report import Report
from secunda.reading.documents.pathology.stated import stated

_UNITS: Final = (
    *(
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
    ),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBER: Final = (
    r"(?:\d{1,3}|no|none|zero|(?:"
    + "|".join(_TENS)
    + r")(?:[ -](?:"
    + "|".join(_UNITS[:9])
    + r"))?|"
    + "|".join(_UNITS[::-1])
    + r")"
)
_NODES: Final = (
    r"(?:lymph[ -]?nodes?|nodes?\b|LNs?\b|ganglios?(?: linfáticos?)?|lymphknoten|(?-i:LK)\b|ganglions?|"
    r"sentinel|adenopat\w+|عقد لمفاوية|عقدة)"
)
_EXAMINED = re.compile(
    rf"(?:(?:total )?(?:number|no\.?|#)[ ](?:of )?(?:(?:regional|total|"
    rf"sentinel)[ ])?(?:{_NODES}[ ])?(?:examined|sampled|identified|found|submitted)|"
    rf"{_NODES}[ ](?:\(?s\)?[ ])?(?:examined|sampled|found|identified)|"
    rf"total (?:number of )?{_NODES}(?: examined)?|"
    rf"number of (?:regional )?{_NODES} (?:examined|identified|"
    rf"sampled))[ ]*(?:\([^()\n]{{0,30}}\))?[ ]*(?:[:=-]|is|are)[ ]*\n?[ ]?(?P<n>\d{{1,3}}|{_NUMBER})\b(?!["
    rf" ]?[/.]\d)",
    re.IGNORECASE,
)
_POSITIVE = re.compile(
    rf"(?:(?:total )?(?:number|no\.?|#)[ ](?:of )?(?:(?:regional|total|"
    rf"sentinel)[ ])?(?:{_NODES}[ ])?(?:involved|positive|with (?:metastas[ei]s|tumou?r))|"
    rf"{_NODES}[ ](?:\(?s\)?[ ])?(?:involved|positive|with metastas[ei]s)|number of (?:positive|involved|"
    rf"metastatic) (?:regional )?{_NODES}|"
    rf"number of (?:regional )?{_NODES} (?:involved|positive|with \w+)|positive {_NODES})"
    rf"[ ]*(?:\([^()\n]{{0,30}}\))?[ ]*(?:[:=-]|is|are)[ ]*\n?[ ]?(?P<n>\d{{1,3}}|{_NUMBER})\b(?![ ]?[/.]\d)",
    re.IGNORECASE,
)
_FRACTION = re.compile(r"(?<![\d/.])(\d{1,3})[ ]?/[ ]?(\d{1,3})(?![\d/%])")
_BEFORE_FRACTION = re.compile(rf"{_NODES}|pN[0-3OX]|\bN[0-3]\b|metastas[ei]s", re.IGNORECASE)
_OTHER_FRACTION = re.compile(
    r"grade|score|gleason|allred|nottingham|fuhrman|block|slide|page|cassette|cores?\b|\bER\b|\bPR\b|HER2|"
    r"phone|date|level",
    re.IGNORECASE,
)
_NODES_AFTER = re.compile(rf"[ ]?\)?[ ](?:\w+ ){{0,2}}{_NODES}", re.IGNORECASE)
_OTHER_AFTER = re.compile(r"[ ]?(?:cm|mm|HPF|cores?|blocks?|\d{2,4})\b", re.IGNORECASE)
_MOST: Final = 150
_OF = re.compile(
    rf"\b(?P<positive>{_NUMBER})[ ](?:out )?(?:of|de|von|sur|aus)[ ](?:the |los |"
    rf"insgesamt )?(?:total )?(?P<examined>{_NUMBER})[ ](?:\(\d{{1"
    rf",3}}\)[ ])?(?:\w+[ ]){{0,4}}?{_NODES}"
    rf"|{_NODES}[^.;\n]{{0,30}}?\b(?P<positive2>{_NUMBER})[ ](?:out )?of[ ](?P<examined2>{_NUMBER})[ ](?:in"
    rf"volved|positive|with)",
    re.IGNORECASE,
)
_THEREOF = re.compile(
    rf"\b(?P<examined>{_NUMBER})[ ](?:\w+ ){{0,2}}{_NODES}[^.;\n]{{0,30}}?[,;(:–-][ ]?(?:davon |of which |"
    rf"de los cuales |dont )?"
    rf"(?P<positive>{_NUMBER})[ ](?:\w+ ){{0,2}}(?:with (?:metasta|tumou?r)|mit |con (?:metást|tumor)|"
    rf"avec |métastatiques?|envahis?|"
    rf"positive|positivos?|metastásicos?|befallen|involved)",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    rf"\b(?P<examined>{_NUMBER})[ ](?:\(\d{{1,3}}\)[ ])?(?:benign |regional |reactive |pelvic |negative |"
    rf"tumou?r-free |hilar |\w+ )?(?:lymph[ -]?nodes?)"
    r"[, ]{0,2}(?:(?:all |are |is |were |which are )?(?:negative|free|no (?:tumou?r|malignancy|evidence|"
    r"carcinoma|metasta)|with no|without|benign)|\(negative\))"
    rf"|no (?:malignancy|tumou?r|carcinoma|metastas[ei]s)[^.;\n]{{0,30}}in (?:a )?(?:total of )?(?P<examine"
    rf"d2>{_NUMBER})[ ](?:\(\d{{1,3}}\)[ ])?(?:\w+[ ]){{0,2}}?lymph[ -]?nodes?",
    re.IGNORECASE,
)


def nodes(report: Report) -> list[Fact]:
    """Nodes examined and positive: the labelled totals where there are any, else those told for each
    specimen.
    """
    labelled = _labelled(report)
    names = {one.name for one in labelled}
    told = [one for one in _told(report) if one.name not in names]
    return [*labelled, *told]


def _labelled(report: Report) -> list[Fact]:
    facts = []
    for name, pattern in (("nodes_examined", _EXAMINED), ("nodes_positive", _POSITIVE)):
        for match in pattern.finditer(report.plain):
            value = _whole(match.group("n"))
            if value is not None:
                facts.append(stated(report, name, value, match.start(), match.end(), confidence=0.95))
    return facts


def _told(report: Report) -> list[Fact]:
    facts: list[Fact] = []
    taken: set[str] = set()
    for match in _FRACTION.finditer(report.plain):
        positive, examined = int(match.group(1)), int(match.group(2))
        if positive <= examined <= _MOST and examined and _is_of_nodes(report.plain, match):
            facts += _pair(report, str(positive), str(examined), match, 0.93)
            taken.add(report.specimen(match.start()))
    for match in (
        *_OF.finditer(report.plain),
        *_THEREOF.finditer(report.plain),
        *_NEGATIVE.finditer(report.plain),
    ):
        if report.specimen(match.start()) not in taken and report.section(match.start()) != "gross":
            facts += _worded(report, match)
    return facts


def _is_of_nodes(plain: str, match: re.Match[str]) -> bool:
    """Whether a fraction counts nodes: they, or a pN, are named shortly before it, and no grade or score i"
    "s nearer."""
    near = plain[max(0, match.start() - 90) : match.start()]
    nodes_at = max((one.end() for one in _BEFORE_FRACTION.finditer(near)), default=-1)
    other_at = max((one.end() for one in _OTHER_FRACTION.finditer(near)), default=-1)
    after = plain[match.end() : match.end() + 25]
    if _NODES_AFTER.match(after):
        return True
    return nodes_at > other_at and not _OTHER_AFTER.match(after)


def _worded(report: Report, match: re.Match[str]) -> list[Fact]:
    groups = match.groupdict()
    examined = _whole(groups.get("examined") or groups.get("examined2") or "")
    written = groups.get("positive") or groups.get("positive2") or "0"
    positive = _whole(written)
    if examined is None or positive is None or int(positive) > int(examined) or examined == "0":
        return []
    return _pair(report, positive, examined, match, 0.9)


def _pair(
    report: Report, positive: str, examined: str, match: re.Match[str], confidence: float
) -> list[Fact]:
    return [
        stated(report, "nodes_positive", positive, match.start(), match.end(), confidence=confidence),
        stated(report, "nodes_examined", examined, match.start(), match.end(), confidence=confidence),
    ]


def _whole(written: str) -> str | None:
    """A whole number from digits or English words: "twenty-one" is "21"."""
    folded = written.lower().strip()
    if folded.isdigit():
        return str(int(folded))
    if folded in ("no", "none", "zero"):
        return "0"
    total = 0
    for word in re.split(r"[ -]", folded):
        if word in _TENS:
            total += (_TENS.index(word) + 2) * 10
        elif word in _UNITS:
            total += _UNITS.index(word) + 1
        else:
            return None
    return str(total) if folded else None
