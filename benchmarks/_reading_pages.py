"""Pages a second, against the bare engines in the same run: by turns, the median of the runs.

Ours are `pages.of_file.pages_of`: the file read by processes that hold nothing else, sizes, letters and boxes checked,
lines in reading order, judged whether they are language, all of it in the asking process. The bare PDFium is asked for
each word and its box and nothing more: in as many processes as ours, which hand their words over, and (as it is mostly
used) in one that keeps them. The bare OCR engine has the pixels already, and all cores.
"""

from __future__ import annotations

import ctypes
import io
import os
import re
import statistics
import time
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from benchmarks import Figure
from secunda.reading.isolated_pages import Source
from secunda.reading.pages import latin
from secunda.reading.pages.of_file import pages_of
from secunda.reading.tests import paper

_RUNS = 5
_OCR_RUNS = 3
_PAGES = 300
_OCR_PAGES = 4
_WORD = re.compile(r"\S+")


def text_layer(folder: Path | None) -> list[Figure]:
    """Words with boxes of a PDF of 300 pages: the folder's pages over and over, and pages of nothing but text."""
    cores = len(os.sched_getaffinity(0))
    with ProcessPoolExecutor(cores, mp_context=get_context("fork")) as pool:
        list(pool.map(abs, range(cores)))  # its processes are there before the clock starts
        figures = _words_a_second(
            "text PDF", paper.pdf([_text(number) for number in range(_PAGES)]), pool, cores
        )
        if folder is not None:
            figures += _words_a_second(f"the folder's PDFs as {_PAGES} pages", _merged(folder), pool, cores)
    return figures


def ocr() -> list[Figure]:
    """Scanned pages, skewed and noisy: ours from the file to words on the page, the other one given the pixels.

    By the clock, and by the CPU time of this process (which a busy machine does not change; ours then lacks the
    decoding of the file, some hundredths of a second a page).
    """
    pages = [
        paper.scan(_text(number)[:34], skew=1.5 - number, noise=10, points=24) for number in range(_OCR_PAGES)
    ]
    out = io.BytesIO()
    first, *others = [Image.fromarray(page) for page in pages]
    first.save(out, "TIFF", save_all=True, append_images=others, compression="tiff_deflate")
    content = out.getvalue()
    engine = _bare_engine()
    engine(np.repeat(pages[0][:200, :, None], 3, axis=2))
    latin.read(pages[0][:200])

    def ours() -> None:
        source = Source.of(io.BytesIO(content), size=len(content), kind="tiff")
        pages_of(source, pages=len(pages))

    def other() -> None:
        for page in pages:
            engine(np.repeat(page[..., None], 3, axis=2))

    mine, theirs = (len(pages) / _seconds(way, time.process_time) for way in (ours, other))
    return [
        _pages_a_second("OCR of scans", ours, other, len(pages), "RapidOCR alone", _OCR_RUNS),
        Figure.of("OCR of scans, by CPU time", mine, theirs, "RapidOCR alone", "pages/s"),
    ]


def _bare_engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(
        params={"Global.use_cls": False, "Global.log_level": "critical", "Global.return_word_box": True}
    )


def _words_a_second(name: str, content: bytes, pool: Executor, cores: int) -> list[Figure]:
    def ours() -> None:
        pages_of(Source.of(io.BytesIO(content), size=len(content), kind="pdf"), pages=_PAGES)

    def alone() -> None:
        _bare_words(content, 0, _PAGES)

    def together() -> None:
        share = -(-_PAGES // cores)
        firsts = range(0, _PAGES, share)
        parts = [pool.submit(_bare_words, content, first, min(first + share, _PAGES)) for first in firsts]
        for part in parts:
            part.result()

    peer = f"pypdfium2 in {cores} processes"
    return [
        _pages_a_second(f"{name}, words and boxes", ours, together, _PAGES, peer, _RUNS),
        _pages_a_second(f"{name}, words and boxes", ours, alone, _PAGES, "pypdfium2 in one", _RUNS),
    ]


def _pages_a_second(
    name: str, ours: Callable[[], None], other: Callable[[], None], pages: int, other_name: str, runs: int
) -> Figure:
    times = [(_seconds(ours), _seconds(other)) for _ in range(runs)]
    mine, theirs = (statistics.median(taken) for taken in zip(*times, strict=True))
    return Figure.of(name, pages / mine, pages / theirs, other_name, "pages/s")


def _seconds(way: Callable[[], None], clock: Callable[[], float] = time.perf_counter) -> float:
    begun = clock()
    way()
    return clock() - begun


def _bare_words(content: bytes, first: int, end: int) -> list[list[tuple[str, float, float, float, float]]]:
    """Every word with its box, in the least work: no check, no order of lines."""
    left, top, right, bottom = (ctypes.c_double() for _ in range(4))
    document = pdfium.PdfDocument(content)
    pages = []
    for index in range(first, end):
        page = document[index]
        textpage = page.get_textpage()
        words = []
        for found in _WORD.finditer(textpage.get_text_range()):
            count = raw.FPDFText_CountRects(textpage, found.start(), found.end() - found.start())
            for piece in range(count):
                raw.FPDFText_GetRect(textpage, piece, left, top, right, bottom)
                words.append((found[0], left.value, top.value, right.value, bottom.value))
        textpage.close()
        page.close()
        pages.append(words)
    document.close()
    return pages


def _merged(folder: Path) -> bytes:
    """The folder's PDFs one after the other until there are pages enough."""
    paths = sorted(folder.rglob("*.pdf"))
    whole = pdfium.PdfDocument.new()
    while len(whole) < _PAGES:
        for path in paths:
            part = pdfium.PdfDocument(path)
            whole.import_pages(part, pages=list(range(min(len(part), _PAGES - len(whole)))))
            if len(whole) == _PAGES:
                break
    out = io.BytesIO()
    whole.save(out)
    return out.getvalue()


def _text(number: int) -> list[str]:
    return [f"Page {number + 1}", *paper.REPORT, *paper.REPORT, *paper.REPORT]
