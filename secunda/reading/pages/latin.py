"""OCR of Latin script (also Chinese and Japanese) by RapidOCR, weights from its wheel."""

from __future__ import annotations

import logging
import queue
import re
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from secunda.reading.pages.spotted import Spotted

Pixels = npt.NDArray[np.uint8]
LONG_SIDE = 2000
_WIDEST = 3  # long side to short side
_LEAST_SIDE = 64
_WIDE_FORMS = re.compile("[\uff01-\uff5e]")
_RUN_TOGETHER = re.compile(r"(?<=[^\W_][:;,)])(?=[^\W\d_]{1,40})|(?<=[^\W\d_]{2}[:;,)])(?=\d)")

_FREE: dict[int, queue.SimpleQueue[Any]] = {}
_LOCK = threading.Lock()


def read(picture: Pixels, *, threads: int = 1) -> list[Spotted]:
    """The words in an upright grey picture, with the engine's certainty. Safe in several threads."""
    with _engine(threads) as engine:
        found = engine(np.repeat(_filled_up(picture)[..., None], 3, axis=2))
    if found.boxes is None or found.word_results is None:
        return []
    words = [_spotted(*word) for line in found.word_results for word in line]
    return [part for word in words if word.text for part in _parted(word)]


def _filled_up(picture: Pixels) -> Pixels:
    """A strip or speck on a sheet of paper: the engine blows the shorter side up to 736 pixels, whatever that costs."""
    height, width = picture.shape
    least = max(max(height, width) // _WIDEST, _LEAST_SIDE)
    if min(height, width) >= least:
        return picture
    paper = np.full((max(height, least), max(width, least)), int(np.percentile(picture, 90)), np.uint8)
    paper[:height, :width] = picture
    return paper


@contextmanager
def _engine(threads: int) -> Iterator[Any]:
    """An engine of its own for each thread that reads at this moment; kept for the next one."""
    with _LOCK:
        free = _FREE.setdefault(threads, queue.SimpleQueue())
    try:
        engine = free.get_nowait()
    except queue.Empty:
        engine = _made(threads)
    try:
        yield engine
    finally:
        free.put(engine)


def _made(threads: int) -> Any:
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").disabled = True  # it would write what it reads from where
    return RapidOCR(
        params={
            "Global.use_cls": False,
            "Global.log_level": "critical",
            "Global.return_word_box": True,
            "Global.max_side_len": LONG_SIDE,
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
        }
    )


def _spotted(text: str, confidence: float, corners: Any) -> Spotted:
    plain = _WIDE_FORMS.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)
    visible = "".join(each for each in plain if each.isprintable() and not each.isspace())
    return Spotted(visible, np.asarray(corners, np.float64).reshape(4, 2), float(confidence))


def _parted(word: Spotted) -> list[Spotted]:
    """Words that the engine ran together at a colon, taken apart, each with its share of the box."""
    places = [0, *(found.start() for found in _RUN_TOGETHER.finditer(word.text)), len(word.text)]
    if len(places) == 2:
        return [word]
    return [word.part(start, end) for start, end in pairwise(places) if start < end]
