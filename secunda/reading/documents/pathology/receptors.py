"""Breast receptors and proliferation: ER, PR, HER2, Ki-67 (ASCO/CAP 2020 and 2023 for what a
percentage means).
"""

from __future__ import annotations

import re
from typing import Final

from secunda.reading.document import Fact
from secunda.reading.documents.pathology.report import Report
from secunda.reading.documents.pathology.stated import number, stated

_WORD: Final = (
    r"(?P<word>low[ -]positive|positive|negative|pos\b\.?|neg\b\.?|positivos?|negativos?|positif|négatif|"
    r"positiv|negativ|إيجابي|سلبي)"
)
_PERCENT: Final = r"(?P<percent>[<>]?[ ]?\d{1,3}(?:[.,]\d)?)[ ]?(?:[-–][ ]?\d{1,3}[ ]?)?%"
_HORMONE: Final = {
    "er": r"(?:o?estrogen[- ]receptors?(?:[ ]?\(ER\))?|(?-i:\bER\b)(?![ ]?(?:room|visit|physician))|"
    "receptor(?:es)? de estrógenos?|östrogenrezeptor(?:en)?|récepteurs? (?:des |aux )?œ?e?strogènes?|"
    "مستقبلات الاستروجين)",
    "pr": r"(?:progesterone[- ]receptors?(?:[ ]?\((?:PR|PgR)\))?|(?-i:\bPg?R\b)|"
    "receptor(?:es)? de progesterona|progesteronrezeptor(?:en)?|récepteurs? (?:de la |à la )?progestérone|"
    "مستقبلات البروجسترون)",
}
_HORMONES: Final = {
    name: re.compile(
        rf"{term}[ ]*(?:\((?P<inside>[^()\n]{{1,20}})\))?[ ]*(?:status|"
        rf"expression)?[ ]*(?:by IHC)?[ ]*(?:[:=;,–-]|is|are)?[ ]*\n?[ ]?"
        rf"(?:(?P<sign>\+(?!\d)|-(?=[ ,;.\n/)]|$)|\(\+\)|\(-\))|(?:(?P<strength0>strong|moderate|"
        rf"weak)(?:ly)?[ ])?(?:{_WORD}|{_PERCENT.replace('percent', 'first')})|"
        rf"(?:allred[^\d\n]{{0,10}})?(?P<allred0>[0-8])[ ]?/[ ]?8)(?P<rest>[^\n;]{{0,70}})",
        re.IGNORECASE,
    )
    for name, term in _HORMONE.items()
}
NEAR: Final = 40  # characters between receptors that are told together
_HER2: Final = r"\b(?:HER[ -]?2(?:[ ]?[/-][ ]?neu)?|c-?erb-?B-?2|ERBB2)\b"
_IHC = re.compile(
    rf"{_HER2}[^\n.;]{{0,45}}?(?<![\d.])(?P<score>[0-3])[ ]?(?P<plus>\+)|{_HER2}[^\n.;]{{0,20}}?(?:score|"
    rf"IHC)\)?[ :(of]{{1,5}}(?P<zero>[0-3])(?![\d.%+/])",
    re.IGNORECASE,
)
_HER2_WORD = re.compile(
    rf"{_HER2}[ ]*(?:\([^()\n]{{1,25}}\))?[ ]*(?:protein|gene|oncoprotein|overexpression|status|expression|"
    rf"score)?[ ]*(?:by )?"
    rf"(?P<method>immunohistochemistry|IHC|FISH|CISH|SISH|DISH|ISH|"
    rf"in situ hybridi[sz]ation)?[ ]*(?:\([^()\n]{{1,25}}\))?[ ]*(?:[:=,–-]|is|was|shows)?[ ]*\n?[ ]?"
    r"(?P<value>not amplified|non-?amplified|unamplified|no amplification|not over-?expressed|"
    r"no over-?expression|amplified|amplification detected|"
    r"over-?expressed|negative|positive|equivocal|low\b|negativo|positivo|negativ|positiv|négatif|positif|"
    r"سلبي|إيجابي)",
    re.IGNORECASE,
)
_KI67 = re.compile(
    r"\b(?:Ki-?[ ]?67|MIB-?[ ]?1|MIB)\b(?:[ ]?\([^()\n]{1,20}\))?[^\n%.;]{0,60}?(?P<n>[<>]?[ ]?\d{1,3}(?:[."
    r",]\d{1,2})?)[ ]?(?:%[ ]?)?"
    r"(?:(?:[-–]|to)[ ]?(?P<upper>\d{1,3})[ ]?)?%",
    re.IGNORECASE,
)


def receptors(report: Report) -> list[Fact]:
    """ER, PR, HER2 and Ki-67 as the report states them."""
    return [*_hormones(report), *_her2(report), *_ki67(report)]


