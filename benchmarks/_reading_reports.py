"""Site, T and N of pathology reports against the registry's: read as text, and as noisy scans of their pages.

A report's T (and N) is what `pathology.summary` chooses: the highest affirmed one, as registries count, of the primary
site's organ where each of two tumours has its own. T3a is right where the registry has T3 and the other way round. The
floor is a regular expression that takes the highest explicit T. Registry labels may use facts that are not in the
report, so no reader reaches one.
"""

from __future__ import annotations

import io
import os
import random
import re
import textwrap
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks import Figure
from benchmarks._reading_split import Record, progress, records, say
from secunda.reading.document import Document, Fact
from secunda.reading.documents.pathology import summary
from secunda.reading.facts import Refusal
from secunda.reading.read import of_pages, read
from secunda.reading.structured.plain import read_plain
from secunda.reading.tests import paper

_SEED = 3
_LINES = 62
# ICD-O-3 topography of the registry's cancer types (TCGA study abbreviations).
_SITES: dict[str, str] = {
    "BLCA": "C67", "PRAD": "C61", "CESC": "C53", "OV": "C56|C57|C48", "COAD": "C18|C19|C20", "READ": "C18|C19|C20",
    "KIRC": "C64|C65", "KIRP": "C64|C65", "KICH": "C64|C65", "LGG": "C7[0-2]", "GBM": "C7[0-2]",
    "HNSC": "C0\\d|C1[0-4]|C3[0-2]",
}  # fmt: skip
_T = re.compile(
    r"(?<![A-Za-z0-9])(?:y?r?p\s?T\s?(is|[0-4X])|T(is|[0-4X])[a-d]?\d?[,;]?\s?p?N[0-3X])"  # pT2, or T2 before its N
)
_ORDER = ("X", "0", "a", "is", "1", "2", "3", "4")


@dataclass
class Tally:
    """Reports where the registry has a value, those where we found one, those where it is right."""

    known: int = 0
    found: int = 0
    right: int = 0

    def count(self, known: str | None, found: str | None) -> None:
        """One more report."""
        if known is None:
            return
        self.known += 1
        self.found += found is not None
        self.right += found == known

    @property
    def recall(self) -> float:
        """Right among known."""
        return self.right / self.known if self.known else float("nan")

    @property
    def precision(self) -> float:
        """Right among found."""
        return self.right / self.found if self.found else float("nan")


def measure(path: Path, *, tuning: bool, scans: int) -> list[Figure]:
    """Every figure on the reports in `path`."""
    chosen = [
        each
        for each in records(path, tuning=tuning, id_of=lambda record, _: record["id"])
        if each["text"].strip()
    ]
    with ProcessPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        documents = list(
            progress_of(pool.map(_as_text, [each["text"] for each in chosen], chunksize=16), len(chosen))
        )
    figures = _figures("text", chosen, documents)
    refused = sum(not document.readable for document in documents)
    figures.append(Figure.of("real reports refused as unreadable", refused, len(chosen), "reports read", ""))
    return figures + (_scanned(chosen, scans) if scans else [])


def progress_of(documents: Iterable[Document], total: int) -> Iterable[Document]:
    """The documents as they come, counted."""
    whole = iter(documents)
    for _ in progress(list(range(total)), "reports"):
        yield next(whole)


def _as_text(written: str) -> Document:
    try:
        plain = read_plain(io.BytesIO(written.encode())).text  # some of the public set were torn from UTF-16
    except Refusal:
        return Document(file="", sha256="", kind="text", readable=False)
    return of_pages(Document(file="", sha256="", kind="text"), plain.pages)


def _figures(how: str, chosen: Sequence[Record], documents: Sequence[Document]) -> list[Figure]:
    t, n, floor, written = Tally(), Tally(), Tally(), Tally()
    for record, document in zip(chosen, documents, strict=True):
        known = _main(record["gold_T"], "T")
        by_floor = _highest(match[1] or match[2] for match in _T.finditer(record["text"].replace("\x00", "")))
        chosen_one = summary(document.facts)
        ours = _level(chosen_one.get("pT"), "T")
        t.count(known, ours)
        floor.count(known, by_floor)
        if by_floor is not None:
            written.count(known, ours)
        n.count(_main(record["gold_N"], "N"), _level(chosen_one.get("pN"), "N"))
    return [
        Figure.of(f"T recall, {how}", t.recall, floor.recall, "highest T by regex", ""),
        Figure.of(f"T precision, {how}", t.precision, floor.precision, "highest T by regex", ""),
        Figure.of(
            f"T right where T is written, {how}", written.recall, floor.precision, "highest T by regex", ""
        ),
        Figure.of(f"N recall, {how}", n.recall, 1.0, "all", ""),
        Figure.of(f"N precision, {how}", n.precision, 1.0, "all", ""),
        *_site_figures(how, chosen, documents),
    ]


