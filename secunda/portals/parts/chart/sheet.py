"""A page as it is drawn: its words where they stand, and marks over what was found. All in points of the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from secunda.care.chart.access.documents import PageView
from secunda.care.chart.access.timeline import FactLine

Box = tuple[float, ...]
ABOUT = 2.0  # points that a mark stands out around its words
_MEANT = re.compile(r"\w")


@dataclass(frozen=True)
class Run:
    """A word on a page: from where, how long and how tall, as SVG writes it."""

    text: str
    x: str
    length: str


@dataclass(frozen=True)
class Row:
    """A line of words on a page with the place of its foot; `number` counts from 0, `words` is all of it."""

    number: int
    y: str
    size: str
    runs: tuple[Run, ...]
    words: str
    box: Box | None


@dataclass(frozen=True)
class Mark:
    """A box over the page. `kind`: fact, chosen, hit, sealed. `url` is where a click leads, `label` what it says."""

    kind: str
    x: str
    y: str
    width: str
    height: str
    url: str = ""
    label: str = ""
    fact: UUID | None = None


def rows_of(page: PageView) -> list[Row]:
    """The lines of a page for its layer of text; words without a place are in `words` alone."""
    return [_row(number, line) for number, line in enumerate(page.lines)]


def _row(number: int, line: Sequence[Sequence[Any]]) -> Row:
    placed = [word for word in line if len(word) > 4]
    box = around(word[1:5] for word in placed)
    foot = box[3] - (box[3] - box[1]) * 0.22 if box else 0.0
    return Row(
        number=number, y=written(foot), size=written((box[3] - box[1]) * 0.9 if box else 0.0),
        runs=tuple(Run(str(word[0]), written(word[1]), written(max(word[3] - word[1], 0.5))) for word in placed),
        words=" ".join(str(word[0]) for word in line), box=box,
    )  # fmt: skip


def mark(
    kind: str, box: Sequence[float], *, url: str = "", label: str = "", fact: UUID | None = None
) -> Mark:
    """A mark around a box in points."""
    x0, y0, x1, y1 = box[0] - ABOUT, box[1] - ABOUT, box[2] + ABOUT, box[3] + ABOUT
    return Mark(kind, written(x0), written(y0), written(x1 - x0), written(y1 - y0), url, label, fact)


def around(boxes: Iterable[Sequence[float]]) -> Box | None:
    """The smallest box around all of them; None around nothing."""
    every = list(boxes)
    if not every:
        return None
    return (
        min(box[0] for box in every), min(box[1] for box in every),
        max(box[2] for box in every), max(box[3] for box in every),
    )  # fmt: skip


def written(number: float) -> str:
    """A length as SVG writes it, whatever the reader's language."""
    return f"{number:.1f}".removesuffix(".0")


def places_of(quote: str, lines: Iterable[Sequence[Sequence[Any]]]) -> list[Sequence[Any]]:
    """The words of a page that a quote consists of, where it stands first; empty when it does not.

    Letters and digits are compared, whatever their case and whatever stands between them.
    """
    wanted = _plain(quote)
    flat = [word for line in lines for word in line]
    texts = [_plain(str(word[0])) for word in flat]
    for start, text in enumerate(texts):
        if not text or not wanted.startswith(text):
            continue
        found, end = "", start
        while end < len(texts) and len(found) < len(wanted):
            found, end = found + texts[end], end + 1
        if wanted and found == wanted:
            return flat[start:end]
    return []


def box_of(quote: str, lines: Iterable[Sequence[Sequence[Any]]]) -> Box | None:
    """The box around a quote on a page; None when it does not stand there as whole words."""
    return around(word[1:5] for word in places_of(quote, lines) if len(word) > 4)


def _plain(text: str) -> str:
    return "".join(_MEANT.findall(text)).casefold()


@dataclass(frozen=True)
class Leaf:
    """A page in small: lines as strokes, found places as spots, for the strip of pages."""

    number: int
    url: str
    current: bool
    size: str
    strokes: str
    spots: str
    count: int


def leaf(number: int, url: str, page: PageView | None, found: Sequence[FactLine], *, current: bool) -> Leaf:
    """A page in small. Pages that were not read, or have no places, are blank sheets."""
    boxes = [fact.box for fact in found if fact.box]
    if page is None or not page.width:
        return Leaf(number, url, current, "60 84", "", "", len(found))
    rows = [row.box for row in rows_of(page) if row.box]
    return Leaf(
        number,
        url,
        current,
        f"{page.width:.0f} {page.height:.0f}",
        _strokes(rows),
        _strokes(boxes),
        len(found),
    )


def _strokes(boxes: Iterable[Sequence[float]]) -> str:
    return "".join(f"M{b[0]:.0f} {(b[1] + b[3]) / 2:.0f}H{b[2]:.0f}" for b in boxes)
