"""How a diagnosis stands: a lasting illness in a list of past ones is there still, an illness of one year is over."""

from __future__ import annotations

import re
from functools import cache

from secunda.reading.document import Assertion
from secunda.reading.documents.clauses import sentence_around
from secunda.reading.documents.diagnoses.terms import lists
from secunda.reading.documents.folded import folded
from secunda.reading.documents.standing import standing
from secunda.reading.documents.words import any_of

EVENT_YEAR = re.compile(
    r"[ ,(]*(?:(?:in|en|im|au|of|du) )?(?:[a-z]{3,9} )?(?P<year>(?:19|20)\d\d)(?!\d|[-/]\d)"
)
DIAGNOSED = re.compile(
    r"(?:since|diagnosed|diagnosed in|seit|desde|depuis|ed|first|from|new|newly)\b[^.;]{0,25}$"
)
FORMER = re.compile(r"\b(?:past|previous|old|former)\s$")
NEXT_ITEM = re.compile(
    r"[;.]|,(?! (?:now )?(?:resolved|cured|repaired|healed|removed|excised|treated|which))"
)
CANCER = ("C", "D0", "D1", "D2", "D3", "D4")


def stands(written: str, start: int, end: int, *, code: str) -> Assertion:
    """How the diagnosis at `written[start:end]` (with its ICD-10-CM code, "" without) stands for the patient."""
    found = standing(written, start, end)
    if found in ("negated", "family", "possible"):
        return found
    plain = folded(written)
    named = " ".join(plain[start:end].split())
    lasting = code.startswith(tuple(lists()["chronic"].split())) or named in _lasting_names()
    if found == "historical":
        return "affirmed" if lasting and not _is_over(plain, start, end) else "historical"
    if code and not lasting and not code.startswith(CANCER) and _was_once(plain, start, end):
        return "historical"
    return "affirmed"


def _was_once(plain: str, start: int, end: int) -> bool:
    """Whether a bare year stands right after it, as one writes of what is over ("pneumonia 2018"), and no "since"."""
    year = EVENT_YEAR.match(plain, end, end + 40)
    return year is not None and DIAGNOSED.search(plain[max(0, start - 40) : start]) is None


def _is_over(plain: str, start: int, end: int) -> bool:
    """Whether its sentence says that even a lasting illness is over, or of which year it was."""
    first, last = sentence_around(plain, start, end)
    before = plain[max(first, start - 40) : start].rpartition(",")[2].rpartition(":")[2]
    after = NEXT_ITEM.split(plain[end : min(last, end + 60)], maxsplit=1)[0]
    said = _over().search(before + " " + after) or FORMER.search(before)
    return said is not None or _was_once(plain, start, end)


@cache
def _lasting_names() -> frozenset[str]:
    return frozenset(folded(name) for name in lists()["chronic_names"])


@cache
def _over() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_]){any_of(lists()['over'])}(?![^\W_])")
