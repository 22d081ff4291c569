"""The pages of a PDF or picture file: words with boxes, from the text layer or by OCR, several pages at once."""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from secunda.reading.isolated_pages import PageUnreadable, Pixels, Reader, Source, Written, opened
from secunda.reading.pages import ocr, wordlike
from secunda.reading.text import Page, Word

Progress = Callable[[int, int], None]
_PDF_LONG_SIDE = 2000
_PICTURE_LONG_SIDE = 3600  # a sheet is cut out of a photo before it is read
_TOGETHER = 8  # pages asked for at once
_FEWEST_WORDS = 4  # a page with fewer in its text layer may be a scan with a stamp
_LEAST_SHARE = 0.6  # of a text layer that looks like language; else the page is read by OCR
_ODD_VOWELS = (0.24, 0.62)
_MOST_CRASHES = 3  # each may take PAGE_SECONDS: after these, what is left is not tried
_LONGEST_LOST = 60.0  # seconds spent waiting for pages that took long: after these, too
_LONG = 5.0  # seconds for one page


@dataclass
class _Work:
    """Pages to read, taken some at a time, and a place to put them; `None` there says that a thread has ended."""

    source: Source
    languages: Sequence[str]
    threads: int
    waiting: queue.SimpleQueue[list[int]]
    finished: queue.SimpleQueue[tuple[int, Page] | None] = field(default_factory=queue.SimpleQueue)
    crashes: int = 0
    lost: float = 0.0
    failure: BaseException | None = None

    @property
    def is_hopeless(self) -> bool:
        """Whether the file has cost more than pages that can be read do."""
        return self.crashes >= _MOST_CRASHES or self.lost >= _LONGEST_LOST

    def waited_since(self, begun: float) -> float:
        """Counts a long wait for a page's answer; returns the time now."""
        now = time.monotonic()
        self.lost += now - begun if now - begun >= _LONG else 0.0
        return now

    def next(self) -> list[int]:
        """The indexes of the next pages, none when there is none left or all shall stop."""
        try:
            return self.waiting.get_nowait() if self.failure is None else []
        except queue.Empty:
            return []

    def done(self, index: int, page: Page) -> None:
        """Hands a page over."""
        self.finished.put((index, page))


def pages_of(
    source: Source,
    *,
    pages: int,
    languages: Sequence[str] = (),
    progress: Progress | None = None,
    workers: int | None = None,
) -> tuple[Page, ...]:
    """Every page of `source`, in order. A page that cannot be read has a problem and no words.

    `workers` threads (default: one a core) each hold one bounded process and at most one page's picture.
    `progress(done, total)` is called after each page, in the thread that calls this. Boxes are in points of the page
    as shown; a picture's page has one point for each of its pixels, turned as its EXIF data say. Raises what the
    file's stream raises, what `progress` raises, and `NoReader`.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    count = max(min(workers or cores, pages), 1)
    waiting: queue.SimpleQueue[list[int]] = queue.SimpleQueue()
    together = max(min(_TOGETHER, pages // (count * 2)), 1)
    for first in range(0, pages, together):
        waiting.put(list(range(first, min(first + together, pages))))
    work = _Work(source, tuple(languages), max(cores // count, 1), waiting)
    threads = [threading.Thread(target=_work_off, args=(work,), daemon=True) for _ in range(count)]
    for thread in threads:
        thread.start()
    try:
        found = _gathered(work, pages, len(threads), progress)
    except BaseException as failure:
        work.failure = failure  # the threads end after the page that they are at
        raise
    if work.failure is not None:
        raise work.failure
    return tuple(found[index] for index in range(pages))


def _gathered(work: _Work, total: int, threads: int, progress: Progress | None) -> dict[int, Page]:
    """The pages as they are finished, until every thread has ended."""
    found: dict[int, Page] = {}
    while threads:
        finished = work.finished.get()
        if finished is None:
            threads -= 1
            continue
        found[finished[0]] = finished[1]
        if progress is not None:
            progress(len(found), total)
    return found


def _work_off(work: _Work) -> None:
    """Takes pages until none is left: first the words of several, then those that must be seen, one by one."""
    try:
        with _Held(work.source) as held:
            while indexes := work.next():
                for index, written in _from_layers(work, held, indexes):
                    if work.failure is None:
                        work.done(index, _by_eye(work, held, index, written))
    except BaseException as failure:  # carried to the thread that asked
        work.failure = work.failure or failure
    finally:
        work.finished.put(None)


class _Held:
    """A reading process, and a fresh one whenever it is gone."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._stack = ExitStack()
        self._reader: Reader | None = None

    def __enter__(self) -> _Held:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def reader(self) -> Reader:
        """The present process; a fresh one if the last is gone."""
        if self._reader is None or self._reader.is_gone:
            self._stack.close()
            self._reader = self._stack.enter_context(opened(self._source))
        return self._reader


