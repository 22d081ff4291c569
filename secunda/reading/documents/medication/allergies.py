"""Allergies, with the reaction where it is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from secunda.reading.document import Fact
from secunda.reading.documents.assertion import assertion_at
from secunda.reading.documents.folded import folded
from secunda.reading.documents.found import fact
from secunda.reading.documents.medication.names import names
from secunda.reading.documents.medication.prescribed import words
from secunda.reading.documents.sections import sections
from secunda.reading.documents.words import any_of
from secunda.reading.text import Text

HEADED = re.compile(
    r"(?:^|(?<=\n)|(?<=[.;] ))[ \t]*(?:known |drug |medication |food |and )*(?:allerg(?:ies|y)|alergias?|"
    r"allergien?|"
    r"hypersensitivit(?:y|ies)|(?:drug )?intolerances?|unvertraglichkeiten|(?:adverse )?(?:drug )?reactions|"
    r"cannot have|الحساسيه)(?: status|s? known| and adverse reactions| and intolerances| medicamentosas|"
    r" to [^:\n]{0,40}\?[ \t]*yes)?[ \t]*[:\-][ \t]*"
)
ALLERGIC_TO = re.compile(
    r"(?:allergic (?:reaction )?to|(?:documented|known|previous|adverse) reactions? to|recorded as|allerg(?:y|ies) to|"
    r"hypersensitiv\w+ to|intoleran(?:t|ce) (?:to|of)|anaphylaxis (?:to|with)|"
    r"alergic[oa] a|alergia a|allergisch (?:gegen|auf)|allergie (?:gegen|aux?|a(?: la| l')?)|allergique a|حساسيه من|"
    r"حساسيه ل)[ \n]"
)
ITEM_END = re.compile(
    r"[,;\n]|\.(?=\s|$)| and | y | und | et |[•|]| (?:which|causing|with|that|where|developed|causes|"
    r"resulting) "
)
REACTION = re.compile(
    r" ?(?:\((?P<bracket>[^()\n]{2,50})\)|(?:-|:|->|→|=|causes|causing|which causes?|which caused|"
    r"resulting in|"
    r"(?:reaction|type)[: ]) ?(?P<after>[^,;.\n()]{2,50}))"
)
NO_ALLERGEN = frozenset(
    (
        "none",
        "nil",
        "known",
        "no",
        "unknown",
        "not",
        "see",
        "allergies",
        "reaction",
        "reactions",
        "nkda",
        "rash",
    )
)
NOT_ANY = re.compile(
    r"(?<![^\W_])(?:no|not any|without|any) (?:[a-z/]+,? ){0,4}allerg(?:y|ies)(?: known)?(?![^\W_])(?! to)|"
    r"not (?:known to have any|aware of any) (?:[a-z]+ ){0,2}allerg(?:y|ies)"
)
NOTHING = re.compile(r"\s*(?:none|nil|no|ninguna|keine|aucune|not known|لا يوجد)[ .]*(?=\n|$|\()")
LONGEST = 4


class Found(NamedTuple):
    """An allergy and the place of what the patient is allergic to."""

    fact: Fact
    start: int
    end: int


def allergies(text: Text) -> Iterator[Found]:
    """Each allergy with its place, each time it is said; "none" where the text says that there are none known."""
    plain = folded(text.plain)
    said: set[str] = set()
    for made in (*_none(text, plain), *_listed(text, plain), *_in_sentences(text, plain)):
        if made.fact.value not in said:
            said.add(made.fact.value)
            yield made


@cache
def _no_allergies() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_]){any_of(folded(each) for each in words()['no_allergies'])}(?![^\W_])")


@cache
def _allergens() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_]){any_of(folded(each) for each in words()['allergens'])}(?![^\W_])")


def _none(text: Text, plain: str) -> Iterator[Found]:
    for match in (*_no_allergies().finditer(plain), *NOT_ANY.finditer(plain)):
        alone = match[0] in ("nil known", "none known")
        if not alone or HEADED.search(plain, max(0, match.start() - 40), match.start()):
            yield _none_known(text, match.start(), match.end())
            return
    for start, end in _lists(text, plain):
        none = NOTHING.match(plain, start, end)
        if none:
            yield _none_known(text, start, none.end())
            return


def _none_known(text: Text, start: int, end: int) -> Found:
    made = fact(text, "allergy", "none", start, end, confidence=0.95, assertion="affirmed")
    return Found(made, start, end)


def _lists(text: Text, plain: str) -> list[tuple[int, int]]:
    """The stretches under a heading of allergies."""
    found = [(part.start, part.end) for part in sections(text.plain) if part.name == "allergies"]
    for match in HEADED.finditer(plain):
        end = plain.find(
            "\n", match.end() + 1 if plain[match.end() : match.end() + 1] == "\n" else match.end()
        )
        stretch = (match.end(), end if end >= 0 else len(plain))
        if stretch[0] < stretch[1] and not any(start <= stretch[0] <= stop for start, stop in found):
            found.append(stretch)
    return [(start, min(end, start + 600)) for start, end in found if start < end]


def _listed(text: Text, plain: str) -> Iterator[Found]:
    for start, end in _lists(text, plain):
        stop = _no_allergies().search(plain, start, end)
        if stop is None and NOT_ANY.search(plain, start, end) is None:
            yield from _items(text, plain, start, _list_end(text.plain, start, end), known_only=False)


def _list_end(written: str, start: int, end: int) -> int:
    """Where a list ends: at an empty line, or (when it began on its heading's line) at a line that is no item of it."""
    begins_here = written[start:end].split("\n", 1)[0].strip()
    other = r"\n[ \t]*(?:\n|$)" + (
        r"|\n(?![ \t]*(?:[a-zà-ÿ]|[-–•*·▪]|\(?\d{1,2}[.)]))|\.(?=[ \t]+[A-ZÀ-Ý])" if begins_here else ""
    )
    stop = re.compile(other).search(written, start + 1, end)
    return stop.start() if stop else end


def _in_sentences(text: Text, plain: str) -> Iterator[Found]:
    for match in ALLERGIC_TO.finditer(plain):
        stop = re.compile(r"[.;](?=\s|$)|\n\s*\n| but ").search(plain, match.end(), match.end() + 120)
        end = stop.start() if stop else min(len(plain), match.end() + 120)
        yield from _items(text, plain, match.end(), end, known_only=True)


def _items(text: Text, plain: str, start: int, end: int, *, known_only: bool) -> Iterator[Found]:
    """The allergens of a list. `known_only`: words that are no known medicine or allergen end it."""
    place = start
    while place < end:
        stop = ITEM_END.search(plain, place, end)
        until = stop.start() if stop else end
        made = _item(text, plain, place, until, end, known_only)
        if made is not None:
            yield made
        elif known_only:
            return
        place = stop.end() if stop else end


def _item(text: Text, plain: str, start: int, until: int, end: int, known_only: bool) -> Found | None:
    lead = re.compile(r"[\s\-•*\d.):]*(?:the |drug: ?|allergen: ?)?").match(plain, start, until)
    begin = lead.end() if lead else start
    named = next(names(plain, begin, until), None) or _allergens().search(plain, begin, until)
    if named is not None:
        first, last = (
            (named.start(), named.end()) if isinstance(named, re.Match) else (named.start, named.end)
        )
    else:
        mark = re.compile(r"\s*(?:[(:=→]|-(?=\s)|->|$)").search(plain, begin, until)
        first, last = begin, mark.start() if mark else until
    words_of_it = plain[first:last].split()
    if named is None and _no_allergies().search(plain, first, last):
        return None
    if not words_of_it or len(words_of_it) > LONGEST or (known_only and named is None):
        return None
    if named is None and (
        not re.fullmatch(r"[^\W\d_][\w' /-]{2,40}", plain[first:last]) or _no_allergen(words_of_it)
    ):
        return None
    reaction = REACTION.match(plain, last, min(end, last + 70))
    said = " ".join((reaction["bracket"] or reaction["after"]).split()) if reaction else ""
    if said in ("no", "nil", "none"):
        return None
    value = " ".join(text.plain[first:last].lower().split())
    made = fact(
        text, "allergy", value, first, reaction.end() if reaction else last, confidence=0.95 if named else 0.8,
        assertion=_assertion(text, first, last), detail={"reaction": said} if said else {},
    )  # fmt: skip
    return Found(made, first, last)


def _assertion(text: Text, first: int, last: int) -> Literal["affirmed", "negated", "family", "possible"]:
    found = assertion_at(text.plain, first, last)
    return "affirmed" if found == "historical" else found


def _no_allergen(said: list[str]) -> bool:
    return bool(NO_ALLERGEN & set(said))
