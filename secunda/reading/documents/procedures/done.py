"""Procedures that were done, with their side and day."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

from secunda.reading.document import Assertion, Fact, Type
from secunda.reading.documents.clauses import sentence_around
from secunda.reading.documents.days import Day
from secunda.reading.documents.folded import folded
from secunda.reading.documents.found import fact
from secunda.reading.documents.procedures.terms import Named, lists, names, planned
from secunda.reading.documents.standing import standing
from secunda.reading.documents.words import any_of
from secunda.reading.text import Text

OF_THE_DAY = re.compile(
    r"(?:date of (?:operation|surgery|procedure|examination|endoscopy)|(?:operation|surgery|procedure|"
    r"operative) date|"
    r"date of op|fecha de (?:la )?(?:intervencion|cirugia|exploracion)|op-datum|operationsdatum|"
    r"date de l'?intervention|"
    r"تاريخ العمليه|تاريخ الاجراء)[ :\-]*(?:\n)?"
)
A_FEW_WORDS = r"(?:[ \n][\w/-]+){0,4}?[ \n](?:(?:has|have|had) been |is |was |were |are |being )?"
PLANNED_AFTER = re.compile(
    A_FEW_WORDS
    + r"(?:(?:then |also |therefore |now |strongly )?(?:planned|recommended|advised|discussed|considered|offered|"
    r"suggested|proposed|scheduled|indicated|arranged|booked|awaited|pending)|will (?:be|start|follow|begin|commence)|"
    r"to (?:be|follow|start|begin)|should be|may be|might be|would be|could be)(?![^\W_])"
)
NOT_DONE_AFTER = re.compile(
    A_FEW_WORDS + r"(?:declined|refused|cancelled|canceled|abandoned|deferred|"
    r"not (?:done|performed|given|carried out|required|needed|indicated|advised|recommended))(?![^\W_])"
)
YEAR_AFTER = re.compile(
    r"[ ,]*(?:\((?:in )?|in |en |im |,)? ?((?:19|20)\d\d)(?!\d|[/.-]\d| ?(?:mg|ml|g|to)\b)"
)
REACH = 120
OF_A_STAY = ("operative_note", "discharge_summary", "endoscopy")
BEFORE_IT = re.compile(
    r"(?<![^\W_])(?:had|after|following|tras|nach|apres)"
    r"(?: (?:an?|the|her|his|neoadjuvant|induction|previous|[a-z]+ed|cross))*[ \n]$"
)
CLAUSE = re.compile(r";|\.(?=\s)|\n[ \t]*\n")
BETWEEN_DAY = re.compile(
    r"[\s,(:]*(?:(?:on|in|dated|performed|done|carried out|was|el|en|am|im|le|the|of|at|and|under|ga|general|"
    r"anaesthesia|anesthesia|via|for)[\s,(:]+){0,5}"
)


def procedures(text: Text, days: tuple[Day, ...], *, type: Type) -> Iterator[Fact]:
    """Each procedure done, the same on the same day once; a planned or advised one is "possible"."""
    plain = folded(text.plain)
    said: set[tuple[str, str, str]] = set()
    without_day: set[tuple[str, str]] = set()
    document_day = _document_day(plain, days) if type in ("operative_note", "endoscopy") else ""
    for named in names("procedures", text.plain, plain):
        assertion = asserted(text.plain, plain, named, type=type)
        if named.value in lists()["general"] and assertion not in ("possible", "negated"):
            continue
        day = day_of(text.plain, named, days)
        if not day and document_day and assertion == "affirmed":
            day = document_day
        if (named.value, assertion, day) in said or (not day and (named.value, assertion) in without_day):
            continue
        said.add((named.value, assertion, day))
        without_day.add((named.value, assertion))
        side = _side(text.plain, plain, named)
        yield fact(
            text, "procedure", named.value, named.start, named.end, confidence=0.93, date=day,
            assertion=assertion, detail={"laterality": side} if side else {},
        )  # fmt: skip


def asserted(written: str, plain: str, named: Named, *, type: Type) -> Assertion:
    """How a name is asserted: advised, planned or offered is possible, declined or cancelled is negated.

    In the papers of a stay or an operation, what the patient "had" and what came before ("after …") is history.
    """
    found = standing(written, named.start, named.end)
    if found in ("negated", "family"):
        return found
    if NOT_DONE_AFTER.match(plain, named.end):
        return "negated"
    ahead = planned().search(plain, max(0, named.start - 60), named.start)
    if ahead or PLANNED_AFTER.match(plain, named.end):
        return "possible"
    if found is None and type in OF_A_STAY and BEFORE_IT.search(plain, max(0, named.start - 40), named.start):
        return "historical"
    return found or "affirmed"


def day_of(written: str, named: Named, days: tuple[Day, ...]) -> str:
    """The day said right after a name, or the only one of its sentence; a bare year right after it, too."""
    first, last = sentence_around(written, named.start, named.end)
    low = bisect_left(days, first, key=lambda day: day.start)
    high = bisect_left(days, last, key=lambda day: day.start)
    near = days[low:high]
    after = [day for day in near if 0 <= day.start - named.end <= 60]
    if after and BETWEEN_DAY.fullmatch(folded(written[named.end : after[0].start])):
        return after[0].value
    year = YEAR_AFTER.match(written, named.end)
    if year:
        return year[1]
    beside = [
        day
        for day in near
        if not CLAUSE.search(written, min(day.end, named.end), max(day.start, named.start))
    ]
    if len({day.value for day in beside}) == 1 and -REACH <= beside[0].start - named.end <= REACH:
        return beside[0].value
    return _of_the_row(written, named, days)


def _of_the_row(written: str, named: Named, days: tuple[Day, ...]) -> str:
    """The day that stands at the beginning of the name's line, as in a table."""
    line = written.rfind("\n", 0, named.start) + 1
    index = bisect_left(days, line, key=lambda day: day.start)
    at_once = index < len(days) and days[index].start - line <= 3 and days[index].end <= named.start
    return days[index].value if at_once else ""


def _document_day(plain: str, days: tuple[Day, ...]) -> str:
    """The day of the operation or endoscopy that the whole document is about."""
    for match in OF_THE_DAY.finditer(plain):
        index = bisect_left(days, match.end(), key=lambda day: day.start)
        if index < len(days) and days[index].start <= match.end() + 3:
            return days[index].value
    return ""


@cache
def _sides() -> tuple[re.Pattern[str], dict[str, str]]:
    meant = {folded(word): side for side, words in lists()["sides"].items() for word in words}
    return re.compile(rf"(?<![^\W_]){any_of(meant)}(?![^\W_])"), meant


def _side(written: str, plain: str, named: Named) -> str:
    """The side right before a name (a word may stand between), in it, or right after it."""
    pattern, meant = _sides()
    within = pattern.search(plain, named.start, named.end)
    if within:
        return meant[within[0]]
    before = list(pattern.finditer(plain, max(0, named.start - 35), named.start))
    if before and re.fullmatch(r"(?: [\w-]+){0,3} ", plain[before[-1].end() : named.start]):
        return meant[before[-1][0]]
    after = pattern.search(plain, named.end, min(named.end + 25, len(plain)))
    if after and re.fullmatch(
        r"(?:[ ,(:-]+| of the | of | on the | side)*", plain[named.end : after.start()]
    ):
        return meant[after[0]]
    return ""
