"""Narrowings of the coronary arteries, by vessel."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from secunda.reading.document import Fact
from secunda.reading.documents.assertion import assertion_at
from secunda.reading.documents.folded import folded
from secunda.reading.documents.found import fact
from secunda.reading.documents.heart.earlier import when_said
from secunda.reading.documents.heart.terms import meaning, pattern
from secunda.reading.text import Text

PERCENT = (
    r"(?P<sign>[<>]=? ?)?(?P<low>\d{1,3})(?: ?%)?(?: ?(?:-|to|a|bis) ?(?P<high>\d{1,3}))?[ \n]?%"
    r"(?![ \n]*(?:ffr|ifr|lvef|probability))"
)
NARROW = (
    r"(?:stenos[ie]s|stenosed|narrow\w*|occlu\w+|lesions?|disease|blockage|obstruct\w*|"
    r"estenosis|oclusion|stenose\w*|verschluss)"
)
TOTAL = (
    r"(?:chronic total occlusion|chronically occluded|totally occluded|completely occluded|"
    r"total occlusion|100 ?% occluded|"
    r"cto|occluded|occlusion|oclusion total|ocluida|verschlossen|occluse?|occlusion totale)"
)
OF_WHICH = re.compile(
    rf"^[ \n](?:[\w-]+[ \n]){{0,4}}?{NARROW}?[ \n]?"
    rf"(?:[\w-]+ )?(?:of|in|at|within|involving|de|der|des) [^,.;]{{0,30}}$"
)
UNCERTAIN = re.compile(
    r"\b(?:post[- ]?(?:pci|stent|dilat)\w*|residual (?:stenosis|narrowing|gradient)|after (?:pci|stent\w*)|"
    r"to 0)\b|\b(?:regarded as|defined as|significant (?:if|when)|no (?:lesion|stenosis|disease) (?:above|"
    r"over|>))"
)
OF_A_VESSEL = re.compile(
    rf"{pattern('vessels')}(?: \([^()\n]{{1,12}}\))?(?: ?:| ?-|,)? ?(?:(?:proximal|prox|mid|distal|ostial|"
    rf"ostium|segment|"
    r"diffuse|focal|calcified|lesion|to|and|/|,) ?){0,4}"
)
DEGREE = re.compile(rf"{PERCENT}")
OCCLUDED = re.compile(rf"(?<![^\W_]){TOTAL}(?![^\W_])")


def vessels(text: Text) -> Iterator[Fact]:
    """Each narrowing given in per cent, and each occlusion, with its vessel."""
    plain = folded(text.plain)
    said: set[tuple[str, str]] = set()
    for start, end, value, vessel in _found(plain, text.plain):
        assertion = when_said(plain, start)
        denied = assertion_at(text.plain, start, end) in ("negated", "family")
        if (value, vessel) in said or denied or assertion == "family":
            continue
        said.add((value, vessel))
        yield fact(
            text, "coronary_stenosis", value, start, end, unit="%", confidence=0.92, assertion=assertion,
            detail={"vessel": vessel},
        )  # fmt: skip


def _found(plain: str, written: str) -> Iterator[tuple[int, int, str, str]]:
    for start, end in _clauses(plain):
        if UNCERTAIN.search(plain, start, end):
            continue
        named = [match for match in _vessel().finditer(plain, start, end) if _is_vessel(written, match)]
        if not named:
            continue
        degrees = [
            match for match in DEGREE.finditer(plain, start, end) if _is_narrowing(plain, match, start, end)
        ]
        for degree in degrees:
            vessel = _nearest(plain, named, degree)
            value = _middle(degree)
            if value is not None:
                yield (
                    min(vessel.start(), degree.start()),
                    max(vessel.end(), degree.end()),
                    value,
                    _name(vessel),
                )
        occluded = OCCLUDED.search(plain, start, end)
        if occluded and not degrees:
            vessel = _nearest(plain, named, occluded)
            yield (
                min(vessel.start(), occluded.start()),
                max(vessel.end(), occluded.end()),
                "100",
                _name(vessel),
            )


def _clauses(plain: str) -> Iterator[tuple[int, int]]:
    """Stretches that speak of one thing: up to a full stop, a semicolon, or a line that begins anew."""
    place = 0
    for stop in re.finditer(
        r"[.;](?=\s|$)|\n(?=[ \t]*(?:[-•*]|\S+[^\n:]{0,30}:|\n|$|(?:lms?|lad|l?cx|rca|om\d?|d\d) ))", plain
    ):
        yield place, stop.start()
        place = stop.end()
    yield place, len(plain)


@cache
def _vessel() -> re.Pattern[str]:
    return re.compile(pattern("vessels"))


def _is_vessel(written: str, match: re.Match[str]) -> bool:
    """Abbreviations of two or three letters only in capitals ("LM", not "lm" or "da")."""
    word = written[match.start() : match.end()]
    return len(word) > 3 or word.upper() == word or word in ("LCx", "Cx")


def _is_narrowing(plain: str, degree: re.Match[str], start: int, end: int) -> bool:
    """Whether a percentage speaks of a narrowing: such a word in its clause, and no other meaning right beside it."""
    near = plain[max(start, degree.start() - 60) : min(end, degree.end() + 45)]
    if OF_A_VESSEL.fullmatch(plain[start : degree.start()].lstrip(" \n\t-•*")):
        return True
    other = re.search(
        r"\b(?:lvef|ef|ejection|saturation|predicted|confidence|risk|percentile|probability)\b", near
    )
    return re.search(NARROW, near) is not None and other is None


def _nearest(plain: str, named: list[re.Match[str]], place: re.Match[str]) -> re.Match[str]:
    """The vessel of a degree: the one it is said to be of ("70 % stenosis of the LAD"), else the last one before it."""
    following = next((each for each in named if 0 <= each.start() - place.end() <= 60), None)
    if following and OF_WHICH.match(plain[place.end() : following.start()]):
        return following
    before = [each for each in named if each.end() <= place.start()]
    return before[-1] if before else following or named[0]


def _name(vessel: re.Match[str]) -> str:
    return meaning("vessels", vessel[0])


def _middle(match: re.Match[str]) -> str | None:
    low = Decimal(match["low"])
    high = Decimal(match["high"]) if match["high"] else low
    if not 0 <= low <= high <= 100:
        return None
    return (match["sign"] or "").strip().replace("=", "") + f"{((low + high) / 2).normalize():f}"
