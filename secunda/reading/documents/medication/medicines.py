"""Medicines in lists and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from secunda.reading.document import Assertion, Fact, Type
from secunda.reading.documents.folded import folded
from secunda.reading.documents.found import fact
from secunda.reading.documents.lines import Line, lines
from secunda.reading.documents.medication.names import Name, names, trade_names
from secunda.reading.documents.medication.prescribed import has_dose, prescribed, status, words
from secunda.reading.documents.sections import Section, section_at, sections
from secunda.reading.documents.standing import standing
from secunda.reading.documents.words import any_of
from secunda.reading.text import Text

REACH = 110
OF_A_LIST, IN_A_SENTENCE, UNKNOWN_NAME = 0.95, 0.9, 0.8
LEAD = re.compile(
    r"^[\W\d_]*(?:(?:tab|cap|inj|syr|susp|oint|t|rx|tablet|capsule|injection|syrup|comp)\b\.? ?)?"
)
UNKNOWN = re.compile(r"(?P<name>[^\W\d_][^\W_-]{2,}(?:[ -][^\W\d_]{2,}){0,2}?)(?=[ (,:-]+)")
BRACKET = re.compile(r" ?\((?P<inside>[^()\n]{3,40})\)")
ALLERGIC = re.compile(
    r"(?:allerg\w*|intoleran\w*|hypersensitiv\w*|anaphyla\w*|alergi\w*|unvertraglich\w*|حساسيه)[^.;\n]{0,60}$"
)
ON_ARRIVAL = re.compile(
    r"before admission|on admission|prior to admission|pre-?admission|admission med|home med|\bal ingreso"
)
ON_LEAVING = re.compile(
    r"(?m)^.{0,30}(?:on|at|al?) (?:discharge|alta)\b|^.{0,20}discharge (?:medic|drugs|prescr)|\btto"
)
GIVEN = re.compile(
    r"\b(?:received|was given|were given|had been on|was on|treated with|completed|previously on|previously took|"
    r"past use of|after \w+ cycles of|cycles of|courses? of)\b[^.;\n]*$"
)
NOT_SAID = re.compile(  # a form's question, and what others do to a medicine
    r"(?:\b(?:do|have|are|did) you\b[^?]*|(?:effects?|interactions?|interacts?|levels?) (?:of|with) "
    r"(?:[\w-]+ (?:and|or) )?)$"
)
CONSIDERED = re.compile(
    r"(?:considered|considering|consider|if (?:progression|relapse|needed|not tolerated)|apply for|discussed|"
    r"offered|kame) $"
)
LEVEL_AFTER = re.compile(
    r"^ ?(?:levels?|concentrations?|assay|resistan\w+|sensitiv\w+|suscept\w+|deficien\w+|allerg\w+|"
    r"receptor\w*)\b"
)


def medicines(text: Text, *, type: Type, allergens: Sequence[tuple[int, int]] = ()) -> Iterator[Fact]:
    """Every medicine named, the same with the same dose once; none at the places of allergens."""
    plain = folded(text.plain)
    parts = sections(text.plain)
    every = lines(text)
    is_of_a_stay = ON_LEAVING.search(plain) is not None
    said: set[tuple[str, str, str]] = set()
    for line in every:
        section = section_at(parts, line.start)
        if not line.tokens or (
            section is not None
            and section.name == "allergies"
            and is_of_list(text.plain, section, line.start)
        ):
            continue
        if is_of_a_stay and section is not None and ON_ARRIVAL.search(folded(section.heading)):
            continue  # what of it is taken on is in the list for home
        listed = type == "medication" or (section is not None and section.name == "medications")
        for made in _of_line(text, plain, line, listed, allergens):
            key = (made.value, dict(made.detail).get("dose", ""), made.assertion)
            if key not in said and not (key[1] == "" and any(made.value == value for value, _, _ in said)):
                said.add(key)
                yield made


def is_of_list(plain: str, section: Section, position: int) -> bool:
    """Whether a place is of the list below a heading that stands alone, before its first empty line."""
    if plain[section.start : section.end].split("\n", 1)[0].strip(" :\t"):
        return False
    gap = re.compile(r"\n[ \t]*\n").search(plain, section.start + 1, section.end)
    return gap is None or position <= gap.start()


def _of_line(
    text: Text, plain: str, line: Line, listed: bool, allergens: Sequence[tuple[int, int]]
) -> Iterator[Fact]:
    found = _without_brands(plain, list(names(plain, line.start, line.end)))
    found = [
        name for name in found if not any(start < name.end and name.start < end for start, end in allergens)
    ]
    if listed and (unknown := _unknown(plain, line, found)) is not None:
        found = [unknown, *found]
    for index, name in enumerate(found):
        stop = (
            found[index + 1].start
            if index + 1 < len(found)
            else min(_line_after(text.plain, line), name.end + REACH)
        )
        made = _medicine(text, plain, line, name, stop, listed)
        if made is not None:
            yield made


def _without_brands(plain: str, found: Sequence[Name]) -> list[Name]:
    """The names without the other name of the same: "paracetamol (acetaminophen)", "Lipitor (atorvastatin)"."""
    kept: list[Name] = []
    for name in found:
        between = plain[kept[-1].end : name.start].strip() if kept else "."
        is_trade = plain[name.start : name.end] in trade_names()
        if between == "(" and plain[kept[-1].start : kept[-1].end] in trade_names() and not is_trade:
            kept[-1] = name
        elif not (between == "(" or (between in ("", "-") and is_trade)):
            kept.append(name)
    return kept


def _unknown(plain: str, line: Line, found: Sequence[Name]) -> Name | None:
    """A name that is in no list, at the beginning of a line of a list of medicines, right before its dose."""
    lead = LEAD.match(plain[line.start : line.end])
    start = line.start + (lead.end() if lead else 0)
    match = UNKNOWN.match(plain, start, line.end)
    if match is None or (found and found[0].start <= match.end() + 1):
        return None
    dose = has_dose(plain, match.end(), min(line.end, match.end() + 30))
    if dose is None or not _only_forms(plain[match.end() : dose.start()]) or _no_name().search(match["name"]):
        return None
    bracketed = BRACKET.match(plain, match.end())
    inside = (
        next(names(plain, bracketed.start("inside"), bracketed.end("inside")), None) if bracketed else None
    )
    return None if inside else Name(match.start(), match.end(), True)


def _only_forms(between: str) -> bool:
    """Whether nothing but forms ("tablets", "MR") and brackets stands between a name and its dose."""
    rest = BRACKET.sub(" ", between)
    return all(word.strip(".,:-()") in _forms() or not word.strip(".,:-()") for word in rest.split())


@cache
def _forms() -> frozenset[str]:
    return frozenset(folded(word) for form in words()["forms"] for word in form.split())


@cache
def _no_name() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_]){any_of(folded(word) for word in words()['no_name'])}(?![^\W_])")


def _line_after(written: str, line: Line) -> int:
    """Where what belongs to a medicine may stop: in the next line, when the sentence goes on there."""
    following = written[line.end + 1 : line.end + 1 + REACH].split("\n", 1)[0]
    goes_on = re.match(r"[a-z(\d]", following) is not None and not re.match(r"\d+[.)]", following)
    return (
        line.end + 1 + len(following)
        if goes_on and written[line.end - 1 : line.end] not in ".;"
        else line.end
    )


def _medicine(text: Text, plain: str, line: Line, name: Name, stop: int, listed: bool) -> Fact | None:
    if (
        ALLERGIC.search(plain, max(line.start, name.start - 300), name.start)
        or NOT_SAID.search(plain, max(line.start, name.start - 300), name.start)
        or LEVEL_AFTER.match(plain[name.end : name.end + 20])
    ):
        return None
    read = prescribed(plain, text.plain, name.end, _sentence_end(plain, name.end, stop))
    near = has_dose(plain, name.end, min(stop, name.end + 25))
    in_a_list = listed and not re.search(r"\d", plain[name.end : name.end + 12])
    if not name.sure and not in_a_list and near is None:
        return None
    detail = read.detail
    if said := status(
        plain, line.start if listed else _before(plain, name.start), name.start, max(read.end, name.end), stop
    ):
        detail = detail | {"status": said}
    value = " ".join(text.plain[name.start : name.end].lower().split())
    assertion = _assertion(text.plain, plain, name, detail.get("status", ""), listed)
    return fact(
        text, "medicine", value, name.start, max(read.end, name.end), detail=detail,
        confidence=OF_A_LIST if listed or near else IN_A_SENTENCE, assertion=assertion,
    )  # fmt: skip


def _assertion(written: str, plain: str, name: Name, said: str, listed: bool) -> Assertion:
    """What is stopped or was given in the past is history; in a list of medicines all the rest is taken now."""
    found = standing(written, name.start, name.end, by_sentence=not listed)
    if found in ("negated", "family"):
        return found
    if said == "stopped" or GIVEN.search(plain, max(0, name.start - 60), name.start):
        return "historical"
    if CONSIDERED.search(plain, max(0, name.start - 40), name.start):
        return "possible"
    return found or "affirmed"


def _before(plain: str, start: int) -> int:
    """From where a word before a name may be about it: a line's end may stand between, an empty line may not."""
    return max(plain.rfind("\n\n", max(0, start - 40), start) + 1, start - 40, 0)


def _sentence_end(plain: str, start: int, stop: int) -> int:
    """Where the sentence ends: at a full stop before a space that is no abbreviation's ("b.d. for")."""
    end = re.compile(r"(?<![ .][a-z])(?<!tab)(?<!cap)\.(?= [^\W\d_]|$)|;").search(plain, start, stop)
    return end.start() if end else stop
