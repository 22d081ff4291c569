"""Lists of words that stand in yaml beside the finders, and patterns made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from secunda.reading.documents.folded import folded


@cache
def word_lists(path: Path) -> dict[str, tuple[str, ...]]:
    """The lists of a file by their names, folded, as they stand. A list may also be written as words with spaces."""
    rows: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    rows.pop("version", None)
    return {
        name: tuple(folded(str(word)) for word in (row.split() if isinstance(row, str) else row))
        for name, row in rows.items()
    }


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first, spaces as any run of blanks within a line or over its end."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"[ \n]") for word in longest_first) + ")"


def whole(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of the words as whole words."""
    return re.compile(rf"(?<![^\W_]){any_of(words)}(?![^\W_])")
