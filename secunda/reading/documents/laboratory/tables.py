"""Results that stand in rows: one value a row, or one value a day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from secunda.reading.document import Fact, Type
from secunda.reading.documents.days import Day, days_within
from secunda.reading.documents.laboratory import specimens
from secunda.reading.documents.laboratory.analytes import Written, labels
from secunda.reading.documents.laboratory.cells import TIME, Cell, Writing, cells
from secunda.reading.documents.laboratory.columns import Column, columns, dated
from secunda.reading.documents.laboratory.results import Result, result_fact
from secunda.reading.documents.laboratory.rows import Row, row
from secunda.reading.documents.lines import Line
from secunda.reading.text import Text

BEFORE_LABEL = re.compile(
    r"[\W\d_]*(?:(?:serum|plasma|blood|s|p|b|fs|fp|s/p|sr|total|suero|en)[-. ,:]+)?(?:\d{1,2}[.)] )?$"
)
RANGE_FIRST = re.compile(
    r"(?:ref|range|normal|referen\w+|interval)[^\n]*\b(?:result|results|value|resultado|ergebnis|resultat|wert)\b"
)
RESULT_FIRST = re.compile(
    r"\b(?:result|results|value|resultado|ergebnis|resultat|wert)\b[^\n]*(?:ref|range|normal)"
)
PLACED_BY_COUNT = 0.9
UNPLACED = 0.6
LONGEST_ROW = 80  # words: what is longer is prose


@dataclass
class Sheet:
    """A text on its way through: what the headings so far say about the rows that follow."""

    text: Text
    folded: str
    days: Sequence[Day]
    how: Writing
    collected: Sequence[tuple[int, str]]
    kind: Type
    fluid: str = ""
    over: tuple[Column, ...] = ()
    by_day: tuple[tuple[Written, Cell | None], ...] = ()
    range_first: bool = False
    taken: list[tuple[int, int]] = field(default_factory=list)  # places of the rows that were read

    def cells(self, start: int, end: int, line: Line) -> list[Cell]:
        """The cells of a stretch of the text, their places counted from the line's start."""
        found = cells(self.folded, start, end, self.days, self.how)
        return [cell._replace(start=cell.start - line.start, end=cell.end - line.start) for cell in found]


def is_common_word(written: str) -> bool:
    """Whether a label as written is of one to three small letters: a unit or a word rather than an abbreviation."""
    return len(written) <= 3 and written.islower()


def is_row(line: Line, label: Written) -> bool:
    """Whether the label begins the line, but for a day, a number or the specimen's letter before it."""
    return BEFORE_LABEL.match(line.text[: label.start]) is not None


def rows_of(sheet: Sheet, line: Line) -> Iterator[Fact]:
    """The facts of one line of a table. Remembers which stretches they took (`sheet.taken`)."""
    if len(line.tokens) > LONGEST_ROW:
        return
    found = [
        label
        for index, label in enumerate(
            each for each in labels(line.text) if not _in_brackets(line.text, each.start)
        )
        if index == 0
        or not is_common_word(sheet.text.plain[line.start + label.start : line.start + label.end])
    ]
    if not found or not is_row(line, found[0]):
        _heading(sheet, line, found)
        yield from _of_a_day(sheet, line)
        return
    label = found[0]
    end = line.start + (found[1].start if len(found) > 1 and not sheet.over else len(line.text))
    read = row(sheet.cells(line.start + label.end, end, line), range_first=sheet.range_first)
    if read.foreign or read.result is None:
        _heading(sheet, line, found)
        return
    sheet.by_day = ()
    sheet.taken.append((line.start + label.start, end))
    if sheet.kind == "laboratory" or _is_sure(read, label):
        yield from _facts(sheet, line, label, read)


def _is_sure(read: Row, label: Written) -> bool:
    """Whether a row outside of a laboratory document is one: it has a unit, a range or a flag, or needs no unit."""
    return bool(read.unit or read.range or read.flags) or label.analytes[0].unitless


def _in_brackets(text: str, place: int) -> bool:
    return text.count("(", 0, place) > text.count(")", 0, place)


def _facts(sheet: Sheet, line: Line, label: Written, read: Row) -> Iterator[Fact]:
    read = _gapless(read, len(sheet.over))
    base = _result(sheet, line, label, read)
    if sheet.over and (len(read.values) > 1 or line.tokens[0].box):
        for cell, date in dated(line, read.values, sheet.over):
            confidence = PLACED_BY_COUNT if date else UNPLACED
            of_day = replace(base, value=_moved(cell, line), date=date, flag="", confidence=confidence)
            if (made := result_fact(sheet.text, of_day)) is not None:
                yield made
        return
    if (made := result_fact(sheet.text, base)) is not None:
        yield made


