"""The left ventricle's ejection fraction."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from secunda.reading.document import Fact
from secunda.reading.documents.days import days
from secunda.reading.documents.folded import folded
from secunda.reading.documents.found import fact
from secunda.reading.documents.heart.earlier import when_said
from secunda.reading.text import Text

NAME = (
    r"(?<![\w])(?:lv ?ef|lv ejection fraction|left ventricular (?:ejection fraction|ef)|"
    r"left ventricle ejection fraction|"
    r"ejection fraction|ef|fevi|fevg|fe|fraccion de eyeccion(?: del ventriculo izquierdo)?|lvef|"
    r"ejektionsfraktion|"
    r"auswurffraktion|fraction d'ejection|الكسر القذفي|الجزء المقذوف|نسبه القذف)(?![\w])"
)
BETWEEN = (
    r"(?:[ \n]*(?:\([^()\n]{1,40}\)|,|:|=|~|is|was|of|at|by|estimated|estimates?|estimation|calculated|"
    r"this morning|today|by echo|heute|last month|"
    r"measured|visually|visual|approximately|approx\.?|"
    r"about|around|between|now|currently|biplane|simpson'?s?|method|teichholz|2d|3d|mod|mmode|m-mode|"
    r"volumetric|the|to|be|ist|"
    r"del|de|a|betragt|liegt|bei|ca\.?|estimee?|estimada|preserved|normal|reduced|mildly|moderately|"
    r"severely|low|with|an|"
    r"has|improved|fallen|from|unchanged|stable|good|borderline|and|quantitative|echo|lv|lvef|ef|-|–)){0,10}"
)
VALUE = (
    r"[ \n]*(?P<sign>[<>]=? ?)?(?P<low>\d{1,2}(?:[.,]\d)?)(?: ?%)?"
    r"(?: ?(?:-|to|a|bis) ?(?P<high>\d{1,2}(?:[.,]\d)?))?(?: ?%)?"
)
FRACTION = re.compile(NAME + BETWEEN + VALUE + r"(?![\w/]|[.,]\d| ?(?:mg|ml|mm|cm)\b)")
NAMED_IN_FULL = re.compile(r"lv|.*(?:ejection|eyeccion|fraktion)|fev[ig]")
RIGHT = re.compile(r"(?:right ventric\w+|\brv|\bla|left atrial)[^.\n]{0,12}$")
METHODS = re.compile(
    r"simpson'?s?|biplane|teichholz|visual\w*|3d|m-?mode|mri|cmr|gated spect|muga|ventriculogra\w+"
)
UNCERTAIN = re.compile(
    r"\b(?:if|when|unless|criteria|threshold|normal range|reference|normal value|ref)\b[^.\n]*$"
)
BELIEVABLE = (Decimal(5), Decimal(90))


def ejection_fractions(text: Text) -> Iterator[Fact]:
    """Each stated ejection fraction once; of a range the middle."""
    plain = folded(text.plain)
    said: set[tuple[str, int]] = set()
    written = days(text.plain)
    for match in FRACTION.finditer(plain):
        before = plain[max(0, match.start() - 60) : match.start()]
        value = _middle(match)
        if value is None or RIGHT.search(before) or UNCERTAIN.search(before):
            continue
        day = next(
            (day.value for day in written if 0 <= day.start - match.end() <= 25 and day.precision != "year"),
            "",
        )
        if (value, len(day)) in said:
            continue
        said.add((value, len(day)))
        yield fact(
            text, "lvef", value, match.start(), match.end(), unit="%", code="10230-1", code_system="LOINC",
            confidence=0.95 if "%" in match[0] else 0.85, date=day, detail=_detail(text, plain, match),
            assertion=when_said(plain, match.start()),
        )  # fmt: skip


def _middle(match: re.Match[str]) -> str | None:
    """The value, or the middle of a range; None when it cannot be one of a heart."""
    low = Decimal(match["low"].replace(",", "."))
    high = Decimal(match["high"].replace(",", ".")) if match["high"] else low
    sure = "%" in match[0] or (low >= 10 and NAMED_IN_FULL.match(match[0]) is not None)
    if not sure or not BELIEVABLE[0] <= low <= high <= BELIEVABLE[1]:
        return None
    sign = (match["sign"] or "").strip().replace("=", "")
    return f"{sign}{((low + high) / 2).normalize():f}"


def _detail(text: Text, plain: str, match: re.Match[str]) -> dict[str, str]:
    found = {}
    if match["high"]:
        found["range"] = f"{match['low']}-{match['high']}"
    method = METHODS.search(plain, match.start(), min(match.end() + 30, _line_end(plain, match.end())))
    if method:
        found["method"] = text.plain[method.start() : method.end()]
    return found


def _line_end(plain: str, place: int) -> int:
    end = plain.find("\n", place)
    return end if end >= 0 else len(plain)