def _hormones(report: Report) -> list[Fact]:
    facts = []
    for name, pattern in _HORMONES.items():
        for match in pattern.finditer(report.plain):
            end = match.start("rest") if match.group("rest") is not None else match.end()
            detail, reach = _details(match)
            value = _hormone_value(name, match, detail)
            if value and not _is_a_mere_sign(report.plain, match):
                facts.append(
                    stated(
                        report,
                        name,
                        value,
                        match.start(),
                        max(end, reach),
                        confidence=0.94,
                        detail=detail or None,
                    )
                )
    return facts


def _is_a_mere_sign(plain: str, match: re.Match[str]) -> bool:
    """Two letters and a sign ("PR -") mean a receptor only beside another: numbers of specimens hold such too."""
    if not match.group("sign") or len(match.group(0).split()[0]) > len("PgR:"):
        return False
    around = plain[max(match.start() - NEAR, 0) : match.start()] + " " + plain[match.end("sign") :][:NEAR]
    return re.search(r"\b(?:ER|PR|PgR|HER[ -]?2|receptors?)\b", around) is None


def _details(match: re.Match[str]) -> tuple[dict[str, str], int]:
    """Percent, Allred score and intensity said with the receptor, and where the last of them ends."""
    rest = re.split(r"\b(?:PR|PgR|progesterone|HER|Ki-?67|estrogen|ER)\b", match.group("rest") or "")[0]
    detail: dict[str, str] = {}
    reach = 0
    percent = match.group("first")
    found = re.search(_PERCENT, rest)
    if percent is None and found:
        percent, reach = found.group("percent"), match.start("rest") + found.end()
    if percent:
        detail["percent"] = number(percent.replace(" ", ""))
        if not reach:
            tail = re.match(r"[^%\n]{0,6}%", rest)
            reach = match.start("rest") + (tail.end() if tail else 0)
    allred = match.group("allred0") or (
        (score := re.search(r"allred[^\d\n]{0,12}([0-8])\b|\b([0-8])[ ]?/[ ]?8\b", rest, re.I))
        and (score.group(1) or score.group(2))
    )
    if allred:
        detail["allred"] = str(allred)
    strength = match.group("strength0") or (
        (word := re.search(r"\b(strong|moderate|weak)", rest, re.I)) and word.group(1)
    )
    if strength:
        detail["intensity"] = str(strength).lower()
    return detail, reach


def _hormone_value(name: str, match: re.Match[str], detail: dict[str, str]) -> str:
    """Positive, low (ER, 1 to 10 %) or negative; empty when it does not say."""
    percent = detail.get("percent", "")
    word = (match.group("word") or "").lower()
    if percent and not percent.startswith(">"):
        share = float(percent.lstrip("<"))
        if share < 1 or percent in ("<1", "0"):
            return "negative"
        if name == "er" and share <= 10 and not word.startswith("neg"):
            return "low"
        return "negative" if word.startswith(("neg", "nég")) else "positive"
    if word:
        return (
            "low"
            if word.startswith("low")
            else "negative"
            if word.startswith(("neg", "nég", "سلب"))
            else "positive"
        )
    if match.group("sign"):
        return "positive" if "+" in match.group("sign") else "negative"
    allred = detail.get("allred")
    return "" if allred is None else "positive" if int(allred) >= 3 else "negative"


def _her2(report: Report) -> list[Fact]:
    facts = []
    scored: list[tuple[int, int]] = []
    for match in _IHC.finditer(report.plain):
        score = match.group("score") or match.group("zero")
        value = {"0": "negative", "1": "negative", "2": "equivocal", "3": "positive"}[score]
        if re.search(r"her-?2[ -]low|\blow\b", match.group(), re.IGNORECASE):
            value = "low"
        written = score if score == "0" else score + "+"
        scored.append(match.span())
        facts.append(
            stated(
                report, "her2", value, match.start(), match.end(), confidence=0.95, detail={"ihc": written}
            )
        )
    for match in _HER2_WORD.finditer(report.plain):
        if any(start <= match.start() < end for start, end in scored):
            continue
        facts.append(_her2_word(report, match))
    return facts


def _her2_word(report: Report, match: re.Match[str]) -> Fact:
    word = match.group("value").lower().replace("-", "")
    if word.startswith(("not", "non", "no ", "unampl", "neg", "nég", "سلب")):
        value = "negative"
    else:
        value = {"equivocal": "equivocal", "low": "low"}.get(word, "positive")
    by_gene = "ampl" in word or re.search(r"ish|hybridi", match.group("method") or "", re.IGNORECASE)
    detail = {"ish": match.group("value").lower()} if by_gene else None
    return stated(report, "her2", value, match.start(), match.end(), confidence=0.94, detail=detail)


def _ki67(report: Report) -> list[Fact]:
    facts = []
    for match in _KI67.finditer(report.plain):
        for written in (match.group("n"), match.group("upper")):
            if written and float(number(written.lstrip("<> "))) <= 100:
                value = number(written.replace(" ", ""))
                facts.append(
                    stated(report, "ki67", value, match.start(), match.end(), unit="%", confidence=0.94)
                )
    return facts
