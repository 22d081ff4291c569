"""Diagnoses in sentences."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

from secunda.reading.document import Fact, Type
from secunda.reading.documents.clauses import sentence_around
from secunda.reading.documents.days import Day
from secunda.reading.documents.diagnoses.spans import Spans
from secunda.reading.documents.diagnoses.stands import stands
from secunda.reading.documents.diagnoses.terms import alike, code_of, lists, spellings, synonyms
from secunda.reading.documents.folded import folded
from secunda.reading.documents.found import fact
from secunda.reading.documents.words import any_of
from secunda.reading.text import Text

TOLD_IN = (
    "discharge_summary", "clinic_letter", "operative_note", "radiotherapy_plan", "endoscopy", "other", "administrative",
)  # fmt: skip
FIRST_WORD = re.compile(r"[^\W_]+")
SHORTEST = 4  # abbreviations up to here must stand in capitals
PHRASE = re.compile(r"[ \n]+(?P<phrase>[^\W\d_][^.,;:()\n]{3,80})")
PHRASE_END = re.compile(
    r" (?:and|in|on|at|since|for|who|which|that|with no|by|after|was|is|has|had|diagnosed|treated|"
    r"presenting|presented|y|und|et|"
    r"from|when|following|under|being|now|but|undergoing|referred|admitted|status) "
)
ARABIC_PREFIXES = "بلوف"
OF_A_SITE = re.compile(r"\sof\s(?:the\s)?(?:(?:left|right)\s)?(?P<words>[a-z]+(?:\s[a-z]+){0,2})")
ASKED = re.compile(r"\b(?:do|have|are|did|has) (?:you|anyone|any of)\b[^?.]*$")
UNTICKED = re.compile(r"\[[ _]?\] ?$|[☐□] ?$")
WHEN = re.compile(r"[\s,(]*(?:in|on|since|diagnosed|diagnosed in|en|im|\()?[\s(]*")


def known(text: Text, days: tuple[Day, ...], taken: Spans, *, type: Type) -> Iterator[Fact]:
    """Each illness of synonyms.yaml that the text names, in lists and sentences. What stands in `taken` is left out."""
    if type not in TOLD_IN:
        return
    plain = folded(text.plain)
    for start, end in _known(text.plain, plain):
        if taken.take(start, end):
            made = _fact(text, start, end, days)
            if made is not None:
                yield made


def announced(text: Text, days: tuple[Day, ...], taken: Spans, *, type: Type) -> Iterator[Fact]:
    """Each wording after "diagnosed with" and its like that the classification has. What is `taken` is left out."""
    if type not in TOLD_IN:
        return
    plain = folded(text.plain)
    for match in _said_before().finditer(plain):
        phrase = PHRASE.match(plain, match.end())
        if phrase is None:
            continue
        cut = PHRASE_END.search(plain, phrase.start("phrase"), phrase.end())
        start, end = phrase.start("phrase"), cut.start() if cut else phrase.end()
        if code_of(plain[start:end]) and taken.take(start, end):
            made = _fact(text, start, end, days)
            if made is not None:
                yield made


@cache
def _by_first() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name in spellings():
        first = FIRST_WORD.search(name)
        if first is not None:
            found.setdefault(first[0], []).append(name)
    return {first: tuple(sorted(names, key=len, reverse=True)) for first, names in found.items()}


def _known(written: str, plain: str) -> Iterator[tuple[int, int]]:
    """The places of the names of synonyms.yaml, the longest of several at one place."""
    done = 0
    for word in FIRST_WORD.finditer(plain):
        if word.start() < done:
            continue
        start = word.start() + (word[0][0] in ARABIC_PREFIXES and word[0] not in _by_first())
        for name in _by_first().get(word[0][start - word.start() :], ()):
            end = start + len(name)
            if plain[start:end].replace("\n", " ") == name and not plain[end : end + 1].isalnum():
                end = _with_its_site(plain, start, end)
                if _is_written_so(written[start:end], name) and not _nobody(plain, start, end):
                    yield start, end
                done = end
                break


def _with_its_site(plain: str, start: int, end: int) -> int:
    """The end of a name with the organ after it, where the two are a known name ("… carcinoma of the left breast")."""
    site = OF_A_SITE.match(plain, end)
    words = site["words"].split() if site else []
    for count in range(len(words), 0, -1):
        named = f"{plain[start:end]} of the {' '.join(words[:count])}"
        if site and (alike(named) in synonyms() or alike(named.replace("of the", "of")) in synonyms()):
            return site.start("words") + len(" ".join(words[:count]))
    return end


def _is_written_so(said: str, name: str) -> bool:
    """Whether an abbreviation stands in capitals."""
    return len(name) > SHORTEST or said.isupper() or name in lists()["short_words"] or not name.isascii()


def _nobody(plain: str, start: int, end: int) -> bool:
    """Whether the words around say that nobody is said to have it: "risk of", "stroke unit", an empty box."""
    return (
        _no_illness().search(plain, max(0, start - 45), start) is not None
        or _of_nobody().match(plain, end) is not None
        or UNTICKED.search(plain[max(0, start - 6) : start]) is not None
        or ASKED.search(plain[max(0, start - 100) : start]) is not None
    )


@cache
def _of_nobody() -> re.Pattern[str]:
    return re.compile(rf"[ -](?:{any_of(lists()['no_patient'].split())})(?![^\W_])")


@cache
def _no_illness() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![^\W_]){any_of(folded(word) for word in lists()['no_illness'])}(?: (?:a|an|the|developing|her|his))? $"
    )


@cache
def _said_before() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![^\W_]){any_of(folded(word) for word in lists()['said_before'])}(?: an?| the| having)?(?![^\W_])"
    )


def _fact(text: Text, start: int, end: int, days: tuple[Day, ...]) -> Fact | None:
    """The diagnosis; None for a general word ("carcinoma", "recurrence") that only counts when it is denied."""
    value = " ".join(text.plain[start:end].lower().split())
    code = code_of(value)
    assertion = stands(text.plain, start, end, code=code)
    if alike(value) in lists()["too_general"] and assertion not in ("negated", "possible"):
        return None
    return fact(
        text, "diagnosis", value, start, end, code=code, code_system="ICD-10-CM" if code else "", confidence=0.9,
        assertion=assertion, date=_day(text.plain, start, end, days),
    )  # fmt: skip


def _day(plain: str, start: int, end: int, days: tuple[Day, ...]) -> str:
    """The day said soon after in the same sentence ("diagnosed with breast cancer in March 2024")."""
    _, last = sentence_around(plain, start, end)
    index = bisect_left(days, end, key=lambda day: day.start)
    if index == len(days) or days[index].start > min(last, end + 25):
        return ""
    between = plain[end : days[index].start]
    return days[index].value if WHEN.fullmatch(between) else ""
