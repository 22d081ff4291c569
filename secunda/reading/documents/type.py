"""Which of the 17 types a document is: its title's words, its headings and its vocabulary, weighed (`type.yaml`)."""

from __future__ import annotations

import math
import re
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple, get_args

import yaml

from secunda.reading.document import Type
from secunda.reading.documents.lexicon import Lexicon
from secunda.reading.documents.narrated import narrated
from secunda.reading.documents.pathology.tokens import t_tokens
from secunda.reading.documents.sections import sections
from secunda.reading.text import Text

TYPES: Final[tuple[Type, ...]] = get_args(Type)
_WEIGHTS: Final = {"title": 3.0, "strong": 1.6, "words": 0.5}
# A title stands at the beginning; long documents are judged by their first pages.
_TITLE_LETTERS: Final = 300
_HEAD_LETTERS: Final = 900
_READ_LETTERS: Final = 40_000
_LEAST: Final = 2.0
# A card is short: the longer a document, the less its "place of birth" makes it one.
_CARD_LETTERS: Final = 900

_GREETING = re.compile(
    r"^[ \t]*(?:dear\b|sehr geehrte|liebe[r]? |(?:mon )?cher |(?:ma )?chère |estimad[oa]|apreciad[oa]|"
    r"querid[oa]|monsieur|madame|عزيزي|السيد|الزميل)",
    re.IGNORECASE | re.MULTILINE,
)
_GREETING_LETTERS: Final = 1500
_LETTERS: Final[tuple[Type, ...]] = ("clinic_letter", "discharge_summary")
_LETTER_WEIGHT: Final = 5.0
_BULLETS: Final = ("-", "•", "*", "·", "▪", "–")
_NARRATED_LETTERS: Final = 6_000
_IN_A_LETTER: Final = 0.4  # what a title's word counts after the greeting
_OF_A_STAY: Final = 0.6  # what a told story says for a discharge summary, where it is 1 for a letter
# What makes of a title's word a word of a sentence: "No varices at gastroscopy", "MRI showed", "Mammogram in May".
_SENTENCE_BEFORE: Final = re.compile(
    r"\b(?:[Nn]o|[Nn]ot|at|by|on|in|with|had|has|was|is|after|see|since|if|previous|earlier|awaiting|her|his|the|for)$"
    r"|[a-z)]\. |[;,] "
)
_VERB_AFTER: Final = re.compile(
    r"[ \n](?:is|was|were|are|shows?|showed|has|had|normal|booked|pending|every|satisfactory|due|if|in (?:\d|[A-Z])|"
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\b)"
)
# What a headed section (`sections.yaml`) says of its document's type.
_BY_SECTION: Final[dict[str, tuple[tuple[Type, float], ...]]] = {
    "gross": (("surgical_pathology", 4.0),),
    "microscopic": (("surgical_pathology", 3.0),),
    "synopsis": (("surgical_pathology", 3.0),),
    "specimen": (("surgical_pathology", 1.5), ("cytology", 1.5), ("molecular", 1.0)),
    "immunohistochemistry": (("surgical_pathology", 2.0),),
    "molecular": (("molecular", 2.0),),
    "technique": (("radiology", 3.0),),
    "comparison": (("radiology", 3.0),),
    "impression": (("radiology", 1.5),),
    "findings": (("radiology", 1.0),),
    "operative_findings": (("operative_note", 4.0),),
    "postoperative_diagnosis": (("operative_note", 3.0), ("endoscopy", 1.0)),
    "procedure": (("operative_note", 1.5), ("endoscopy", 1.0)),
    "anaesthesia": (("operative_note", 3.0),),
    "blood_loss": (("operative_note", 3.0),),
    "complications": (("operative_note", 1.0),),
    "course": (("discharge_summary", 4.0),),
    "discharge": (("discharge_summary", 4.0),),
    "medications": (("medication", 1.0), ("discharge_summary", 1.0), ("clinic_letter", 1.0)),
    "allergies": (("medication", 0.5), ("discharge_summary", 0.5), ("clinic_letter", 0.5)),
    "past_history": (("clinic_letter", 2.0), ("discharge_summary", 1.0)),
    "family_history": (("clinic_letter", 2.0), ("discharge_summary", 0.5)),
    "social_history": (("clinic_letter", 2.0), ("discharge_summary", 0.5)),
    "examination": (("clinic_letter", 2.0), ("discharge_summary", 1.0)),
    "plan": (("clinic_letter", 2.0), ("discharge_summary", 1.0)),
}
Scores = dict[Type, float]


