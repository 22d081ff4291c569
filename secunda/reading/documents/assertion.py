"""Whether a stretch of text is affirmed, negated, possible, history or the family's.

A trigger ("no evidence of", "cannot be excluded") reaches over its sentence, forward or backward, until something
ends its reach ("but", "because of", another clause). The idea is that of NegEx (Chapman et al., J Biomed Inform 2001)
and ConText (Harkema et al., J Biomed Inform 2009); triggers and endings are data, in `assertion.yaml`.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, Literal, NamedTuple

import yaml

from secunda.reading.document import Assertion
from secunda.reading.documents.clauses import sentence_around
from secunda.reading.documents.sections import section_at, sections

Way = Literal["forward", "backward", "end", "pseudo"]
# Which one counts when several reach the same words.
KINDS: Final[tuple[Assertion, ...]] = ("negated", "family", "possible", "historical")
_ALL: Final = frozenset(KINDS)
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|[^\s\w]")
_CHOICE = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|([^()\[\]]+)")
_REACH = re.compile(r"\s*<(\d+)$")
_FAR: Final = 10_000
_LONGEST_LIST: Final = 2_000
_LIST_WORDS = frozenset({"and", "or", "nor", "y", "o", "und", "oder", "et", "ou", "و", "أو"})


@dataclass(frozen=True, slots=True)
class _Rule:
    """What a phrase does: gives `kinds` forward or backward over `reach` words, ends their reach, or nothing."""

    way: Way
    kinds: frozenset[Assertion] = frozenset()
    reach: int = _FAR


class _Mark(NamedTuple):
    """A phrase found in a sentence: the number of its first token, of the token after it, and what it does."""

    first: int
    after: int
    rules: tuple[_Rule, ...]


class _Sentence(NamedTuple):
    """A sentence taken apart: its tokens, where each begins and ends, and the phrases found in it."""

    tokens: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    marks: tuple[_Mark, ...]


def assertion_at(plain: str, start: int, end: int) -> Assertion:
    """How the sentence around `plain[start:end]` asserts it, or its section; triggers inside it do not count."""
    return said_at(plain, start, end) or _of_its_section(plain, start)


def said_at(plain: str, start: int, end: int) -> Assertion | None:
    """What the sentence around `plain[start:end]` alone says of it; None when nothing in it does."""
    first, last = sentence_around(plain, start, end)
    sentence = _taken_apart(plain[first:last])
    low = bisect_right(sentence.ends, start - first)
    high = bisect_left(sentence.starts, end - first)
    reaching = {kind for mark in sentence.marks for kind in _reaching(sentence, mark, low, max(high, low))}
    return next((kind for kind in KINDS if kind in reaching), None)


def _of_its_section(plain: str, position: int) -> Assertion:
    """What the heading says of words whose sentence says nothing: lists of past illnesses and of the family's."""
    section = section_at(sections(plain), position)
    if section is None or position - section.start > _LONGEST_LIST:
        return "affirmed"
    by_heading: dict[str, Assertion] = {"family_history": "family", "past_history": "historical"}
    return by_heading.get(section.name, "affirmed")


def _reaching(sentence: _Sentence, mark: _Mark, low: int, high: int) -> list[Assertion]:
    """The assertions that this mark gives to the tokens `low` to `high`."""
    found: list[Assertion] = []
    for rule in mark.rules:
        for kind in rule.kinds:
            forward = rule.way == "forward" and mark.after <= low and low - mark.after < rule.reach
            backward = rule.way == "backward" and high <= mark.first and mark.first - high < rule.reach
            if (forward and not _ended(sentence, kind, mark.after, low)) or (
                backward and not _ended_before(sentence, kind, high, mark.first)
            ):
                found.append(kind)
    return found


def _ended(sentence: _Sentence, kind: Assertion, low: int, high: int) -> bool:
    """Whether something between the trigger and the words after it ends its reach."""
    return _has_ending(sentence, kind, low, high) or _new_label(sentence.tokens, low, high)


def _ended_before(sentence: _Sentence, kind: Assertion, low: int, high: int) -> bool:
    """The same for words before a trigger: there a comma ends it too, unless a list goes on ("pain or fever: no")."""
    between = sentence.tokens[low:high]
    if _has_ending(sentence, kind, low, high):
        return True
    return "," in between and not _LIST_WORDS.intersection(between)


