"""pT, pN and pM of a pathology report, as AJCC and UICC write them (TNM Classification, 8th edition)."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from itertools import pairwise
from typing import Final

from secunda.reading.document import Assertion, Fact
from secunda.reading.documents.found import fact
from secunda.reading.documents.lexicon import Entry, Mention
from secunda.reading.documents.pathology.report import Report
from secunda.reading.documents.pathology.tables import Site
from secunda.reading.documents.pathology.tokens import Token, alone, following, t_tokens

_LABELS: Final = {
    "T": re.compile(
        r"TNM|stag(?:e|ed|ing)|AJCC|UICC|primary tumou?r|T[ -]?categor|pathologic(?:al)? T\b|\(p?T\)|"
        r"\bT(?: status)? ?[:=]"
        r"|classif",
        re.IGNORECASE,
    ),
    "N": re.compile(
        r"TNM|stag(?:e|ed|ing)|AJCC|UICC|nodes?\b|N[ -]?categor|pathologic(?:al)? N\b|\(p?N\)|\bN ?[:=]",
        re.IGNORECASE,
    ),
    "M": re.compile(
        r"TNM|stag(?:e|ed|ing)|AJCC|UICC|metastas[ei]s|M[ -]?categor|(?:pathologic|clinic)(?:al)? M\b|"
        r"\(p?M\)|\bM ?[:=]",
        re.IGNORECASE,
    ),
}
# T2 is also a magnetic resonance sequence and a vertebra.
_NOT_STAGE = re.compile(
    r"[ -]?(?:weight|flair|signal|hyper|hypo|sequence|image|vertebr|level|rib|nerve|spine|quick|nodes?\b|"
    r"lymph|station|[-–]T?\d|"
    r"[-–]L\d|A[ -])",
    re.I,
)
_NOT_STAGE_BEFORE = re.compile(
    r"(?:MRI?|axial|sagittal|vertebra[el]?|level|spine|TCGA|TOGA|[-–#])[ -]*\Z", re.IGNORECASE
)
_NOT_SAID = re.compile(
    r"(?:\bif\b|would be|could be|might be|possibl[ey]|probabl[ey]|suspicious|versus|\bvs\b\.?|"
    r"distinction between|"
    r"differentiat\w+ (?:from|between)|cannot exclude|rule out)[^.;\n]{0,25}\Z",
    re.IGNORECASE,
)
_EXPLAINED = re.compile(r" ?\((?:Metastas|No regional|No distant|Tumou?r (?:invad|more|\d))")
# What stands before an N or M that carries no "p": a label, or a T of the same row.
_LEADS_ON = re.compile(r"[:=] ?(?:\n ?)?$|\bp?T[0-4lI]\w{0,2}[^\n\w]{1,3}[^\n]{0,30}\Z")
# "pT1 and pT2 tumours only", "pT2-pT3": a range or a choice, not this tumour's category.
_RANGE_BEFORE = re.compile(r"(?:\b|p)T[0-4lI]\w{0,2} ?(?:and|or|to|-|–|/) ?\Z")
_RANGE = re.compile(r" ?(?:and|or|to|-|–|/) ?[yr]?p?T[0-4lI]|,? tumou?rs\b")
_EARLIER = re.compile(
    r"(?:previous(?:ly)?|prior|histor(?:y|ical) of|outside|earlier|initial(?:ly)?|formerly|originally|"
    r"at the time of|\bh/o|"
    r"in (?:19|20)\d\d|(?:19|20)\d\d:|elsewhere|früher\w*|vorbefund|previamente|previo|antérieur\w*|"
    r"anterior)[^.;\n]{0,40}\Z",
    re.IGNORECASE,
)
# A category with its meaning behind it, and the lists of them that forms and keys carry.
_DEFINITION = re.compile(
    r"[ ]?(?:[-:=–—(]|is|if)[ ]{0,3}(?:[^\W\d_]{2,}|[<>≤≥]|\d)|[ ]?[<>≤≥]|"
    r"[ ](?:tumou?r|invad|invas|extend|limited|confined|no regional|metastas[ei]s|more than|up to)",
    re.IGNORECASE,
)
_KEY = re.compile(
    r"(?:\bkey\b|legend|definitions?|criteria|for reference|staging (?:table|scheme|guide)|categories are|"
    r"classification key|"
    r"según la clasificación|definition(?:en)?|rappel|légende)[^\n]{0,80}(?:\n[^\n]{0,120}){0,6}\Z",
    re.IGNORECASE,
)
_UNTICKED = re.compile(r"(?:\[[ _]{0,3}\]|\([ _]{1,3}\)|[☐□○◯]|_{2,}|\bO )[ ]?\Z")
_CLINICAL = re.compile(
    r"\b(?:clinical(?:ly)?|imaging|radiologic(?:al(?:ly)?)?|MRI?|CT|ultrasound|klinisch\w*|clínic\w+|"
    r"clinique)\b[^.;\n]{0,40}\Z",
    re.IGNORECASE,
)
_BY_IMAGING = re.compile(
    r"[^.;\n]{0,20}\b(?:by|on|at|per|from|im|en) (?:MRI?|CT|PET|EUS|TRUS|imaging|ultrasound|endoscop\w+)\b",
    re.IGNORECASE,
)
# Only these organs have a Ta: non-invasive papillary (urothelial) or verrucous (penile) carcinoma.
_HAS_TA = re.compile(
    r"urothel|transitional|bladder|ureter|urethra|renal pelvis|peni[sl]|vejiga|blase|vessie", re.IGNORECASE
)
_GROWN_INTO = re.compile(
    r"(?:inva[ds]|involv|exten[ds]|infiltrat|penetrat|through|metasta|adjacent|attach|confined|limited|beyond|"
    r"into\b)[^.;:]{0,50}\Z",
    re.IGNORECASE,
)
_AS_LABEL = re.compile(
    r"(?:[\s:;,()\-–]|(?:adeno)?carcinoma|cancer|tumou?r|cavity|primary|thus|pathologic(?:al)?|stag(?:e|ed|ing)|AJCC|"
    r"UICC|p?TNM)*",
    re.IGNORECASE,
)
_BESIDE: Final = 20
_BLOCK: Final = 800
_LIST_ROW: Final = 200
_FEW: Final = 3


def staging(report: Report, *, is_report: bool = True) -> list[Fact]:
    """The categories that the report states. Clinical ones (cT) are no pathological category and are left out.

    Elsewhere than in a pathology report (`is_report=False`) a "T2" without "p" may be clinical, and is left out too.

    A misread "pTI" of a prostate is left out too: AJCC has no pathological T1 there, so it may have been a 2 or 3.
    """
    plain = report.plain
    is_prostate = re.search(r"\bgleason\b", plain, re.IGNORECASE) is not None
    tumours = [
        token
        for token in t_tokens(plain)
        if _is_category(plain, token)
        and not (is_prostate and token.mended and token.value.startswith("T1"))
        and (token.value != "Ta" or _HAS_TA.search(plain))
    ]
    tokens = list(tumours)
    for tumour in tumours:
        tokens += following(plain, tumour.end)
    taken = {token.start for token in tokens}
    for axis in ("N", "M"):
        tokens += [
            token for token in alone(plain, axis) if token.start not in taken and _is_category(plain, token)
        ]
    quoted = _definitions(plain, tokens)
    kept = [one for one in tokens if one.start not in quoted and not _is_no_statement(plain, one)]
    stated = [one for one in kept if is_report or "p" in one.prefix]
    ordered = sorted(stated, key=lambda token: token.start)
    told = [(token, _fact(report, token)) for token in ordered]
    # An earlier stage counts only when it says that it is a pathological one.
    return _told_apart(report, [(token, one) for token, one in told if _is_sure(token, one)])


def _is_sure(token: Token, one: Fact) -> bool:
    return one.assertion != "historical" or "p" in token.prefix


def _is_category(plain: str, token: Token) -> bool:
    """Whether this is a category and not a vertebra, a sequence or a word."""
    if (
        "c" in token.prefix
        or token.prefix in ("u", "m", "r", "a")
        or (token.axis == "M" and (token.mended or "P" in plain[token.start : token.end]))
    ):
        return False
    speaks_for_itself = "p" in token.prefix and token.value[:2] not in ("Ta", "T0")
    if speaks_for_itself and not plain.startswith("PT ", token.start):
        return True
    return _is_explained(plain, token)


def _is_explained(plain: str, token: Token) -> bool:
    """Whether what stands around it makes a category of "T2" or "N1": a label, brackets, an N after the T."""
    before = plain[max(0, token.start - 100) : token.start]
    after = plain[token.end : token.end + 14]
    if _NOT_STAGE.match(after) or _NOT_STAGE_BEFORE.search(before[-14:]):
        return False
    if _EXPLAINED.match(plain, token.end) or (token.axis == "T" and following(plain, token.end)):
        return True
    if (token.axis != "T" and not _LEADS_ON.search(before[-40:])) or after[:1] in (":", "-"):
        return False
    near = before.rsplit("\n", 2)
    labelled = _LABELS[token.axis].search("\n".join(near[-2:])[-80:]) is not None
    if token.mended:
        return token.axis != "T" and re.search(r"[:=] ?\Z", near[-1][-30:]) is not None and labelled
    return labelled or (before.endswith("(") and after.startswith(")"))


def _is_no_statement(plain: str, token: Token) -> bool:
    """Whether it stands in a key, beside an empty box, in a range, or is a clinical category in words."""
    before = plain[max(0, token.start - 60) : token.start]
    if _UNTICKED.search(before) or ("p" not in token.prefix and _is_clinical(plain, token, before)):
        return True
    if token.axis == "T" and (_RANGE.match(plain, token.end) or _RANGE_BEFORE.search(before)):
        return True
    return _KEY.search(plain[max(0, token.start - 400) : token.start]) is not None and bool(
        _DEFINITION.match(plain, token.end)
    )


def _is_clinical(plain: str, token: Token, before: str) -> bool:
    """Whether imaging or an examination says it: "clinically T3", "T3 N1 by MRI"."""
    return bool(_CLINICAL.search(before) or _BY_IMAGING.match(plain, token.end))


def _definitions(plain: str, tokens: list[Token]) -> set[int]:
    """Where categories stand in a quoted list of definitions: several of one axis in a row, each with its "
    "meaning."""
    defined = [token for token in tokens if _DEFINITION.match(plain, token.end)]
    quoted: set[int] = set()
    for axis in ("T", "N", "M"):
        row = [token for token in defined if token.axis == axis]
        for first, second in pairwise(row):
            if first.value[:2] != second.value[:2] and second.start - first.end < _LIST_ROW:
                quoted |= {first.start, second.start}
    return quoted