def _from_layers(work: _Work, held: _Held, indexes: list[int]) -> list[tuple[int, Written]]:
    """Keeps the pages with a legible text layer; returns those that must be seen."""
    unseen: list[tuple[int, Written]] = []
    left = list(indexes)
    while left:
        if work.is_hopeless:
            for index in left:
                work.done(index, Page(index + 1, 0, 0, (), problems=("pages_not_read",)))
            break
        reader = held.reader()
        was_fresh = reader.answered == 0
        begun = time.monotonic()
        for index, written in reader.written(left):
            begun = work.waited_since(begun)
            left = left[1:]
            if written is None:
                work.done(index, _unreadable(index))
            elif is_legible(written.lines):
                work.done(index, Page(index + 1, written.width, written.height, written.lines))
            else:
                unseen.append((index, written))
        work.waited_since(begun)
        if reader.is_gone and left and reader.answered == 0 and was_fresh:
            work.crashes += 1
            work.done(left[0], _unreadable(left[0]))
            left = left[1:]
    return unseen


def _by_eye(work: _Work, held: _Held, index: int, written: Written) -> Page:
    """The page read by OCR from its picture."""
    is_pdf = work.source.kind == "pdf"
    picture = _picture(work, held, index, _PDF_LONG_SIDE if is_pdf else _PICTURE_LONG_SIDE)
    if picture is None:
        return _unreadable(index)
    try:
        seen = ocr.read(picture, (written.width, written.height), work.languages, threads=work.threads)
    except ImportError:  # an engine that is not there is not the page's fault
        raise
    except Exception:  # engines trip over odd pictures, and what they say may quote the page
        return _unreadable(index)
    return _better(index, written, seen)


def _picture(work: _Work, held: _Held, index: int, long_side: int) -> Pixels | None:
    """The page's pixels; a process that other pages may have worn out gets a fresh one's second try."""
    while not work.is_hopeless:
        reader = held.reader()
        was_fresh = reader.answered == 0
        begun = time.monotonic()
        try:
            return reader.pixels(index, long_side)
        except PageUnreadable:
            if not reader.is_gone:
                return None
            if was_fresh:
                work.crashes += 1
                return None
        finally:
            work.waited_since(begun)
    return None


def _unreadable(index: int) -> Page:
    return Page(index + 1, 0, 0, (), problems=("page_unreadable",))


def _better(index: int, written: Written, seen: ocr.Seen) -> Page:
    """The page by OCR, or by its text layer where OCR saw less of it."""
    by_eye, by_layer = _worth(seen.lines), _worth(written.lines)
    if by_layer > by_eye and not seen.problems:
        return Page(index + 1, written.width, written.height, written.lines)
    return Page(
        index + 1,
        written.width,
        written.height,
        seen.lines,
        "ocr",
        turned=seen.turned,
        problems=seen.problems,
    )


def _worth(lines: Sequence[Sequence[Word]]) -> float:
    found = wordlike.count(word.text for line in lines for word in line)
    return (found.words + found.numbers) * found.share


def is_legible(lines: Sequence[Sequence[Word]]) -> bool:
    """Whether a text layer holds language: enough words of the right shape, vowels as languages have them."""
    texts = [word.text for line in lines for word in line]
    found = wordlike.count(texts)
    if found.words + found.numbers < _FEWEST_WORDS or found.share < _LEAST_SHARE:
        return False
    vowels = wordlike.vowel_share(texts)
    return vowels is None or _ODD_VOWELS[0] <= vowels <= _ODD_VOWELS[1]
