"""How an illness, a procedure, a treatment or a medicine stands: there, not, perhaps, in the past, in the family.

`assertion.py` judges any words by triggers in their sentence; here the words right beside a name, the label of its line
and the heading of its list are judged as well (`standing.yaml`): "Splenectomy was not necessary", "Past: …".
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, NamedTuple

import yaml

from secunda.reading.document import Assertion
from secunda.reading.documents.assertion import said_at
from secunda.reading.documents.clauses import sentence_around
from secunda.reading.documents.folded import folded

_WORDS_FILE: Final = Path(__file__).parent / "standing.yaml"
_CLAUSE_END: Final = re.compile(
    r"[.;](?=\s|$)|\bbut\b(?! (?:was |were )?not)|\bpero\b|\baber\b|\bmais\b| - |"
    r", (?=(?:no|not|without|now|she|he|with)\b)"
)
_CLAUSE_START: Final = re.compile(r"[.;](?=\s)|\bbut\b|\bpero\b|\baber\b|\bmais\b")
_LABEL: Final = re.compile(r"(?:^|[.;(\n]\s*|\n)[ \t]*([^\W\d_][^\n:.;]{1,45}?) ?:")
_OTHER_SENTENCE: Final = re.compile(r"[^\W\d_]{2}[.]\s")
_HEADING_LINE: Final = re.compile(r"(?m)^[ \t]*([^\W\d_][^\n:.;]{2,45}?)[ \t]*:?[ \t]*$")
_LONGEST_LIST: Final = 1_500
_ORDER: Final[tuple[Assertion, ...]] = ("negated", "family", "possible", "historical")
_LABEL_LETTERS: Final = 500
_AFTER_LETTERS: Final = 90


class Around(NamedTuple):
    """A name's sentence cut at the name, folded: the clause before it, the clause after it, and the label over it."""

    before: str
    after: str
    label: str


def standing(written: str, start: int, end: int, *, by_sentence: bool = True) -> Assertion | None:
    """How `written[start:end]` stands by its words, label, heading or sentence; None where nothing is said of it.

    `by_sentence=False` leaves out the triggers of the whole sentence, as in a list of medicines ("one if needed").
    """
    plain = folded(written)
    around = _around(written, plain, start, end, of_line=not by_sentence)
    beside = _beside(around)
    labelled = _by(_patterns("label"), around.label)
    said = said_at(written, start, end) if by_sentence else None
    for found in (beside if beside in ("negated", "family") else None, _strong(said), labelled, beside, said):
        if found:
            return found
    return _headed(plain, start)


def _strong(said: Assertion | None) -> Assertion | None:
    """Of what the sentence says, what no word beside a name makes weaker."""
    return said if said in ("negated", "family") else None


def _around(written: str, plain: str, start: int, end: int, *, of_line: bool) -> Around:
    first, last = sentence_around(written, start, end)
    if of_line:
        first = max(first, plain.rfind("\n", 0, start) + 1)
        last = min(last, plain.find("\n", end) if "\n" in plain[end:last] else last)
    line = max(min(first, plain.rfind("\n", 0, start) + 1), start - _LABEL_LETTERS)
    ahead = plain[line:start]
    labels = [match for match in _LABEL.finditer(ahead) if not _OTHER_SENTENCE.search(ahead, match.end())]
    before = plain[max(first, line + labels[-1].end() if labels else 0) : start]
    cuts = list(_CLAUSE_START.finditer(before))
    before = before[cuts[-1].end() :] if cuts else before
    after = plain[end : min(last, end + _AFTER_LETTERS)]
    cut = _CLAUSE_END.search(after)
    return Around(
        " ".join(before.split()), " ".join(after[: cut.start() if cut else None].split()),
        labels[-1][1].strip() if labels else "",
    )  # fmt: skip


def _beside(around: Around) -> Assertion | None:
    """What the words right before or right after a name say."""
    before, after = _patterns("before"), _patterns("after")
    for kind in _ORDER:
        if kind in before and before[kind].search(around.before):
            return kind
        if kind in after and after[kind].match(around.after):
            return kind
    return None


def _by(patterns: dict[Assertion, re.Pattern[str]], words: str) -> Assertion | None:
    return next((kind for kind in _ORDER if kind in patterns and patterns[kind].fullmatch(words)), None)


def _headed(plain: str, position: int) -> Assertion | None:
    """What the nearest heading above says of a line of its list; an empty line or another heading ends the list."""
    for start, end, kind in _lists(plain):
        if start <= position < end:
            return kind
    return None


@lru_cache(maxsize=2)
def _lists(plain: str) -> tuple[tuple[int, int, Assertion], ...]:
    """The lists below headings that say how their items stand."""
    found: list[tuple[int, int, Assertion]] = []
    for match in _HEADING_LINE.finditer(plain):
        kind = _by(_patterns("heading"), match[1].strip())
        if kind is not None:
            gap = re.compile(r"\n[ \t]*\n").search(plain, match.end() + 2, match.end() + _LONGEST_LIST)
            end = gap.start() if gap else min(len(plain), match.end() + _LONGEST_LIST)
            found.append((match.end(), end, kind))
    return tuple(found)


@cache
def _patterns(place: str) -> dict[Assertion, re.Pattern[str]]:
    """The patterns of one place, by what they say; those before a name end where it begins."""
    rows: dict[Assertion, list[str]] = yaml.safe_load(_WORDS_FILE.read_text(encoding="utf-8"))[place]
    made = {}
    for kind, patterns in rows.items():
        joined = "|".join(patterns)
        if place == "before":
            made[kind] = re.compile(
                rf"(?:^|(?<![^\W_]))(?:{joined})[ ]?(?:right |left |bilateral |acute |chronic )?$"
            )
        elif place == "after":
            made[kind] = re.compile(rf"[ ,:(-]*(?:{joined})(?![^\W_])")
        else:
            made[kind] = re.compile(joined)
    return made