def _told_apart(report: Report, found: list[tuple[Token, Fact]]) -> list[Fact]:
    """Two tumours in one specimen (bladder, prostate) have a T each: the organ said last before it tells w"
    "hich."""
    stated_here = [one for token, one in found if token.axis == "T" and one.assertion == "affirmed"]
    mains = {(one.specimen, one.value[:2]) for one in stated_here}
    specimens = [specimen for specimen, _ in mains]
    facts = []
    for token, one in found:
        is_one_of_several = specimens.count(one.specimen) > 1
        organ = _organ_before(report, token.start, _BESIDE)
        if not organ and is_one_of_several:
            organ = _organ_before(report, token.start, _BLOCK)
        if organ and (is_one_of_several or not one.specimen):
            one = replace(one, specimen=f"{one.specimen}, {organ}" if one.specimen else organ)
        facts.append(one)
    return _without_less_exact(facts)


def _organ_before(report: Report, position: int, reach: int) -> str:
    """The organ named last within `reach` letters before a position, itself or by a tumour that
    arises only there.
    """
    named = [
        (one.end, one.entry.name)
        for one in _before(report.organs, position, reach)
        if _is_whose(report.plain, one, position, reach)
    ]
    if reach == _BLOCK:
        tumours = [(one.end, one.entry) for one in _before(report.tumours, position, reach)]
        named += [
            (end, entry.site or entry.likely[0])
            for end, entry in tumours
            if entry.site or len(entry.likely) in (1, 2, 3)
        ]
    return max(named)[1] if named else ""


