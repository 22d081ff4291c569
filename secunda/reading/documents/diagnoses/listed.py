"""Diagnoses in lists under their headings."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from secunda.reading.document import Fact, Type
from secunda.reading.documents.days import Day, days_within
from secunda.reading.documents.diagnoses.spans import Spans
from secunda.reading.documents.diagnoses.stands import stands
from secunda.reading.documents.diagnoses.terms import BRACKETS, alike, code_of, lists, qualifiers, spellings
from secunda.reading.documents.folded import folded
from secunda.reading.documents.found import fact
from secunda.reading.documents.sections import sections
from secunda.reading.documents.words import any_of
from secunda.reading.text import Text

HEADED = re.compile(
    r"(?m)^[ \t]*(?P<heading>(?:(?:final|principal|primary|main|secondary|other|admission|admitting|"
    r"discharge|working|provisional|"
    r"clinical|post-?operative|pre-?operative|additional|current|active|associated|chronic|presenting|"
    r"referral|established) )*"
    r"(?:diagnos[ei]s|diagnoses|dx|problems?|problem list|comorbidities|co-morbidities|comorbidity|"
    r"conditions)"
    r"(?: list| at discharge| on discharge| on admission)?(?: ?\([^()\n]{1,20}\))?|"
    r"diagnosticos?(?: principal(?:es)?| al alta| secundarios?| de ingreso| definitivo)?|"
    r"juicio (?:clinico|diagnostico)|comorbilidades|"
    r"(?:haupt|neben|entlassungs|aufnahme|dauer)?diagnosen?|diagnostics?(?: principal| de sortie|"
    r" associes?)?|comorbidites|"
    r"التشخيص(?: النهائي)?|الامراض المزمنه)[ \t]*(?::|[-–] |\n)"
)
PAST = re.compile(
    r"(?m)^[ \t]*(?:past medical history|past history|pmhx?|medical history|past illnesses|"
    r"previous illnesses|"
    r"antecedentes(?: personales| medicos| patologicos)?|vorerkrankungen|antecedents(?: medicaux)?|"
    r"السوابق المرضيه)[ \t]*(?::|\n)"
)
ITEM_END = re.compile(r"\n(?![ \t]*[a-zà-ÿ])|;|•|(?<=[^\W\d_]{3})\.(?=\s|$)|(?<=[\w)])[ \t]+(?=\d{1,2}[.)] )")
LEAD = re.compile(r"[\s\-–•*·▪#>]*(?:\(?(?:\d{1,2}|[a-z])[.)][ \t]+)?[\s\-–•*]*")
CUT = re.compile(
    r"\s*(?:\(|\[|,? (?:since|diagnosed|for the (?:past|last)|for \d|dx|depuis|seit|desde)\b|"
    r",? on (?:treatment|insulin|medic)|"
    r" - |–|,? stage [iv\d]|,? p?t[0-4is]|,? icd|,? status post|,? s/p|,? grade \d|,? treated with|"
    r",? \d{4}\b)"
)
CONCLUDED = re.compile(
    r"(?m)^[ \t]*(?:(?:clinical )?impressions?|assessment(?: and plan)?|opinion|conclusion|"
    r"reason for (?:admission|referral)|indications?|impresion(?: diagnostica)?|beurteilung|conclusion)[ \t]*(?::|\n)"
)
NEXT_HEADING = re.compile(r"(?m)^[ \t]*[^\W\d_][^\n:]{2,40}:|\n[ \t]*\n")


class _Heading(NamedTuple):
    """Whether what stands below is of the past, and whether only known illnesses count there."""

    past: bool
    known_only: bool = False


HEADINGS = (
    (HEADED, _Heading(past=False)),
    (PAST, _Heading(past=True)),
    (CONCLUDED, _Heading(False, known_only=True)),
)
LONGEST_LIST, LONGEST_ITEM = 1500, 7
WITHOUT = ("pathology", "surgical_pathology", "cytology", "molecular", "radiology", "laboratory", "ecg")


def listed(text: Text, days: tuple[Day, ...], taken: Spans, *, type: Type) -> Iterator[Fact]:
    """Each item under a heading of diagnoses, problems or past illnesses (the last as history).

    What stands in `taken` is left out, and what is found is added to it.
    """
    plain = folded(text.plain)
    if type in WITHOUT:
        return
    for start, end, heading in _lists(text, plain):
        for first, last in _items(text.plain, start, end):
            known = not heading.known_only or _is_known(plain[first:last])
            if known and taken.take(first, last):
                yield from _item(text, first, last, heading.past, days)


def _lists(text: Text, plain: str) -> Iterator[tuple[int, int, _Heading]]:
    """The stretches below a heading, and what it says of them."""
    bounds = sorted({part.heading_start for part in sections(text.plain)})
    for pattern, heading in HEADINGS:
        for match in pattern.finditer(plain):
            start = match.end()
            index = bisect_right(bounds, start)
            following = bounds[index] if index < len(bounds) else len(plain)
            stop = NEXT_HEADING.search(plain, start + 1, min(following, start + LONGEST_LIST))
            end = stop.start() if stop else min(following, start + LONGEST_LIST)
            yield start, _of_one_line(text.plain, start, end), heading


def _of_one_line(plain: str, start: int, end: int) -> int:
    """Where a list ends that begins on its heading's line: at the first line that is neither an item nor goes on."""
    if not plain[start:end].split("\n", 1)[0].strip() or plain[start - 1] == "\n":
        return end
    other = re.compile(r"\n(?![ \t]*(?:[a-zà-ÿ]|[-–•*·▪]|\(?\d{1,2}[.)]))").search(plain, start, end)
    return other.start() if other else end


