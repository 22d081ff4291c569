"""Rows of a laboratory sheet whose label is no analyte of ours: kept as written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from secunda.reading.document import Fact
from secunda.reading.documents.found import fact
from secunda.reading.documents.laboratory import specimens
from secunda.reading.documents.laboratory.cells import QUALITIES, WORDS, Cell
from secunda.reading.documents.laboratory.results import OF_NO_NAME, Result, other_fact
from secunda.reading.documents.laboratory.tables import Sheet
from secunda.reading.documents.lines import Line
from secunda.reading.documents.words import whole

LABEL = re.compile(r"[^\W\d_][^\n:=|]{1,58}")
LONGEST_LABEL = 6
NO_RESULT = whole(WORDS["no_result"])


def other_rows(sheet: Sheet, line: Line) -> Iterator[Fact]:
    """The result of one line as `lab_other`, when it reads like a row: a label, a value, and a unit, range or flag."""
    pieces = sheet.cells(line.start, line.end, line)
    date = specimens.day_at(line.start, sheet.collected)
    read = _measured(sheet, line, pieces, date)
    if read is not None:
        made = other_fact(sheet.text, read)
        if made is not None:
            yield made
        return
    yield from _seen(sheet, line, date)


def _measured(sheet: Sheet, line: Line, pieces: Sequence[Cell], date: str) -> Result | None:
    first = next((index for index, cell in enumerate(pieces) if cell.kind == "value"), 0)
    rest = [cell for cell in pieces[first + 1 :] if cell.kind != "day"]
    if not 0 < first <= LONGEST_LABEL or not rest or rest[0].kind not in ("unit", "range", "flag"):
        return None
    value = pieces[first]
    label = line.text[: value.start].strip(" .:")
    if not _is_label(label) or any(
        cell.kind not in ("word", "unit", "flag", "empty") for cell in pieces[:first]
    ):
        return None
    by = {
        cell.kind: cell._replace(start=cell.start + line.start, end=cell.end + line.start)
        for cell in rest[:3]
    }
    unit, limits, flag = by.get("unit"), by.get("range"), by.get("flag")
    if unit is None and limits is None:
        return None
    return Result(
        line.start, line.start + max(cell.end for cell in rest[:3] if cell.kind in ("unit", "range", "flag")),
        value._replace(start=value.start + line.start, end=value.end + line.start), (), unit=unit,
        range=sheet.text.plain[limits.start : limits.end].strip("()[] ") if limits else "",
        flag=flag.text if flag else "", date=date, specimen=sheet.fluid,
    )  # fmt: skip


def _is_label(label: str) -> bool:
    words = label.split()
    return LABEL.match(label) is not None and len(words) <= LONGEST_LABEL and not NO_RESULT.search(label)


def _seen(sheet: Sheet, line: Line, date: str) -> Iterator[Fact]:
    """A result in a word ("HBsAg: Non-reactive"), where nothing but its expected word follows."""
    found = QUALITIES.search(line.text)
    if found is None or not _is_label(line.text[: found.start()].strip(" .:*")):
        return
    label = " ".join(sheet.text.plain[line.start : line.start + found.start()].split()).strip(" .:*-")
    after = line.text[found.end() :].strip(" .()*")
    if len(label) < 2 or len(after.split()) > 3 or (after and not QUALITIES.search(after)):
        return
    yield fact(
        sheet.text, "lab_other", found["quality"], line.start, line.start + found.end(), confidence=OF_NO_NAME,
        assertion="affirmed", specimen=sheet.fluid, date=date, detail={"label": label},
    )  # fmt: skip
