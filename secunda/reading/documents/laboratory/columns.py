"""Tables of results over time: a column a day, or a row a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from secunda.reading.documents.laboratory.cells import Cell
from secunda.reading.documents.laboratory.specimens import NOT_COLLECTED
from secunda.reading.documents.lines import Line
from secunda.reading.text import Box

Dated = list[tuple[Cell, str]]


@dataclass(frozen=True, slots=True)
class Column:
    """A day over a column: the day and where it stands from left to right, in points (None in plain text)."""

    date: str
    x0: float | None
    x1: float | None


def columns(line: Line, pieces: Sequence[Cell]) -> tuple[Column, ...]:
    """The columns that a heading with two or more days opens; none for any other line."""
    days = [cell for cell in pieces if cell.kind == "day"]
    if len({cell.text for cell in days}) < 2 or NOT_COLLECTED.search(line.text):
        return ()
    if any(cell.kind in ("value", "unit", "range") for cell in pieces):
        return ()
    boxes = [box_of(line, cell) for cell in days]
    return tuple(
        Column(day.text, box.x0 if box else None, box.x1 if box else None)
        for day, box in zip(days, boxes, strict=True)
    )


def box_of(line: Line, cell: Cell) -> Box | None:
    """The box around a cell's words, whose place is counted from the line's start."""
    found: Box | None = None
    for token in line.tokens:
        if token.end - line.start > cell.start and token.start - line.start < cell.end and token.box:
            found = found.with_(token.box) if found else token.box
    return found


def dated(line: Line, values: Sequence[Cell], over: Sequence[Column]) -> Dated:
    """Each value of a row with the day of its column: by place, else by count; "" when neither tells."""
    boxes = [box_of(line, cell) for cell in values]
    placed = [box for box in boxes if box is not None]
    if len(placed) == len(values) and all(column.x0 is not None for column in over):
        return _by_place(values, placed, over)
    shown = _without_limit(values, len(over))
    if len(shown) == len(over):
        return [(cell, column.date) for cell, column in zip(shown, over, strict=True) if cell.kind == "value"]
    return [(cell, "") for cell in shown if cell.kind == "value"]


def _by_place(values: Sequence[Cell], boxes: Sequence[Box], over: Sequence[Column]) -> Dated:
    """A value belongs to the nearest column, when nearer than half the way to the next one."""
    middles = [((column.x0 or 0) + (column.x1 or 0)) / 2 for column in over]
    reach = min(abs(b - a) for a, b in pairwise(middles)) / 2
    found: Dated = []
    for cell, box in zip(values, boxes, strict=True):
        middle = (box.x0 + box.x1) / 2
        nearest = min(range(len(over)), key=lambda index: abs(middles[index] - middle))
        if cell.kind == "value" and abs(middles[nearest] - middle) <= reach:
            found.append((cell, over[nearest].date))
    return found


def _without_limit(values: Sequence[Cell], wanted: int) -> Sequence[Cell]:
    """The values without a limit ("<5") that stands before or after them, where that makes the count right."""
    if len(values) == wanted + 1:
        if values[-1].text[:1] in "<>" and values[-1].text:
            return values[:-1]
        if values[0].text[:1] in "<>" and values[0].text:
            return values[1:]
    return values
