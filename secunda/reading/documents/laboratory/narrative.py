"""Results in sentences: "PSA 6.8 ng/mL on 3 March 2026", "haemoglobin had fallen from 132 to 98 g/L"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from secunda.reading.document import Assertion, Fact
from secunda.reading.documents.assertion import assertion_at
from secunda.reading.documents.days import days_within
from secunda.reading.documents.found import fact
from secunda.reading.documents.laboratory.analytes import Written, labels
from secunda.reading.documents.laboratory.cells import NUMBER, WORDS, Cell, cells
from secunda.reading.documents.laboratory.results import WITHOUT_UNIT, Result, result_fact
from secunda.reading.documents.laboratory.rows import BESIDE_LABEL
from secunda.reading.documents.laboratory.specimens import FLUID
from secunda.reading.documents.laboratory.tables import Sheet, is_common_word
from secunda.reading.documents.words import whole

REACH = 110
IN_A_SENTENCE = 0.92
SENTENCE_END = re.compile(r"[.;!?](?=\s|$)|\n\s*\n|\f")
BETWEEN = BESIDE_LABEL | set(WORDS["between"])
CHANGE = re.compile(rf"from (?P<first>{NUMBER}) ?(?P<unit>[^\s\d]*) ?to (?P<second>{NUMBER})")
UNCERTAIN = whole(WORDS["uncertain"])
BLASTS_SEEN = re.compile(
    r"(?<![^\W_])blasts?(?: cells)?(?: (?:are|were|is|was))? "
    r"(?:seen|present|noted|identified|observed|detected)(?![^\W_])|"
    r"(?<![^\W_])(?:circulating|occasional|numerous|many|some) blasts(?: cells)?(?! ?\d)(?![^\W_])"
)
DAY_AFTER = re.compile(
    r"[\s,(]*(?:(?:on|in|at|dated|from|as of|taken|checked|measured|"
    r"the|of|during|el|del|de|en|am|vom|im|le|du|في|بتاريخ)\b[\s,(]*)*$"
)
DAY_BEFORE = re.compile(
    r"^[\s,:)]*(?:(?:the|his|her|their|a|an|bloods?|results?|labs?|tests?|serum|repeat|showed)\b[\s:,]*)*$"
)


def in_sentences(sheet: Sheet) -> Iterator[Fact]:
    """Every result that a sentence states, outside of what `sheet.taken` holds."""
    taken = iter(sorted(sheet.taken))
    current = next(taken, None)
    found = list(labels(sheet.folded))
    crowded = _crowded(sheet, found)
    for index, label in enumerate(found):
        while current is not None and current[1] <= label.start:
            current = next(taken, None)
        if current is not None and current[0] <= label.start:
            continue
        following = found[index + 1].start if index + 1 < len(found) else len(sheet.folded)
        if FLUID.search(sheet.folded, _sentence_start(sheet, label.start), label.start):
            continue  # of a fluid that is not blood
        yield from _stated(sheet, label, min(following, label.end + REACH), index in crowded)


def blasts_seen(sheet: Sheet) -> Iterator[Fact]:
    """Blasts that a report on a blood film says were seen, without a number."""
    for match in BLASTS_SEEN.finditer(sheet.folded):
        said = assertion_at(sheet.text.plain, match.start(), match.end())
        yield fact(
            sheet.text,
            "blasts",
            "present",
            match.start(),
            match.end(),
            confidence=IN_A_SENTENCE,
            assertion=said,
        )
        return


def _crowded(sheet: Sheet, found: Sequence[Written]) -> set[int]:
    """The labels that stand in a run of results ("Hb 132, WCC 7.2, Plt 250"): there a bare number is a result."""
    direct = re.compile(rf"[ :=]{{1,3}}{NUMBER}")
    bare = [direct.match(sheet.folded, label.end) is not None for label in found]
    near = [
        bare[index] and bare[index + 1] and found[index + 1].start - found[index].end < 40
        for index in range(len(found) - 1)
    ]
    return {index for index, yes in enumerate(near) if yes} | {
        index + 1 for index, yes in enumerate(near) if yes
    }


def _stated(sheet: Sheet, label: Written, end: int, crowded: bool) -> Iterator[Fact]:
    stop = SENTENCE_END.search(sheet.folded, label.end, end)
    end = stop.start() if stop else end
    if is_common_word(sheet.text.plain[label.start : label.end]) or UNCERTAIN.search(
        sheet.folded, _sentence_start(sheet, label.start), label.start
    ):
        return
    pieces = cells(_unranged(sheet.folded, label.end, end), label.end, end, sheet.days, sheet.how)
    first = next((index for index, cell in enumerate(pieces) if cell.kind == "value"), None)
    if first is None or not all(_passes(cell) for cell in pieces[:first]):
        return
    values = _valued(pieces, first)
    for value, unit in values:
        read = _read(sheet, label, value, unit)
        if (
            unit is None
            and not crowded
            and not label.analytes[0].unitless
            and label.analytes[0].name != "psa"
        ):
            continue
        made = result_fact(sheet.text, read)
        if made is not None and (made.name != "lab_other"):
            yield made


def _sentence_start(sheet: Sheet, place: int) -> int:
    start = max(0, place - 80)
    ends = [found.end() for found in SENTENCE_END.finditer(sheet.folded, start, place)]
    return ends[-1] if ends else start


def _unranged(text: str, start: int, end: int) -> str:
    """The text up to `end` with "from 4.1 to 6.8" written so that it is read as two values, not as a range."""
    found = CHANGE.search(text, start, end)
    if found is None:
        return text[:end]
    to = text.rindex("to ", found.start(), found.start("second"))
    return text[:to] + "; " + text[to + 2 : end]


def _passes(cell: Cell) -> bool:
    if cell.kind == "word":
        return cell.text in BETWEEN or cell.text.startswith("(") or not any(map(str.isalnum, cell.text))
    return cell.kind in ("flag", "day", "unit")


def _valued(pieces: Sequence[Cell], first: int) -> list[tuple[Cell, Cell | None]]:
    """The first value and each later one with a unit of its own; the first may borrow the unit of the second."""
    found: list[tuple[Cell, Cell | None]] = []
    for index in range(first, len(pieces)):
        if pieces[index].kind != "value":
            continue
        after = pieces[index + 1] if index + 1 < len(pieces) else None
        unit = after if after is not None and after.kind == "unit" else None
        if unit is not None or not found:
            found.append((pieces[index], unit))
    if len(found) > 1 and found[0][1] is None:
        found[0] = (found[0][0], found[1][1])
    lead = next((cell for cell in pieces[:first] if cell.kind == "unit"), None)
    return [(value, unit or lead) for value, unit in found]


def _read(sheet: Sheet, label: Written, value: Cell, unit: Cell | None) -> Result:
    end = max(value.end, unit.end if unit and unit.start >= value.end and unit.start - value.end < 3 else 0)
    known = unit is not None or label.analytes[0].unitless
    confidence = IN_A_SENTENCE if known else WITHOUT_UNIT
    read = Result(
        label.start, end, value, label.analytes, unit=unit, confidence=confidence,
        date=_day(sheet, label.start, end), assertion=_assertion(sheet, label.start, end),
    )  # fmt: skip
    return replace(read, absolute=True) if len(label.analytes) > 1 and unit is None else read


def _assertion(sheet: Sheet, start: int, end: int) -> Assertion:
    """A measured value is never negated or merely possible; it may be an old one or another person's."""
    found = assertion_at(sheet.text.plain, start, end)
    return found if found in ("historical", "family") else "affirmed"


def _day(sheet: Sheet, start: int, end: int) -> str:
    """The day said right after the value, else right before the label, else the only one of its line."""
    line_start = sheet.folded.rfind("\n", 0, start) + 1
    line_end = sheet.folded.find("\n", end)
    near = [day for day in days_within(sheet.days, start - REACH, end + 50) if day.precision != "year"]
    after = [day for day in near if day.start >= end and DAY_AFTER.match(sheet.folded[end : day.start])]
    if after:
        return after[0].value
    before = [day for day in near if day.end <= start and DAY_BEFORE.match(sheet.folded[day.end : start])]
    if before:
        return before[-1].value
    same = {
        day.value
        for day in near
        if line_start <= day.start < (line_end if line_end >= 0 else len(sheet.folded))
    }
    ahead = {day.value for day in near if day.end <= start and day.start >= line_start}
    return same.pop() if len(same) == 1 and same == ahead else ""
