"""Invasion of vessels and nerves and growth beyond the capsule of nodes: present, absent or not to be
told.
"""

from __future__ import annotations

import re
from typing import Final

from secunda.reading.document import Fact
from secunda.reading.documents.assertion import assertion_at
from secunda.reading.documents.pathology.report import Report
from secunda.reading.documents.pathology.stated import standing, stated
from secunda.reading.documents.pathology.tokens import t_tokens

_TERMS: Final = {
    "lymphovascular_invasion": re.compile(
        r"\b(?:lympho?[ ]?[-/]?[ ]?vascular|angio-?[ ]?lymphatic|lymphatic[ ]?(?:/|or|and|"
        r"and/or)[ ]?vascular|vascular[ ]?(?:/|or|and)[ ]?"
        r"lymphatic|lymph[ ]?vessel|lymphatic (?:vessel )?|vascular|venous|small vessel|large vessel|"
        r"vascular space|"
        r"lymph-vascular space|lymphovascular space)[ ]{0,2}(?:space[ ])?(?:tumou?r )?(?:invasion|"
        r"involvement|permeation|emboli)\b"
        r"|\bLVS?I\b|invasión (?:linfovascular|vascular)|(?:lymph)?gefäßinvasion|(?:emboles|"
        r"invasion) (?:vasculaires?|lymphatiques?)",
        re.IGNORECASE,
    ),
    "perineural_invasion": re.compile(
        r"\b(?:peri|intra)-?[ ]?neura?l[ ]?(?:tumou?r )?(?:space )?(?:invasion|involvement|infiltration|"
        r"spread|extension)\b|\bPNI\b|"
        r"invasión perineural|perineuralscheideninvasion|engainements? périnerveux",
        re.IGNORECASE,
    ),
    "extranodal_extension": re.compile(
        r"\b(?:extra-?[ ]?nodal (?:tumou?r )?(?:extension|invasion|spread)|"
        r"extra-?[ ]?capsular (?:tumou?r )?(?:extension|spread|invasion|"
        r"growth)|perinodal (?:extension|invasion)|ENE\b|extensión extranodal)",
        re.IGNORECASE,
    ),
}
_ABSENT: Final = (
    r"not (?:definitely |definitively |clearly )?(?:identified|seen|present|found|detected|observed|"
    r"evident|appreciated)|no\b(?! ?\.\d)|"
    r"absent|none|negative|nil\b|no se|ausente|nicht nachweisbar|keine|absence|absents?\b|non\b|لا"
)
_UNSURE: Final = (
    r"indeterminate|suspicious|equivocal|cannot be (?:determined|assessed|excluded|evaluated)|possible|"
    r"questionable|suggestive"
)
_PRESENT: Final = (
    r"present|identified|yes\b|positive|seen|extensive|focal|multifocal|noted|found|detected|prominent|"
    r"limited|"
    r"is present|into|presente|vorhanden|nachweisbar|présents?|présente"
)
_AFTER = re.compile(
    r"[ ]*(?:\((?P<bracket>[^()\n]{1,25})\))?[ ]*(?:[:;=,–-]{1,2}|\bis\b|\bare\b|\bwas\b)?[ ]*(?:\n[ ]?)?"
    rf"(?:(?:is|are|was|by tumou?r|of tumou?r|type|large vessel|small vessel)[ :]{{1,2}})?"
    rf"(?:(?P<absent>{_ABSENT})|(?P<unsure>{_UNSURE})|(?P<present>{_PRESENT}))",
    re.IGNORECASE,
)
_SHOWN_BEFORE = re.compile(
    r"(?:\bwith|shows?|showing|there is|there are|focal|extensive|presence of|positive for|evidence of|"
    r"demonstrat\w+|multifocal|"
    r"prominent|exhibits?|marked|and|identified|present)[ :]{1,3}(?:\w+[ ]){0,2}\Z",
    re.IGNORECASE,
)
_NOT_APPLICABLE = re.compile(
    r"[ ]*[:=-]?[ ]*\n?[ ]*(?:n/?a\b|not (?:applicable|specified|stated|performed|assessed))", re.IGNORECASE
)
_CODED = re.compile(r"(?<![\w.])(?P<letter>L|V|Pn)[ ]?(?P<digit>[0-2O])(?=[ ,;.:)\n]|[LVRG]\d|$)")

