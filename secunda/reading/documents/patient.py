"""Who a document says it is about: names, birth dates and numbers beside their labels, as written.

A wrong name makes a stranger of the patient (`identity.compare`), a missing one costs a look. So a name counts only
beside a label that is the patient's, with two words at least, and a birth date only as a whole, unambiguous day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, Literal

import yaml

from secunda.reading import person_names
from secunda.reading.documents.dates import days_of
from secunda.reading.documents.days import Day
from secunda.reading.documents.lines import Line, Token, lines
from secunda.reading.facts import PatientSeen
from secunda.reading.text import Text

Kind = Literal["of_patient", "with_colon", "family", "given", "birth", "identifier"]
_KINDS: tuple[Kind, ...] = ("of_patient", "identifier", "birth", "family", "given", "with_colon")
_MOST_NAME_WORDS = 6
_NEAR_LINES = 3
_WIDE_GAP = 2.2  # heights of a word
_NAME_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[-'’`.\u0900-\u0dff])*[,.;]?")
_NUMBER = re.compile(r"[#:]?[A-Za-z]{0,4}[-/]?\d[\dA-Za-z/.-]{2,19}")
_TO_DATE = re.compile(r"[\s:.,#-]*(?:\([^)\n]{0,16}\))?[\s:.-]*")
_HAN_NAME = re.compile(r"(?:患者)?姓名\s*[:：]\s*([\u4e00-\u9fff]{2,4})")
_MOST = 20


@dataclass(frozen=True, slots=True)
class _Label:
    """A label on a line, by places in the line: behind `end` its value may begin, `has_colon` says how it ends."""

    kind: Kind
    start: int
    end: int
    has_colon: bool


@dataclass(frozen=True, slots=True)
class _Named:
    """A value of a label for names, on line number `row`."""

    kind: Kind
    row: int
    words: tuple[str, ...]


def patient(text: Text, *, language: str = "") -> PatientSeen:
    """The names, birth dates (ISO 8601 days) and identifiers that the text states of its patient.

    `language` (ISO 639-1) settles the order of a date in numbers where a language has one order only.
    """
    found = lines(text)
    labels = [_labels(line) for line in found]
    named = [each for row in range(len(found)) for each in _names_on(text.plain, found, labels, row)]
    return PatientSeen(
        names=_unique([*_whole_names(named), *_HAN_NAME.findall(text.plain)]),
        birth_dates=_unique(_birth_dates(days_of(text.plain, language), text.plain, found, labels)),
        identifiers=_unique(_identifiers(text.plain, found, labels)),
    )


def _unique(found: Sequence[str]) -> tuple[str, ...]:
    by_writing = {each.casefold(): each for each in reversed(found)}
    return tuple(dict.fromkeys(by_writing[each.casefold()] for each in found))[:_MOST]


@cache
def _words() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(
        files("secunda.reading.documents").joinpath("patient.yaml").read_text("utf-8")
    )
    lists = ("others", "ends", "never", "particles", "sirs", "doctors")
    return read | {name: frozenset(read[name].split()) for name in lists}


@cache
def _pattern() -> re.Pattern[str]:
    groups = "|".join(f"(?P<{kind}>{'|'.join(_words()[kind])})" for kind in _KINDS)
    return re.compile(rf"(?<![\w'-])(?:{groups})(?![\w'-])(?P<colon>\s*[:：=])?")


def _labels(line: Line) -> list[_Label]:
    """The labels on a line that may be the patient's."""
    folded, found = line.text, []
    for match in _pattern().finditer(folded):
        kind = next(kind for kind in _KINDS if match[kind] is not None)
        label = _Label(kind, match.start(), match.end(), match["colon"] is not None)
        if _is_patients(folded[: match.start()].split(), label):
            found.append(label)
    return found


def _is_patients(before: Sequence[str], label: _Label) -> bool:
    """Whether none of the words before the label makes it somebody else's, or part of a sentence."""
    if {word.strip(".:,;()'s") for word in before[-3:]} & _words()["others"]:
        return False
    if label.kind in ("of_patient", "birth", "identifier"):
        return True
    if not label.has_colon:
        return label.kind in ("family", "given") and not before
    return not before or any(not word.isalpha() for word in before[-3:]) or len(before[-1]) == 1


def _names_on(
    plain: str, found: Sequence[Line], labels: Sequence[list[_Label]], row: int
) -> Iterator[_Named]:
    for label in labels[row]:
        if label.kind not in ("of_patient", "with_colon", "family", "given") or _is_elsewhere(found, row):
            continue
        is_letter = found[row].text[label.start : label.end].rstrip(" :") == "re"
        if is_letter and not any(
            each.kind in ("birth", "identifier") for near in labels[row : row + 2] for each in near
        ):
            continue
        words = _value(plain, found[row].tokens, found[row].start + label.end)
        words = words or _below(plain, found, labels, row, label)
        if words:
            yield _Named(label.kind, row, words)


def _is_elsewhere(found: Sequence[Line], row: int) -> bool:
    """Whether the line stands under a heading that is about somebody else."""
    above = found[row - 1].text if row else ""
    words = {word.strip(".:,;()") for word in above.split()}
    return len(words) <= 4 and bool(words & _words()["others"]) and "patient" not in words


def _below(
    plain: str, found: Sequence[Line], labels: Sequence[list[_Label]], row: int, label: _Label
) -> tuple[str, ...]:
    """The value under a label that has none beside it, as in tables and forms."""
    if row + 1 >= len(found) or labels[row + 1]:
        return ()
    line, under = found[row], found[row + 1]
    rest = line.text[label.end :].strip(" :")
    if not rest:
        return _value(plain, under.tokens, under.start) if label.start == 0 else ()
    following = [each for each in labels[row] if each.start >= label.end]
    edges = _box_edges(line, label, following[0] if following else None)
    if edges is None or not following or line.text[label.end : following[0].start].strip(" :"):
        return ()
    tokens = [token for token in under.tokens if token.box and edges[0] <= token.box.x0 < edges[1]]
    return _value(plain, tokens, under.start)