def _gapless(read: Row, wanted: int) -> Row:
    """A row over columns, "4.1 - 6.8" taken as two values with an empty column between where that fits."""
    gap = read.range
    if gap is None or " - " not in gap.text or len(read.values) + 3 not in (wanted, wanted + 1):
        return read
    low, high = (part.strip() for part in gap.text.split(" - ", 1))
    split = (
        Cell("value", gap.start, gap.start + len(low), low),
        Cell("empty", gap.start + len(low) + 1, gap.end - len(high) - 1, ""),
        Cell("value", gap.end - len(high), gap.end, high),
    )
    values = tuple(sorted((*read.values, *split), key=lambda cell: cell.start))
    return replace(read, values=values, range=None)


def _result(sheet: Sheet, line: Line, label: Written, read: Row) -> Result:
    value = read.result
    assert value is not None
    ends = [value, read.unit, read.strange, read.range, *read.flags]
    own_days = {cell.text for cell in read.days}
    own_days |= {day.value for day in days_within(sheet.days, line.start, line.start + label.start)}
    return Result(
        start=line.start + label.start,
        end=line.start + max(cell.end for cell in ends if cell is not None),
        value=_moved(value, line),
        meant=label.analytes,
        unit=_moved(read.unit, line) if read.unit else None,
        strange=_moved(read.strange, line) if read.strange else None,
        range=sheet.text.plain[line.start + read.range.start : line.start + read.range.end].strip("()[] ")
        if read.range
        else "",
        flag=read.flags[0].text if read.flags else "",
        date=own_days.pop() if len(own_days) == 1 else specimens.day_at(line.start, sheet.collected),
        specimen=_fluid(sheet, line, label),
        absolute=read.absolute,
    )


def _moved(cell: Cell, line: Line) -> Cell:
    return cell._replace(start=cell.start + line.start, end=cell.end + line.start)


def _fluid(sheet: Sheet, line: Line, label: Written) -> str:
    """The fluid of a row that is not blood; "" also for an analyte that is of urine by its name."""
    if label.analytes[0].name.startswith("urine_"):
        return ""
    beside = specimens.FLUID.search(line.text)
    before = specimens.FLUID_LABEL.search(line.text[: label.start])
    return (beside[0] if beside else "") or (before[0].strip(" ,.-") if before else "") or sheet.fluid


def _heading(sheet: Sheet, line: Line, found: Sequence[Written]) -> None:
    """What a line without results says about those after it."""
    if not line.tokens:
        return
    pieces = sheet.cells(line.start, line.end, line)
    if not any(cell.kind == "value" for cell in pieces):
        sheet.fluid = specimens.fluid_after(line.text, sheet.fluid, len(line.tokens))
    named = RANGE_FIRST.search(line.text) is not None, RESULT_FIRST.search(line.text) is not None
    if any(named):
        sheet.range_first = not named[1]
    if opened := columns(line, pieces):
        sheet.over, sheet.by_day = opened, ()
    elif any(named) or specimens.COLLECTED.search(line.text):
        sheet.over = ()
    if (
        found
        and _is_dated(line, found)
        and not any(cell.kind in ("value", "day", "range") for cell in pieces)
    ):
        ends = [*(label.start for label in found[1:]), line.end - line.start]
        sheet.taken.append((line.start, line.end))
        sheet.by_day = tuple(
            (label, _unit(line, pieces, label.end, end)) for label, end in zip(found, ends, strict=True)
        )


def _unit(line: Line, pieces: Sequence[Cell], start: int, end: int) -> Cell | None:
    return next(
        (_moved(cell, line) for cell in pieces if cell.kind == "unit" and start <= cell.start < end), None
    )


def _is_dated(line: Line, found: Sequence[Written]) -> bool:
    """Whether a heading begins with a word for a day: then each row below is of one day."""
    first = line.text[: found[0].start]
    return (
        re.match(
            r"\W*(?:sample |collection )?(?:date|fecha|datum|day|collected|time|hora|uhrzeit|heure|التاريخ)\b",
            first,
        )
        is not None
    )


def _of_a_day(sheet: Sheet, line: Line) -> Iterator[Fact]:
    """A row that begins with a day, below a heading of analytes."""
    if not sheet.by_day or not line.tokens:
        return
    pieces = sheet.cells(line.start, line.end, line)
    values = [cell for cell in pieces if cell.kind in ("value", "empty")]
    if (
        not pieces
        or not (pieces[0].kind == "day" or TIME.fullmatch(pieces[0].text))
        or len(values) != len(sheet.by_day)
    ):
        return
    for (label, unit), cell in zip(sheet.by_day, values, strict=True):
        if cell.kind == "value":
            own = next((each for each in pieces if each.kind == "unit" and each.start - cell.end <= 1), None)
            own = own if own and own.start >= cell.end else None
            read = Result(
                line.start, line.start + cell.end, _moved(cell, line), label.analytes,
                unit=_moved(own, line) if own else unit,
                date=pieces[0].text if pieces[0].kind == "day" else specimens.day_at(line.start, sheet.collected),
                confidence=PLACED_BY_COUNT,
            )  # fmt: skip
            if (made := result_fact(sheet.text, read)) is not None:
                yield made
