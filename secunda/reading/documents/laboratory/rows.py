"""One row of a laboratory table: what stands after an analyte's label."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from secunda.reading.documents.laboratory.cells import WORDS, Cell

BESIDE_LABEL = frozenset(WORDS["beside_label"])
ABSOLUTE = frozenset(WORDS["absolute"])
OF_A_DOSE = frozenset(WORDS["of_a_dose"])


@dataclass(frozen=True, slots=True)
class Row:
    """What a row says. `values` in order (an empty column is a cell of kind "empty"); the rest is None when not there.

    `strange` is a word that stands where a unit would ("13.2 mg/x"); `absolute`: the label says that it is no
    percentage; `foreign`: words before the value make the label part of another name.
    """

    values: tuple[Cell, ...] = ()
    unit: Cell | None = None
    strange: Cell | None = None
    range: Cell | None = None
    flags: tuple[Cell, ...] = ()
    days: tuple[Cell, ...] = ()
    absolute: bool = False
    foreign: bool = False

    @property
    def result(self) -> Cell | None:
        """The first value."""
        return next((cell for cell in self.values if cell.kind == "value"), None)


def row(pieces: Sequence[Cell], *, range_first: bool = False) -> Row:
    """The row that these cells make, from the label's end to the line's."""
    first = next((index for index, cell in enumerate(pieces) if cell.kind == "value"), len(pieces))
    lead, rest = pieces[:first], pieces[first:]
    if any(cell.kind == "word" and not _beside(cell) for cell in lead):
        return Row(foreign=True)
    if any(cell.kind == "word" and cell.text in OF_A_DOSE for cell in rest[1:2]):
        return Row(foreign=True)
    values = tuple(cell for cell in pieces if cell.kind in ("value", "empty"))
    read = Row(
        values=values,
        unit=_first(pieces, "unit"),
        strange=_strange(rest),
        range=_first(pieces, "range"),
        flags=tuple(
            cell for cell in pieces if cell.kind == "flag" and not (cell in lead and cell.text == "N")
        ),
        days=tuple(cell for cell in pieces if cell.kind == "day"),
        absolute=any(cell.text in ABSOLUTE for cell in lead),
    )
    return _with_limit(read, pieces, range_first=range_first)


def _beside(cell: Cell) -> bool:
    return cell.text in BESIDE_LABEL or cell.text.startswith("(") or not any(map(str.isalnum, cell.text))


def _first(pieces: Iterable[Cell], kind: str) -> Cell | None:
    return next((cell for cell in pieces if cell.kind == kind), None)


def _strange(rest: Sequence[Cell]) -> Cell | None:
    """The word after the value that looks like a unit and is none of the list."""
    after = rest[1] if len(rest) > 1 else None
    looks = after is not None and after.kind == "word" and any(mark in after.text for mark in "/%^")
    return after if looks else None


def _with_limit(read: Row, pieces: Sequence[Cell], *, range_first: bool) -> Row:
    """A lone limit ("<5" beside another value) becomes the range; so do two numbers at the end ("12.0 16.0")."""
    if read.range is not None:
        return read
    numbers = [cell for cell in read.values if cell.kind == "value"]
    limits = [cell for cell in numbers if cell.text[0] in "<>"]
    if len(numbers) == 2 and len(limits) == 1 and (range_first or limits[0] is numbers[1]):
        kept = tuple(cell for cell in read.values if cell is not limits[0])
        return replace(read, values=kept, range=limits[0])
    if len(numbers) == 3 and read.unit is not None and not limits and pieces[-1] is numbers[-1]:
        low, high = numbers[1:]
        if float(low.text) < float(high.text) and low.end + 1 == high.start:
            joined = Cell("range", low.start, high.end, f"{low.text}-{high.text}")
            return replace(read, values=(numbers[0],), range=joined)
    return read