def _site_figures(how: str, chosen: Sequence[Record], documents: Sequence[Document]) -> list[Figure]:
    """Recall: the registry's site is among those found. Precision: over every site found."""
    known = recalled = found = right = 0
    for record, document in zip(chosen, documents, strict=True):
        pattern = _SITES.get(record["cancer_type"] or "")
        if pattern is None:
            continue
        sites = [
            fact for fact in document.facts if fact.name == "primary_site" and fact.assertion == "affirmed"
        ]
        codes = {fact.code for fact in sites}
        fitting = sum(re.match(pattern, code) is not None for code in codes)
        known, recalled = known + 1, recalled + bool(fitting)
        found, right = found + len(codes), right + fitting
    return [
        Figure.of(f"site recall, {how}", recalled / known if known else float("nan"), 1.0, "all", ""),
        Figure.of(f"site precision, {how}", right / found if found else float("nan"), 1.0, "all", ""),
    ]


def _level(fact: Fact | None, letter: str) -> str | None:
    return _main(fact.value, letter) if fact else None


def _main(value: str | None, letter: str) -> str | None:
    """The level without its letter and subdivision: "3" for T3a; None for an unknown or unassessed one."""
    match = re.fullmatch(rf"{letter}(is|a|[0-4])\w*(?:\(.*\))?", value or "")
    return match[1] if match else None


def _highest(levels: Iterable[str]) -> str | None:
    known = [level for level in levels if level in _ORDER and level != "X"]
    return max(known, key=_ORDER.index) if known else None


def _scanned(chosen: Sequence[Record], count: int) -> list[Figure]:
    """A sample of the reports, drawn as pages, scanned badly, read by OCR."""
    able = [
        each
        for each in chosen
        if 600 < len(each["text"]) < 4200 and _main(each["gold_T"], "T") and each["text"].isascii()
    ]
    sample = random.Random(_SEED).sample(able, min(count, len(able)))
    documents, inside, facts = [], 0, 0
    for record in progress(sample, "scans"):
        pages, placed = _drawn(record["text"])
        document = _read_scan(pages)
        documents.append(document)
        facts += len(document.facts)
        inside += sum(_is_in_its_box(fact.quote, fact.page, fact.box, placed) for fact in document.facts)
    say(f"{len(sample)} reports as noisy scans, {facts} facts found on them")
    box = Figure.of(
        "quotes that stand in their box, scans", inside / facts if facts else float("nan"), 1.0, "all", ""
    )
    return [*_figures("scans", sample, documents), box]


Placed = list[list[tuple[str, float, float]]]


def _drawn(text: str) -> tuple[list[paper.Pixels], Placed]:
    """The report's pages as scans, and where each word's middle is on its page."""
    lines = [part for line in text.splitlines() for part in textwrap.wrap(line, 84) or [""]]
    chance = random.Random(len(text))
    pages, placed = [], []
    for first in range(0, len(lines), _LINES):
        skew = chance.uniform(-3, 3)
        block = lines[first : first + _LINES]
        pages.append(paper.scan(block, points=22, skew=skew, noise=14, blur=0.8, seed=first))
        placed.append(paper.middles(block, points=22, skew=skew))
    return pages, placed


def _read_scan(pages: Sequence[paper.Pixels]) -> Document:
    out = io.BytesIO()
    first, *others = [Image.fromarray(np.asarray(page)) for page in pages]
    first.save(out, "TIFF", save_all=True, append_images=others, compression="tiff_deflate")
    return read(out, name="", size=out.tell())


def _is_in_its_box(quote: str, page: int | None, box: object, placed: Placed) -> bool:
    """Whether nearly all of the quote's words were drawn inside its box (OCR may misread one)."""
    if page is None or not isinstance(box, tuple):
        return False
    x0, y0, x1, y1 = box
    there = " ".join(
        word for word, x, y in placed[page - 1] if x0 - 4 <= x <= x1 + 4 and y0 - 4 <= y <= y1 + 4
    )
    letters = _bare(there)
    words = [bare for word in quote.split() if (bare := _bare(word))]
    return sum(word in letters for word in words) >= 0.8 * len(words)


def _bare(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
