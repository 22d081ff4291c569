"""Words from a picture of a page: straightened, read by the engine for its script, boxes brought back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np
import numpy.typing as npt

from secunda.reading.pages import latin, layout, tesseract, wordlike
from secunda.reading.pages.scripts import LATIN_SCRIPTS, codes_for, is_read_by_latin
from secunda.reading.pages.spotted import Spotted
from secunda.reading.pages.straighten import Straight, straighten, upside_down
from secunda.reading.text import Box, Word

Pixels = npt.NDArray[np.uint8]
_GOOD = 0.75
_INK = 25  # grey levels darker than paper
_LEAST_INK = 150  # pixels: less than a short word has


@dataclass(frozen=True, slots=True)
class Seen:
    """What OCR made of a page: lines with boxes in points, by how much it was turned, and what went wrong."""

    lines: tuple[tuple[Word, ...], ...] = ()
    turned: float = 0.0
    problems: tuple[str, ...] = ()


def read(picture: Pixels, size: tuple[float, float], languages: Sequence[str], *, threads: int = 1) -> Seen:
    """The words of a page of `size` points (width, height) seen in `picture` (grey, as shown).

    `languages` are ISO 639-1 codes of the case; none means Latin script. A script that no engine here reads is the
    problem "script_not_read", and nothing is guessed.
    """
    if is_blank(picture):
        return Seen()
    page = straighten(picture, latin.LONG_SIDE)
    page, spotted = _spotted(page, languages, threads)
    if spotted is None:
        return Seen(problems=("script_not_read",))
    height, width = picture.shape[:2]
    return Seen(_on_page(page, spotted, size, (size[0] / width, size[1] / height)), round(page.turned, 2))


def is_blank(picture: Pixels) -> bool:
    """Whether nothing is on the paper: hardly a spot that is darker than it."""
    paper = float(np.median(picture[::8, ::8]))
    return int(np.count_nonzero(picture < paper - _INK)) < _LEAST_INK


def _spotted(page: Straight, languages: Sequence[str], threads: int) -> tuple[Straight, list[Spotted] | None]:
    """What is written, and the page as it was turned for that; None when nobody here reads the script."""
    is_latin_only = all(map(is_read_by_latin, languages))
    script = None if is_latin_only else tesseract.script(page.pixels)
    if script in LATIN_SCRIPTS:
        page, found = _best_way_up(page, lambda each: latin.read(each, threads=threads))
        if script is not None or goodness(found) >= _GOOD:
            return page, found
        script = tesseract.script(page.pixels)
        if script in LATIN_SCRIPTS:
            is_foreign = script is None and not is_latin_only
            return page, None if is_foreign else found
    return _by_tesseract(page, script, languages)


def _by_tesseract(
    page: Straight, script: str | None, languages: Sequence[str]
) -> tuple[Straight, list[Spotted] | None]:
    codes = codes_for(script, languages, tesseract.languages())
    if not codes:
        return page, None
    return _best_way_up(page, lambda each: tesseract.read(each, codes))


def _best_way_up(page: Straight, engine: Callable[[Pixels], list[Spotted]]) -> tuple[Straight, list[Spotted]]:
    """What the engine reads; a page that reads badly is tried upside down, too."""
    found = engine(page.pixels)
    if goodness(found) >= _GOOD:
        return page, found
    other = upside_down(page)
    found_there = engine(other.pixels)
    return (other, found_there) if goodness(found_there) > goodness(found) else (page, found)


def goodness(found: Sequence[Spotted]) -> float:
    """0 to 1: the engine's mean certainty, and the share of what looks like language."""
    if not found:
        return 0.0
    return fmean(each.confidence for each in found) * wordlike.count(each.text for each in found).share


def _on_page(
    page: Straight, spotted: Sequence[Spotted], size: tuple[float, float], scale: tuple[float, float]
) -> tuple[tuple[Word, ...], ...]:
    """Lines in reading order of the straightened page, with boxes on the page as shown."""
    whole = Box(0.0, 0.0, *size)
    words = [
        Word(
            each.text,
            _inside(each.moved(page.back, scale), whole),
            round(min(max(each.confidence, 0.0), 1.0), 3),
        )
        for each in spotted
    ]
    order = layout.lines([each.text for each in spotted], [each.box for each in spotted])
    return tuple(tuple(words[word] for word in line) for line in order)


def _inside(box: Box, whole: Box) -> Box:
    """The part of a box that is on the page (at least a point of it)."""
    x0, y0 = min(max(box.x0, 0.0), whole.x1 - 1), min(max(box.y0, 0.0), whole.y1 - 1)
    return Box(x0, y0, max(min(box.x1, whole.x1), x0 + 1), max(min(box.y1, whole.y1), y0 + 1))