def _has_ending(sentence: _Sentence, kind: Assertion, low: int, high: int) -> bool:
    return any(
        rule.way == "end" and kind in rule.kinds
        for mark in sentence.marks
        if low <= mark.first and mark.first < high
        for rule in mark.rules
    )


def _new_label(tokens: tuple[str, ...], low: int, high: int) -> bool:
    """Whether a new label or numbered item begins between: "no fever. Impression: …", "None 2) erosions"."""
    for index in range(low, high):
        if tokens[index] == ":" and index - low > 3:
            return True
        if (
            tokens[index] == ")"
            and tokens[index - 1].isdigit()
            and "(" not in tokens[max(index - 3, 0) : index]
        ):
            return True
    return False


@lru_cache(maxsize=2048)
def _taken_apart(sentence: str) -> _Sentence:
    matches = list(_TOKEN.finditer(sentence))
    tokens = tuple(match.group().lower().replace("’", "'") for match in matches)
    starts, ends = tuple(match.start() for match in matches), tuple(match.end() for match in matches)
    return _Sentence(tokens, starts, ends, tuple(_marks(tokens)))


def _marks(tokens: tuple[str, ...]) -> list[_Mark]:
    """Triggers and endings, each found apart: "she denies" ends what stood before and begins its own."""
    triggers, endings = _phrases()
    silent = _found(tokens, triggers)
    quiet = {
        index for mark in silent for index in range(mark.first, mark.after) if mark.rules[0].way == "pseudo"
    }
    return silent + [mark for mark in _found(tokens, endings) if mark.first not in quiet]


def _found(tokens: tuple[str, ...], phrases: _Phrases) -> list[_Mark]:
    """The longest phrase at each place, from left to right, none inside another."""
    found: list[_Mark] = []
    index = 0
    while index < len(tokens):
        for length in range(min(phrases.longest.get(tokens[index], 0), len(tokens) - index), 0, -1):
            rules = phrases.rules.get(tokens[index : index + length])
            if rules:
                found.append(_Mark(index, index + length, rules))
                index += length - 1
                break
        index += 1
    return found


@dataclass(frozen=True, slots=True)
class _Phrases:
    """Phrases as their words with what they do; and how long the longest phrase is that begins with a word."""

    rules: dict[tuple[str, ...], tuple[_Rule, ...]]
    longest: dict[str, int]

    @classmethod
    def of(cls, written: list[tuple[str, _Rule]]) -> _Phrases:
        """From the rows of the file, each spelled out."""
        phrases = cls({}, {})
        for phrase, rule in written:
            reach = _REACH.search(phrase)
            one = _Rule(rule.way, rule.kinds, int(reach.group(1))) if reach else rule
            for words in _spellings(_REACH.sub("", phrase)):
                phrases.rules[words] = (*phrases.rules.get(words, ()), one)
                phrases.longest[words[0]] = max(phrases.longest.get(words[0], 0), len(words))
        return phrases


@cache
def _phrases() -> tuple[_Phrases, _Phrases]:
    """The triggers with the pseudo-triggers, and the endings, of `assertion.yaml`."""
    rows = yaml.safe_load((Path(__file__).parent / "assertion.yaml").read_text(encoding="utf-8"))
    triggers: list[tuple[str, _Rule]] = [(phrase, _Rule("pseudo")) for phrase in rows["pseudo"]]
    for kind in KINDS:
        triggers += [(phrase, _Rule("forward", frozenset({kind}))) for phrase in rows[kind]["forward"]]
        triggers += [(phrase, _Rule("backward", frozenset({kind}))) for phrase in rows[kind]["backward"]]
    endings = [
        (phrase, _Rule("end", _ALL if kind == "all" else frozenset({kind})))
        for kind, phrases in rows["terminators"].items()
        for phrase in phrases
    ]
    return _Phrases.of(triggers), _Phrases.of(endings)


def _spellings(phrase: str) -> set[tuple[str, ...]]:
    """Every way in which a phrase of `assertion.yaml` may be written, as words."""
    parts: list[list[str]] = []
    for choice, optional, words in _CHOICE.findall(phrase):
        parts.append(choice.split("|") if choice else ["", *optional.split("|")] if optional else [words])
    spelled = (" ".join(each).lower().replace("’", "'") for each in itertools.product(*parts))
    return {tuple(_TOKEN.findall(one)) for one in spelled} - {()}