class _Sign(NamedTuple):
    """A phrase that speaks for types: for each, how strongly."""

    phrase: str
    weights: tuple[tuple[Type, float], ...]
    titled: frozenset[Type]


def type_of(text: Text) -> tuple[Type, float]:
    """The type and how sure it is (0 to 1). A document that speaks for none, or for none clearly, is "other"."""
    scores = _scores(text.plain[:_READ_LETTERS])
    first, then, *_ = sorted(scores, key=lambda kind: -scores[kind])
    best, second = scores[first], scores[then]
    if best < _LEAST:
        return "other", round(0.9 - best / (2 * _LEAST) * 0.8, 3)
    share = best / (best + second)
    return first, round(min(0.99, share * (1 - math.exp(-best / 4)) + 0.5 * (share - 0.5)), 3)


def _scores(plain: str) -> Scores:
    """What speaks for each type. A phrase counts once, more where it stands in the title."""
    strongest: dict[str, tuple[float, _Sign]] = {}
    greeted = _GREETING.search(plain, 0, _GREETING_LETTERS)
    titles_end = greeted.start() if greeted else len(plain)
    for mention in _signs().find(plain):
        place = _place(plain, mention.start, mention.end) if mention.start < titles_end else _IN_A_LETTER
        kept = strongest.get(mention.entry.phrase)
        if kept is None or place > kept[0]:
            strongest[mention.entry.phrase] = (place, mention.entry)
    scores: Scores = dict.fromkeys(TYPES, 0.0)
    for place, sign in strongest.values():
        for kind, weight in sign.weights:
            scores[kind] += weight * (place if kind in sign.titled else 1.0)
    for name in {section.name for section in sections(plain)}:
        for kind, weight in _BY_SECTION.get(name, ()):
            scores[kind] += weight
    _weigh_form(plain, scores, is_greeted=greeted is not None)
    return scores


def _weigh_form(plain: str, scores: Scores, *, is_greeted: bool) -> None:
    """What the form adds: a letter is greeted, signed and tells of a person, a card is short, a pathologist stages."""
    if is_greeted:
        for kind in _LETTERS:
            scores[kind] += _LETTER_WEIGHT
    told = narrated(plain[:_NARRATED_LETTERS])
    scores["clinic_letter"] += told
    scores["discharge_summary"] += told * _OF_A_STAY
    if any("p" in token.prefix for token in t_tokens(plain)):
        scores["surgical_pathology"] += 2.0
    scores["identity_document"] *= min(1.0, _CARD_LETTERS / max(len(plain), 1))


def _place(plain: str, start: int, end: int) -> float:
    """How much a title's word counts where it stands: most as the document's heading, least inside a sentence."""
    line_start = plain.rfind("\n", 0, start) + 1
    line_end = plain.find("\n", end)
    line = plain[line_start : line_end if line_end >= 0 else len(plain)]
    is_heading = _is_heading(line, start - line_start, end - line_start)
    if start < _TITLE_LETTERS:
        return 3.0 if is_heading else 0.8
    if start < _HEAD_LETTERS:
        return 1.6 if is_heading else 0.4
    return 0.8 if is_heading else 0.2


def _is_heading(line: str, start: int, end: int) -> bool:
    """Whether the words `line[start:end]` are the line's heading: near its beginning and in no sentence of it."""
    if len(line) <= 90 and line.isupper():
        return True
    before = line[:start].strip()
    if start > 25 or before.startswith(_BULLETS) or _SENTENCE_BEFORE.search(before):
        return False
    return not (_VERB_AFTER.match(line, end) or (before and before[-1] in ".:;,"))


@cache
def _signs() -> Lexicon[_Sign]:
    """Every phrase of `type.yaml` with the types that use it; one shared by several types counts less for each."""
    rows = yaml.safe_load((Path(__file__).parent / "type.yaml").read_text(encoding="utf-8"))
    by_phrase: dict[str, dict[Type, float]] = {}
    for kind in TYPES:
        for strength, weight in _WEIGHTS.items():
            for phrase in rows.get(kind, {}).get(strength, ()):
                weights = by_phrase.setdefault(str(phrase).lower(), {})
                weights[kind] = max(weights.get(kind, 0.0), weight)
    return Lexicon.of(
        {
            phrase: _Sign(
                phrase,
                tuple((kind, weight / math.sqrt(len(weights))) for kind, weight in weights.items()),
                frozenset(kind for kind, weight in weights.items() if weight == _WEIGHTS["title"]),
            )
            for phrase, weights in by_phrase.items()
        }
    )
