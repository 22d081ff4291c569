"""OCR of other scripts by the machine's tesseract program, when it is there with the language's data.

It is a program of its own (Apache-2.0): it gets plain pixels on its input and answers on its output; no file is
written.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
from functools import cache

import numpy as np
import numpy.typing as npt

from secunda.reading.pages.spotted import Spotted

Pixels = npt.NDArray[np.uint8]
_SECONDS = 60
_SCRIPT = re.compile(r"^Script: (\w+)$", re.MULTILINE)
_CERTAINTY = re.compile(r"^Script confidence: ([\d.]+)$", re.MULTILINE)
_LEAST_CERTAINTY = 0.5


@cache
def languages() -> frozenset[str]:
    """Codes of the language data that are installed ("ara", "hin", "osd"), none without the program."""
    program = shutil.which("tesseract")
    if program is None:
        return frozenset()
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=_SECONDS)
    return frozenset(listed.stdout.split("\n")[1:]) - {""}


def script(picture: Pixels) -> str | None:
    """The script of the writing ("Latin", "Arabic", "Devanagari" …), None if it cannot be told."""
    if "osd" not in languages():
        return None
    said = _run(picture, "osd", "--psm", "0")
    found, certainty = _SCRIPT.search(said), _CERTAINTY.search(said)
    if found is None or certainty is None or float(certainty[1]) < _LEAST_CERTAINTY:
        return None
    return found[1]


def read(picture: Pixels, codes: tuple[str, ...]) -> list[Spotted]:
    """The words in an upright grey picture, read with the data of `codes` (of `languages`). Empty when it fails."""
    said = _run(picture, "+".join(codes), "--psm", "3", "tsv")
    rows = csv.DictReader(io.StringIO(said), delimiter="\t", quoting=csv.QUOTE_NONE)
    return [spotted for row in rows if (spotted := _spotted(row)) is not None]


def _run(picture: Pixels, language: str, *options: str) -> str:
    height, width = picture.shape
    plain = b"P5 %d %d 255\n" % (width, height) + picture.tobytes()
    words = ["tesseract", "stdin", "stdout", "-l", language, "--dpi", "200", *options]
    environment = {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin"}
    try:
        ran = subprocess.run(words, input=plain, capture_output=True, timeout=_SECONDS, env=environment)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return ran.stdout.decode("utf-8", "replace")


def _spotted(row: dict[str, str]) -> Spotted | None:
    text = "".join(each for each in row.get("text") or "" if each.isprintable() and not each.isspace())
    if row.get("level") != "5" or not text:
        return None
    left, top, width, height = (float(row[name]) for name in ("left", "top", "width", "height"))
    corners = np.array([[left, top], [left + width, top], [left + width, top + height], [left, top + height]])
    return Spotted(text, corners, max(float(row["conf"]), 0.0) / 100)
