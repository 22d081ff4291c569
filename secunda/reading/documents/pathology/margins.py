"""Resection margins: negative, positive or close; which margin, and how far the tumour is from it."""

from __future__ import annotations

import re
from typing import Final

from secunda.reading.document import Fact
from secunda.reading.documents.clauses import sentence_around
from secunda.reading.documents.pathology.report import Report
from secunda.reading.documents.pathology.stated import number, stated

_MARGIN = re.compile(
    r"\b(?:(?P<which>(?:[a-z][\w-]{2,20}[ ]){0,3}))?(?:margins?|resection edges?|márgenes|margen|"
    r"schnittränder|resektionsränder|"
    r"absetzungsrand|marges?(?: de résection)?|حواف)\b",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"\b(?:proximal|distal|radial|circumferential|deep|anterior|posterior|superior|inferior|medial|lateral|"
    r"ureteral|ureteric|urethral|vascular|renal|vein|soft|tissue|bladder|neck|apical|apex|parenchymal|"
    r"bronchial|mesenteric|mucosal|vaginal|parametrial|peripheral|skin|bone|cervical|ectocervical|"
    r"endocervical|nerve|gingival|buccal|tongue|inked)\b"
)
_NEGATIVE: Final = (
    r"negative|uninvolved|free|clear|not involved|no (?:evidence of )?(?:tumou?r|carcinoma|malignancy|"
    r"invasive|involvement|malignant)|"
    r"benign|unremarkable|without (?:tumou?r|carcinoma|involvement)|not present|no residual|tumou?r-free|"
    r"not identified|libres?|"
    r"negativos?|tumorfrei|no afect\w+|sin (?:tumor|afectación)|frei|libres? de|non envahies?|in sano|"
    r"سليمة|saines?|exempts?|all margins negative"
)
_POSITIVE: Final = (
    r"positive|involved by|are involved|is involved|margins? involved|: ?involved|present at|extends to|"
    r"extending to|focally involved|"
    r"tumou?r at|carcinoma at|transects?|afectos?|positivos?|befallen|envahies?"
)
_CLOSE: Final = r"\bclose\b"
_VALUE_AFTER = re.compile(
    rf"[ ]?(?:\([^()\n]{{0,30}}\))?[^.;\n]{{0,12}}?(?:[ ,]?(?:[:=–-]|\bare\b|\bis\b|"
    rf"\bof resection\b[^.;\n]{{0,25}}|"
    rf"\bstatus\b|\(s\)|\bfor\b)){{0,3}}[ ]{{0,3}}\n?[ ]?"
    rf"(?:(?:all|appears?|the|widely|histologically|microscopically|surgically|grossly|margins?|is|are|"
    rf"by) ){{0,4}}"
    rf"(?:(?P<negative>{_NEGATIVE})|(?P<close>{_CLOSE})|(?P<positive>{_POSITIVE}))",
    re.IGNORECASE,
)
_VALUE_BEFORE = re.compile(
    r"(?:(?P<negative>\b(?:negative|free|clear|uninvolved|benign|tumou?r-free)(?: (?:surgical|resection|"
    r"radial|deep|all|soft tissue))*)|"
    r"(?P<close>\bclose)|(?P<positive>\b(?:positive|involved)(?: (?:surgical|resection|radial|deep))*|"
    r"(?<!no )(?:tumou?r|carcinoma)[ ](?:is |focally )*(?:present at|extends to|involves|"
    r"at)(?: the)?(?: \w+)?))[ ]\Z",
    re.IGNORECASE,
)
_RESIDUAL = re.compile(r"(?<![\w-])R[ ]?([0-2O])(?![\w-])")
_DISTANCE = re.compile(
    r"(?:closest|nearest|distance|clearance|minimum)[^.;\n]{0,50}?(?P<n>\d{1,2}(?:[.,]\d{1,2})?)[ ]?(?P<uni"
    r"t>mm|cm)\b"
    r"|(?P<n2>\d{1,2}(?:[.,]\d{1,2})?)[ ]?(?P<unit2>mm|cm)[ ](?:from|away)[^.;\n]{0,40}",
    re.IGNORECASE,
)
_NO_TUMOUR_AT = re.compile(
    r"\bno (?:\w+ ){0,3}(?:tumou?r|carcinoma)\b[^.;\n]{0,30}\Z|not (?:present|involv\w+)[^.;\n]{0,15}\Z",
    re.IGNORECASE,
)


def margins(report: Report) -> list[Fact]:
    """What the report says of the margins, each as named. Gross descriptions ("margin inked") say nothing."""
    facts = _residual(report)
    for match in _MARGIN.finditer(report.plain):
        if report.section(match.start()) in ("gross", "specimen"):
            continue
        found = _value(report.plain, match)
        if found is not None:
            facts.append(_fact(report, match, *found))
    return facts


def _residual(report: Report) -> list[Fact]:
    """UICC's R beside a TNM: R0 is a negative margin, R1 and R2 a positive one."""
    facts = []
    for match in _RESIDUAL.finditer(report.plain):
        if re.search(
            r"pT|pN|\b[GLV][0-3O]\b|resec|resek|résec",
            report.plain[max(0, match.start() - 50) : match.start()],
        ):
            value = "negative" if match.group(1) in "0O" else "positive"
            facts.append(stated(report, "margin", value, match.start(), match.end(), confidence=0.9))
    return facts


def _value(plain: str, match: re.Match[str]) -> tuple[str, int, int] | None:
    """The value and where its words begin and end."""
    before_text = plain[
        max(0, match.start() - 60) : match.start("which") if match.group("which") else match.start()
    ]
    if match.group("which"):
        before_text += match.group("which")
    if _NO_TUMOUR_AT.search(before_text):
        return "negative", match.start(), match.end()
    before = _VALUE_BEFORE.search(before_text if before_text.endswith(" ") else before_text + " ")
    if before and before.lastgroup:
        reach = len(before_text.rstrip()) - before.start()
        start = match.start("which") if match.group("which") else match.start()
        return (
            before.lastgroup,
            max(0, (match.end("which") if match.group("which") else start) - reach - 1),
            match.end(),
        )
    after = _VALUE_AFTER.match(plain, match.end())
    if after and after.lastgroup:
        return after.lastgroup, match.start(), after.end()
    return None


def _fact(report: Report, match: re.Match[str], value: str, start: int, end: int) -> Fact:
    detail = {}
    which = _which(match.group("which") or "")
    if which:
        detail["which"] = which
    distance = _distance(report.plain, start, end)
    if distance:
        detail["distance_mm"] = distance
    return stated(report, "margin", value, start, end, confidence=0.92, detail=detail or None)


def _which(words: str) -> str:
    """The kind of margin in the words before it, lower-case; empty for margins as a whole."""
    return " ".join(_KIND.findall(words.lower()))


def _distance(plain: str, start: int, end: int) -> str:
    """The distance to the margin in millimetres, as its sentence says; empty when it does not."""
    first, last = sentence_around(plain, start, end)
    match = _DISTANCE.search(plain, max(first, start - 80), min(last, end + 80))
    if match is None:
        return ""
    written, unit = (
        (match.group("n"), match.group("unit"))
        if match.group("n")
        else (match.group("n2"), match.group("unit2"))
    )
    return number(f"{float(number(written)) * (10 if unit.lower() == 'cm' else 1):.2f}")