def _items(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    place = start
    for stop in [*ITEM_END.finditer(plain, start, end), None]:
        until = stop.start() if stop else end
        lead = LEAD.match(plain, place, until)
        first = lead.end() if lead else place
        if first < until:
            yield first, until
        place = stop.end() if stop else end


def _item(text: Text, first: int, last: int, past: bool, days: tuple[Day, ...]) -> Iterator[Fact]:
    """The diagnosis of an item, or several when its commas part known ones."""
    plain = folded(text.plain)
    for start, end in _parted(plain, first, last):
        led = qualifiers().match(plain[start:end])
        start += led.end() if led else 0
        cut = CUT.search(plain, start, end)
        stop = cut.start() if cut and cut.start() > start else end
        code = code_of(text.plain[start:end])
        if code and code != code_of(text.plain[start:stop]):
            stop = end
        value = " ".join(text.plain[start:stop].lower().split()).strip(" .,:")
        if _is_diagnosis(value):
            yield _fact(text, value, start, stop, past, _day(days, stop, last))


def _parted(plain: str, first: int, last: int) -> list[tuple[int, int]]:
    """An item as it stands, or its parts between commas and "and" when each of them is a known illness."""
    whole = [(first, last)]
    if code_of(plain[first:last]):
        return whole
    parts, place = [], first
    for comma in [*re.finditer(r",(?: and)? | and | y | und | et ", plain[first:last]), None]:
        until = first + comma.start() if comma else last
        parts.append((place, until))
        place = first + comma.end() if comma else last
    known = [
        alike(BRACKETS.sub(" ", plain[start:end])) in _known() or code_of(plain[start:end])
        for start, end in parts
    ]
    if len(parts) > 1 and all(known):
        return parts
    comma_at = plain.find(",", first, last)
    return [(first, comma_at)] if comma_at > first else whole


def _is_known(part: str) -> bool:
    return alike(BRACKETS.sub(" ", part)) in _known() or bool(code_of(part))


@cache
def _known() -> frozenset[str]:
    return frozenset(alike(name) for name in spellings())


@cache
def _no_diagnosis() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_]){any_of(folded(word) for word in lists()['no_diagnosis'])}(?![^\W_])")


@cache
def _illness() -> re.Pattern[str]:
    return re.compile(rf"{any_of(lists()['illness'].split())}(?![^\W_])")


def _is_diagnosis(value: str) -> bool:
    words = value.split()
    if not 0 < len(words) <= LONGEST_ITEM or len(value) < 3 or not value[0].isalpha():
        return False
    if code_of(value):
        return True
    said = folded(value)
    return _illness().search(said) is not None and not (_no_diagnosis().search(said) or value.endswith(":"))


def _day(days: tuple[Day, ...], start: int, end: int) -> str:
    inside = days_within(days, start, end)
    return inside[0].value if len(inside) == 1 else ""


def _fact(text: Text, value: str, start: int, end: int, past: bool, day: str) -> Fact:
    code = code_of(value)
    found = stands(text.plain, start, end, code=code)
    return fact(
        text, "diagnosis", value, start, end, code=code, code_system="ICD-10-CM" if code else "",
        confidence=0.95 if code else 0.85, assertion="historical" if past and found == "affirmed" else found, date=day,
    )  # fmt: skip