def _is_whose(plain: str, organ: Mention[Site], position: int, reach: int) -> bool:
    """Whether an organ may be whose category it is: not one that the tumour only grew into ("into the omentum (pT3)").

    Right before the category it must stand as its label, and then may be one that seldom has tumours of its own.
    """
    if _GROWN_INTO.search(plain, max(0, organ.start - 80), organ.start):
        return False
    if reach == _BESIDE:
        return _AS_LABEL.fullmatch(plain, organ.end, position) is not None
    return organ.entry.strength == 1


def _before(mentions: list[Mention[Entry]], position: int, reach: int) -> list[Mention[Entry]]:
    last = bisect_left(mentions, position, key=lambda one: one.start)
    first = bisect_left(mentions, position - reach, key=lambda one: one.start)
    return mentions[first:last]


def _without_less_exact(facts: list[Fact]) -> list[Fact]:
    """Without "T3" where the same specimen is "T3a" too."""
    affirmed = [one for one in facts if one.assertion == "affirmed"]
    exact = {(one.name, one.specimen, one.value[:2]) for one in affirmed if len(one.value) > 2}
    return [one for one in facts if len(one.value) > 2 or (one.name, one.specimen, one.value) not in exact]


def _fact(report: Report, token: Token) -> Fact:
    prefix = token.prefix.replace("p", "")
    assertion: Assertion = report.standing(token.start)
    before = report.plain[max(0, token.start - 60) : token.start]
    if _NOT_SAID.search(before):
        assertion = "possible"
    elif _EARLIER.search(before):
        assertion = "historical"
    return fact(
        report.text,
        f"p{token.axis}",
        token.value,
        token.start,
        token.end,
        confidence=0.85 if token.mended else 0.98 if "p" in token.prefix else 0.93,
        assertion=assertion,
        specimen=report.specimen(token.start),
        detail={"prefix": prefix} if prefix else None,
    )
