"""Named markers: immunostains ("CK7 positive") and genes ("KRAS G12D mutation detected", "ALK
rearrangement: negative").
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import yaml

from secunda.reading.document import Fact
from secunda.reading.documents.assertion import assertion_at
from secunda.reading.documents.pathology.report import Report
from secunda.reading.documents.pathology.stated import stated

_WRITTEN: Final = yaml.safe_load((Path(__file__).parent / "markers.yaml").read_text(encoding="utf-8"))
_STAINS: Final[list[str]] = _WRITTEN["stains"]
_GENES: Final[list[str]] = _WRITTEN["genes"]
_ALIASES: Final[dict[str, str]] = _WRITTEN["same"]
_STAIN: Final = (
    r"(?<![\w-])(?:"
    + "|".join(re.escape(one) for one in sorted(_STAINS, key=len, reverse=True))
    + r")(?:[ ]?A\b)?(?![\w])"
)
_GENE: Final = (
    r"(?<![\w-])(?:"
    + "|".join(re.escape(one) for one in sorted(_GENES, key=len, reverse=True))
    + r")(?![\w])"
)
_LIST: Final = rf"{_STAIN}(?:[ ]?(?:,|;|/|and|&|, and|,and|or)[ ]?{_STAIN}){{0,14}}"
_SAID_AFTER = re.compile(
    rf"(?P<names>{_LIST})[ ]*(?:\([^()\n]{{1,25}}\))?[ ]*(?:immunostains?|stains?|staining|"
    rf"immunoreactivity|expression)?[ ]*(?:[:=–-]|is|are|was|were)?[ ]*"
    r"(?:(?:diffusely|strongly|focally|weakly|diffuse|strong|focal|weak|patchy)[ ]?(?:and|,)?[ ]?){0,3}"
    r"(?P<value>positive|negative|positivos?|positivas?|negativos?|negativas?|positiv|negativ|positif|"
    r"négatif|إيجابي|سلبي|equivocal|pos\b|neg\b|\+(?!\d)|\(\+\)|\(-\)|-(?=[,;.\n]|$))",
    re.IGNORECASE,
)
_SAID_BEFORE = re.compile(
    rf"\b(?P<value>positive|negative|immunoreactive|non-?reactive|reactive)[ ](?:for|with|"
    rf"staining for)[ :](?:the following markers?[ :]{{1,2}})?(?P<names>{_LIST})",
    re.IGNORECASE,
)
_VARIANT: Final = (
    r"(?:p\.)?[A-Z]\d{1,4}(?:[A-Z]|fs|del|\*)\w{0,4}|exon[ ]\d{1,2}[ ](?:deletion|insertion|skipping|"
    r"mutation|del|ins)"
)
_GENE_SAID = re.compile(
    rf"(?P<name>{_GENE})(?:[ ]*(?:gene|exon[ ]\d{{1,2}}(?=[ ]mut)))?(?:[ :,(]{{1,3}}(?P<variant>{_VARIANT})"
    rf"\)?)?[ ]*(?P<kind>mutations?|amplification|rearrangements?|fusion|translocation|status|FISH|IHC)?"
    r"[ ]*(?:analysis|testing)?[ ]*(?:[:=–-]|is|was|were|are)?[ ]*\n?[ ]?(?P<value>not (?:detected|"
    r"identified|mutated|amplified|rearranged|present)|no (?:mutations?|amplification|rearrangement|fusion)"
    r"(?:[ ](?:detected|identified))?|negative|wild[ -]?type|(?:pathogenic )?(?:mutation|"
    r"variant)(?:[ ](?:detected|identified|present|positive))?|detected|identified|positive|present|"
    r"mutated|mutant|amplified|"
    r"rearranged|amplification(?:[ ](?:detected|present))?|rearrangement(?:[ ](?:detected|present))?|"
    r"fusion(?: detected)?)?",
)
_KINDS: Final = (
    ("ampl", "amplified"),
    ("rearr", "rearranged"),
    ("fusion", "rearranged"),
    ("transloc", "rearranged"),
)


def stains(report: Report) -> list[Fact]:
    """Every named marker with what the report says of it."""
    return [*_immunostains(report), *_genes(report)]


def _immunostains(report: Report) -> list[Fact]:
    facts = []
    for pattern in (_SAID_AFTER, _SAID_BEFORE):
        for match in pattern.finditer(report.plain):
            word = match.group("value").lower()
            value = (
                "equivocal"
                if word == "equivocal"
                else "negative"
                if word[:3] in ("neg", "non", "-", "(-)")
                else "positive"
            )
            for name in re.finditer(_STAIN, match.group("names"), re.IGNORECASE):
                facts.append(
                    stated(
                        report,
                        "marker",
                        value,
                        match.start(),
                        match.end(),
                        detail={"name": _canonical(name.group())},
                    )
                )
    return facts


def _canonical(written: str) -> str:
    """The marker's usual spelling."""
    folded = written.strip().upper()
    known = {one.upper(): one for one in (*_STAINS, *_GENES)}
    return _ALIASES.get(folded) or known.get(folded) or written.strip()


def _genes(report: Report) -> list[Fact]:
    facts = []
    for match in _GENE_SAID.finditer(report.plain):
        value = _gene_value(report, match)
        if value:
            detail = {"name": match.group("name")}
            if match.group("variant"):
                detail["variant"] = match.group("variant").removeprefix("p.")
            end = match.end("value") if match.group("value") else match.end("variant")
            facts.append(stated(report, "marker", value, match.start(), end, confidence=0.92, detail=detail))
    return facts


def _gene_value(report: Report, match: re.Match[str]) -> str:
    """What is said of a gene; empty when it is only named."""
    word, kind, variant = (
        (match.group("value") or "").lower(),
        (match.group("kind") or "").lower(),
        match.group("variant"),
    )
    if not word and not variant:
        return ""
    if word == "present" and not (kind or variant):
        return ""
    denied = (
        word.startswith(("not", "no "))
        or assertion_at(report.plain, match.start("name"), match.end("name")) == "negated"
    )
    about = next((value for root, value in _KINDS if root in kind + " " + word), "")
    if denied or word == "negative":
        return "wildtype" if "mutat" in kind + word and not about else "negative"
    if word.startswith("wild"):
        return "wildtype"
    if about:
        return about
    return "mutated" if variant or "mut" in word + kind or "variant" in word else "positive"
