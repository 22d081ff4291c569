"""Words into lines, lines into reading order: by where they stand, not by the order in which a program wrote them.

Words stand in rows when their heights overlap. Two columns of prose are told from a table by their words: a column
of prose has many words in each of its lines. Boxes are (x0, y0, x1, y1) from the top left; words are named by their
place in the list given.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean

import numpy as np
import numpy.typing as npt

Edges = Sequence[float]
Boxes = npt.NDArray[np.float64]
Row = list[int]
_SAME_ROW = 0.5  # of the smaller height
_ROWS_BACK = 3
_TALLEST_ROW = 1.7  # median heights of words
_GUTTER_HEIGHTS = 0.8  # a gap between columns is at least this many line heights wide
_COLUMN_ROWS = 6  # and runs along so many rows
_PROSE_WORDS = 3.5  # with so many words on each side in the mean
_BINS = 200


def lines(texts: Sequence[str], boxes: Sequence[Edges] | Boxes) -> list[Row]:
    """Lines from top to bottom, column after column, each in the direction in which it is read."""
    edges = np.asarray(boxes, np.float64).reshape(-1, 4)
    ordered = _columns(_rows(edges), texts, edges)
    if "".join(texts).isascii():
        return ordered
    return [_directed(row, texts) for row in ordered]


def _rows(boxes: Boxes) -> list[Row]:
    """Rows from top to bottom, each from left to right."""
    if not len(boxes):
        return []
    return _plain_rows(boxes) or _mingled_rows(boxes.tolist())


def _plain_rows(boxes: Boxes) -> list[Row]:
    """The rows where white parts each from the next, as on most pages; none where some run into each other."""
    down = np.argsort(boxes[:, 1], kind="stable")
    tops, lowest = boxes[down, 1], np.maximum.accumulate(boxes[down, 3])
    starts = np.concatenate(([0], np.flatnonzero(tops[1:] >= lowest[:-1]) + 1))
    heights = np.maximum.reduceat(boxes[down, 3], starts) - tops[starts]
    if heights.max() > _TALLEST_ROW * float(np.median(boxes[:, 3] - boxes[:, 1])):
        return []
    numbers = np.zeros(len(boxes), np.int64)
    numbers[starts] = 1
    row = np.empty_like(numbers)
    row[down] = np.cumsum(numbers)
    across = np.lexsort((boxes[:, 0], row))
    return [across[first:after].tolist() for first, after in pairwise([*starts.tolist(), len(across)])]


def _mingled_rows(boxes: Sequence[Edges]) -> list[Row]:
    """The rows of a page whose lines run into each other: skewed, narrowly set, with tall signs."""
    rows: list[Row] = []
    tops: list[float] = []
    bottoms: list[float] = []
    for word in sorted(range(len(boxes)), key=lambda each: boxes[each][1] + boxes[each][3]):
        _, y0, _, y1 = boxes[word]
        for row in range(len(rows) - 1, max(len(rows) - 1 - _ROWS_BACK, -1), -1):
            top, bottom = tops[row], bottoms[row]
            shared = (bottom if bottom < y1 else y1) - (top if top > y0 else y0)
            height = bottom - top if bottom - top < y1 - y0 else y1 - y0
            if shared > _SAME_ROW * height:
                rows[row].append(word)
                tops[row], bottoms[row] = _band((top, bottom), (y0, y1), len(rows[row]))
                break
        else:
            rows.append([word])
            tops.append(y0)
            bottoms.append(y1)
    order = sorted(range(len(rows)), key=lambda row: tops[row] + bottoms[row])
    return [sorted(rows[row], key=lambda word: boxes[word][0]) for row in order]


def _band(row: tuple[float, float], word: tuple[float, float], words: int) -> tuple[float, float]:
    """From where to where a row reaches with one more word: letters count, and dots and dashes do not."""
    height = row[1] - row[0]
    if word[1] - word[0] < 0.6 * height:
        return row
    if height < 0.6 * (word[1] - word[0]):
        return word
    return row[0] + (word[0] - row[0]) / words, row[1] + (word[1] - row[1]) / words


def _columns(rows: list[Row], texts: Sequence[str], boxes: Boxes) -> list[Row]:
    """The rows, those that hold two columns of prose taken apart: left column, then right."""
    if len(rows) < _COLUMN_ROWS:
        return rows
    split = _gutter(rows, boxes, float(np.median(boxes[:, 3] - boxes[:, 1])) * _GUTTER_HEIGHTS)
    if split is None:
        return rows
    edges = boxes.tolist()
    ordered: list[Row] = []
    block: list[tuple[Row, Row]] = []
    for row in rows:
        halves = _parted(row, split, edges)
        if halves is None:
            ordered += _read_block(block, texts)
            block = []
            ordered.append(row)
        else:
            block.append(halves)
    return ordered + _read_block(block, texts)


def _read_block(block: list[tuple[Row, Row]], texts: Sequence[str]) -> list[Row]:
    """Rows that the gutter parts: two columns if both are prose, else rows as they stand."""
    both = [halves for halves in block if halves[0] and halves[1]]
    is_prose = all(_is_prose([halves[side] for halves in both], texts) for side in (0, 1))
    if len(both) < _COLUMN_ROWS or not is_prose:
        return [left + right for left, right in block]
    return [left for left, _ in block if left] + [right for _, right in block if right]


def _is_prose(rows: list[Row], texts: Sequence[str]) -> bool:
    words = [texts[word] for row in rows for word in row]
    lettered = sum(text.strip(".,;:()").isalpha() for text in words)
    return bool(rows) and fmean(map(len, rows)) >= _PROSE_WORDS and lettered >= 0.7 * len(words)


def _parted(row: Row, split: float, boxes: Sequence[Edges]) -> tuple[Row, Row] | None:
    """The row left and right of `split`, None if a word stands across it."""
    left = [word for word in row if boxes[word][2] <= split]
    right = [word for word in row if boxes[word][0] >= split]
    return (left, right) if len(left) + len(right) == len(row) else None


def _gutter(rows: list[Row], boxes: Boxes, narrowest: float) -> float | None:
    """Where many rows have a gap at least `narrowest` wide in the middle half of the page; None if few have."""
    words = [word for row in rows for word in row]
    starts, ends = boxes[words[:-1], 2], boxes[words[1:], 0]
    wide = ends - starts >= narrowest
    wide[np.cumsum([len(row) for row in rows[:-1]]) - 1] = False  # from the end of a row to the next row
    fewest = max(_COLUMN_ROWS, len(rows) // 3)
    if np.count_nonzero(wide) < fewest:
        return None
    left, right = boxes[:, 0].min(), boxes[:, 2].max()
    edges = left + (right - left) * np.arange(_BINS + 1) / _BINS
    begun = np.bincount(np.searchsorted(edges, starts[wide]), minlength=_BINS + 2)
    over = np.bincount(np.searchsorted(edges, ends[wide]), minlength=_BINS + 2)
    counts = np.cumsum(begun - over)
    best = _BINS // 4 + int(counts[_BINS // 4 : _BINS * 3 // 4].argmax())
    return float(edges[best]) if counts[best] >= fewest else None


def _directed(row: Row, texts: Sequence[str]) -> Row:
    """A row in the direction in which it is read: right to left when most of its letters are of such a script."""
    kinds = [_direction(texts[word]) for word in row]
    if kinds.count("R") <= kinds.count("L"):
        return row
    ordered: Row = []
    run: Row = []
    for word, kind in zip(reversed(row), reversed(kinds), strict=True):
        if kind == "L":
            run.insert(0, word)
            continue
        ordered += [*run, word]
        run = []
    return ordered + run


def _direction(text: str) -> str:
    """ "R" or "L" by the first letter that has a direction, "" for numbers and signs."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ("R", "AL"):
            return "R"
        if kind == "L":
            return "L"
    return ""
