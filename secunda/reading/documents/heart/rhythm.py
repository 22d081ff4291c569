"""Rhythm, rate and QTc, as an ECG or a report says them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from secunda.reading.document import Fact, Type
from secunda.reading.documents.assertion import assertion_at
from secunda.reading.documents.folded import folded
from secunda.reading.documents.found import fact
from secunda.reading.documents.heart.earlier import when_said
from secunda.reading.documents.heart.terms import meaning, pattern
from secunda.reading.text import Text

RATE = re.compile(
    r"(?<![\w])(?:(?:ventricular |heart |pulse |atrial )rate|pulse|vent\.? rate|hr|rate|"
    r"frecuencia(?: cardiaca|"
    r" ventricular)?|fc|"
    r"herzfrequenz|kammerfrequenz|frequenz|hf|frequence(?: cardiaque| ventriculaire)?|معدل ضربات القلب|"
    r"معدل القلب)(?![\w])"
    r"(?:[ \n]*(?:\([^()\n]{1,20}\)|:|=|of|is|was|at|~|about|de|a|von|"
    r"approximately)){0,4}[ \n]*(?P<value>\d{2,3})"
    r"(?P<unit> ?(?:bpm|/ ?min|beats(?: per minute|/min)?|lpm|x'|schlage|batt\w*|min-1|s/min|"
    r"نبضه))?(?![\w%/]|[.,]\d)"
)
SAID_RATE = re.compile(
    r"(?<![\d.,/-])(?P<value>\d{2,3}) ?(?P<unit>bpm|beats per minute|beats/min|/ ?min|per minute|lpm|"
    r"/ ?دقيقه|نبضه/ ?دقيقه)(?![\w-])"
)
RHYTHM_RATE = re.compile(
    r"(?:paced rhythm|rhythm|sinus|fibrillation|flutter|\bsr|\baf)(?: at| with rate)[ \n]"
    r"(?P<value>\d{2,3})(?P<unit>)(?![\w%/]|[.,]\d)"
)
NO_RATE = re.compile(
    r"\b(?:target|aim\w*|goal|below|above|lower|upper|tracking|fastest|max\w*|min\w*|programmed|set at|"
    r"range|threshold|"
    r"resp\w*|breath\w*|rr|escape|mcg|ml|l|predicted|peak|ziel\w*|escape rhythm|if)\b[^.;\n]{0,22}$|"
    r"[<>]=? ?$|ziel\w*[^.;\n]{0,12}$"
)

QTC = re.compile(
    r"(?<![\w])(?:qt ?/ ?qtc[bf]?(?: interval)?(?:[ :=]|\(ms\)|ms)*\d{3} ?(?:ms)? ?/ ?|"
    r"(?:qtc[bf]?|corrected qt|qt corrected|qt corregido|qt corrige|"
    r"qt korrigiert)(?: interval)?(?: ?\((?:\w{1,12}|ms)\))?"
    r"(?:[ \n]*(?::|=|of|is|was|at|~|about|-)){0,3}[ \n]*)(?P<value>\d{3}) ?(?P<unit>ms|msec|"
    r"milliseconds?)?(?![\w/]|[.,]\d)"
)
SURE = re.compile(r"pulse|hr|heart rate")
RATE_LIMITS, QTC_LIMITS = (20, 300), (250, 800)
LONGEST_ABBREVIATION = 3
SHORT_OF = ("ecg", "echocardiography")


def rhythms(text: Text, *, type: Type) -> Iterator[Fact]:
    """Rhythm, rate and QTc. The rate without a unit only in heart reports; the rhythm of other documents too."""
    plain = folded(text.plain)
    yield from _rhythm(text, plain, type)
    yield from _rate(text, plain, type)
    said: set[str] = set()
    for match in QTC.finditer(plain):
        if QTC_LIMITS[0] <= int(match["value"]) <= QTC_LIMITS[1] and match["value"] not in said:
            said.add(match["value"])
            yield fact(
                text,
                "qtc",
                match["value"],
                match.start(),
                match.end(),
                unit="ms",
                confidence=0.95,
                assertion="affirmed",
            )


def _rhythm(text: Text, plain: str, type: Type) -> Iterator[Fact]:
    said: set[str] = set()
    for match in _words().finditer(plain):
        if len(match[0]) <= LONGEST_ABBREVIATION and not text.plain[match.start() : match.end()].isupper():
            continue
        value = meaning("rhythms", match[0])
        assertion = assertion_at(text.plain, match.start(), match.end())
        if (
            value in said
            or assertion in ("negated", "family")
            or (type not in SHORT_OF and not _is_traced(plain, match))
        ):
            continue
        said.add(value)
        yield fact(text, "rhythm", value, match.start(), match.end(), confidence=0.93, assertion=assertion)


def _is_traced(plain: str, match: re.Match[str]) -> bool:
    """Whether a letter speaks of a tracing: the illness "atrial fibrillation" is a diagnosis, not a rhythm seen."""
    near = plain[max(0, match.start() - 80) : match.end() + 40]
    return (
        re.search(r"\b(?:ecg|ekg|electrocardiogram|rhythm|monitor|telemetry|tracing|in sinus)\b", near)
        is not None
    )


@cache
def _words() -> re.Pattern[str]:
    return re.compile(pattern("rhythms"))


def _rate(text: Text, plain: str, type: Type) -> Iterator[Fact]:
    said: set[str] = set()
    for each in (RATE, SAID_RATE, RHYTHM_RATE):
        for match in each.finditer(plain):
            bare = match["unit"] is None and type not in SHORT_OF and not SURE.match(match[0])
            bare = bare or NO_RATE.search(plain, max(0, match.start() - 40), match.start("value")) is not None
            if (
                not bare
                and RATE_LIMITS[0] <= int(match["value"]) <= RATE_LIMITS[1]
                and match["value"] not in said
            ):
                said.add(match["value"])
                yield fact(
                    text, "heart_rate", match["value"], match.start(), match.end(), unit="/min",
                    confidence=0.95 if match["unit"] else 0.85, assertion=when_said(plain, match.start()),
                )  # fmt: skip