def _box_edges(line: Line, label: _Label, following: _Label | None) -> tuple[float, float] | None:
    """From where to where, across the page, what belongs to a label stands."""
    own = [token.box for token in line.tokens if token.start >= line.start + label.start and token.box]
    if not own or following is None:
        return None
    next_own = [
        token.box for token in line.tokens if token.start >= line.start + following.start and token.box
    ]
    return (own[0].x0 - 6, next_own[0].x0 - 6) if next_own else None


def _value(plain: str, tokens: Sequence[Token], start: int) -> tuple[str, ...]:
    """The words of a name from `start` on, without titles; none if it is a doctor's, or no name."""
    words: list[str] = []
    last: Token | None = None
    for token in tokens:
        if token.start < start:
            continue
        word = plain[token.start : token.end].lstrip(":=")
        if not word or (not words and token.text in _words()["sirs"]):
            continue
        if _ends(token, word, last, bool(words)):
            break
        words.append(word.strip(",;") if not word.endswith(",") else word)
        last = token
        if len(words) > _MOST_NAME_WORDS:
            return ()
        if word.endswith((".", ";")) and len(word) > 2:
            break
    if words:
        words[-1] = words[-1].strip(",;")
    return tuple(word.rstrip(".") if len(word) > 2 else word for word in words)


def _ends(token: Token, word: str, last: Token | None, has_begun: bool) -> bool:
    """Whether a name is over before this word."""
    folded = token.text.strip(".,;:")
    if folded in _words()["ends"] and not (len(folded) == 1 and word.endswith(".")):
        return True
    if _NAME_WORD.fullmatch(word) is None or (has_begun and _is_far(last, token)):
        return True
    first = word[0]
    return first.islower() and first.upper() != first and folded not in _words()["particles"]


def _is_far(last: Token | None, token: Token) -> bool:
    if last is None or last.box is None or token.box is None:
        return False
    gap = max(token.box.x0 - last.box.x1, last.box.x0 - token.box.x1)
    return gap > _WIDE_GAP * max(token.box.y1 - token.box.y0, last.box.y1 - last.box.y0)


def _whole_names(named: Sequence[_Named]) -> list[str]:
    """Names of two words or more; family and given names that stand near each other are put together."""
    whole: list[str] = []
    parts = [each for each in named if each.kind in ("family", "given")]
    for each in named:
        near = [other for other in parts if other is not each and abs(other.row - each.row) <= _NEAR_LINES]
        if each.kind == "family":
            givens = [other for other in near if other.kind == "given"] or [
                other
                for other in named
                if other.kind == "with_colon" and abs(other.row - each.row) <= _NEAR_LINES
            ]
            whole += [_joined(givens[0], each)] if givens else []
        elif each.kind == "with_colon" and any(other.kind == "given" for other in near):
            whole.append(_joined(next(other for other in near if other.kind == "given"), each))
        elif each.kind != "given" and not any(other.kind == "family" for other in near):
            whole.append(" ".join(each.words))
    return [name for name in whole if _is_name(name)]


def _joined(given: _Named, family: _Named) -> str:
    return " ".join((*given.words, *family.words))


def _is_name(name: str) -> bool:
    """Whether a value can be a person's whole name."""
    parsed = person_names.parse(name)
    if parsed is None or len(parsed.words) < 2:
        return False
    words = {word.strip(".,") for word in name.casefold().split()}
    wrong = _words()["never"] | _words()["doctors"] | _words()["others"] - {"d"}
    return not words & wrong and not {word + "." for word in words} & _words()["doctors"]


def _birth_dates(
    known: Sequence[Day], plain: str, found: Sequence[Line], labels: Sequence[list[_Label]]
) -> list[str]:
    """Whole days behind labels for the birth date. A year of two digits does not tell the century: left out."""
    by_start = {day.start: day for day in known}
    seen = [_day_of(plain, found, row, label, by_start) for row in range(len(found)) for label in labels[row]]
    return [day.value for day in seen if day is not None]


def _day_of(
    plain: str, found: Sequence[Line], row: int, label: _Label, by_start: dict[int, Day]
) -> Day | None:
    if label.kind != "birth":
        return None
    gap = _TO_DATE.match(plain, found[row].start + label.end)
    day = by_start.get(gap.end()) if gap else None
    if day is None or day.precision != "day" or not re.search(r"\d{4}|[٠-٩]{4}", plain[day.start : day.end]):
        return None
    is_below = day.start > found[row].end
    return None if is_below and label.end < len(found[row].text.rstrip(" :")) else day


def _identifiers(plain: str, found: Sequence[Line], labels: Sequence[list[_Label]]) -> list[str]:
    """Numbers behind labels of patient and record numbers."""
    numbers: list[str] = []
    for line, on_it in zip(found, labels, strict=True):
        for label in on_it:
            if label.kind == "identifier":
                after = [token for token in line.tokens if token.start >= line.start + label.end]
                numbers += _number(plain, after)
    return numbers


def _number(plain: str, tokens: Sequence[Token]) -> list[str]:
    words = [plain[token.start : token.end].strip(":#.,;") for token in tokens]
    words = [word for word in words if word][:4]
    if not words or not _NUMBER.fullmatch(words[0]):
        return []
    groups = [words[0]]
    for before, word in pairwise(words):
        if not (before.isdigit() and word.isdigit() and len(before) <= 4 and len(word) <= 4):
            break
        groups.append(word)
    return [" ".join(groups)]