_ROW: Final = 80


def invasion(report: Report) -> list[Fact]:
    """What the report says of invasion of vessels and nerves, and of growth beyond nodes."""
    facts = []
    for name, term in _TERMS.items():
        for match in term.finditer(report.plain):
            one = _stated(report, name, match)
            if one is not None and not (name == "extranodal_extension" and one.value == "indeterminate"):
                facts.append(one)
    return [*_without_contradiction(facts), *_coded(report)]


def _stated(report: Report, name: str, match: re.Match[str]) -> Fact | None:
    """The value said after the term ("…: not identified"), or that of its sentence; None when neither
    says one.
    """
    plain = report.plain
    if _NOT_APPLICABLE.match(plain, match.end()):
        return None
    after = _AFTER.match(plain, match.end())
    sentence = assertion_at(plain, match.start(), match.end())
    if sentence in ("historical", "family") or not _is_of_nodes(plain, name, match):
        return None
    if sentence == "negated":
        return stated(report, name, "absent", *_span(plain, match, after), confidence=0.95)
    if after and after.lastgroup in ("absent", "unsure", "present"):
        value = {"absent": "absent", "unsure": "indeterminate", "present": "present"}[after.lastgroup]
        return stated(report, name, value, match.start(), after.end(), confidence=0.95)
    if sentence == "possible":
        return stated(
            report, name, "indeterminate", match.start(), match.end(), confidence=0.85, assertion="affirmed"
        )
    if _SHOWN_BEFORE.search(plain[max(0, match.start() - 40) : match.start()]):
        return stated(report, name, "present", match.start(), match.end(), confidence=0.9)
    return None


def _is_of_nodes(plain: str, name: str, match: re.Match[str]) -> bool:
    """ "Extracapsular" is of nodes only beside nodes: the prostate has a capsule too."""
    if name != "extranodal_extension" or "capsular" not in match.group().lower():
        return True
    near = plain[max(0, match.start() - 120) : match.end() + 60]
    return re.search(r"node|nodal|LN\b", near, re.IGNORECASE) is not None and "prostat" not in near.lower()


def _span(plain: str, match: re.Match[str], after: re.Match[str] | None) -> tuple[int, int]:
    """The words to quote for a denial, with the "no" before or the "not identified" after."""
    if after and after.lastgroup == "absent":
        return match.start(), after.end()
    before = re.search(
        r"\b(?:no|without|negative for|absence of)\b[^.;:\n]{0,40}\Z",
        plain[max(0, match.start() - 50) : match.start()],
        re.I,
    )
    return (match.start() - len(before.group()) if before else match.start()), match.end()


def _without_contradiction(facts: list[Fact]) -> list[Fact]:
    """Without "absent" for one kind of vessel where another is invaded in the same specimen."""
    invaded = {
        (one.name, one.specimen) for one in facts if one.value == "present" and one.assertion == "affirmed"
    }
    return [one for one in facts if one.value != "absent" or (one.name, one.specimen) not in invaded]


def _coded(report: Report) -> list[Fact]:
    """UICC's letters beside a TNM: "pT2 pN0 (0/12) L0 V0 Pn1". Vessels are absent only when L and V both a"
    "re 0."""
    facts = []
    for token in t_tokens(report.plain):
        if "p" not in token.prefix:
            continue
        found = {
            match.group("letter"): match
            for match in _CODED.finditer(report.plain, token.end, token.end + _ROW)
        }
        vessels = [match for letter, match in found.items() if letter in "LV"]
        invaded = [match for match in vessels if match.group("digit") in "12"]
        if invaded or len(vessels) == 2:
            chosen = (invaded or vessels)[0]
            value = "present" if invaded else "absent"
            facts.append(_letter(report, "lymphovascular_invasion", value, chosen))
        if "Pn" in found:
            value = "absent" if found["Pn"].group("digit") in "0O" else "present"
            facts.append(_letter(report, "perineural_invasion", value, found["Pn"]))
    return facts


def _letter(report: Report, name: str, value: str, match: re.Match[str]) -> Fact:
    return stated(
        report,
        name,
        value,
        match.start(),
        match.end(),
        confidence=0.92,
        assertion=standing(report, match.start()),
    )
