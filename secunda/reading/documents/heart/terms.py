"""The heart's words (words.yaml) as patterns, and what each means."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from secunda.reading.documents.folded import folded
from secunda.reading.documents.words import any_of

WORDS = Path(__file__).parent / "words.yaml"


@cache
def _rows() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return found


@cache
def meanings(kind: str) -> dict[str, str]:
    """What each folded spelling of a list means ("lada" → "LAD")."""
    rows = _rows()[kind]
    if isinstance(rows, list):
        return {folded(str(spelling)): kind for spelling in rows}
    return {folded(str(spelling)): str(name) for name, spellings in rows.items() for spelling in spellings}


@cache
def pattern(kind: str) -> str:
    """A pattern for any spelling of a list, as a whole word."""
    return rf"(?<![^\W_]){any_of(meanings(kind))}(?![^\W_])"


def meaning(kind: str, written: str) -> str:
    """What a spelling found by `pattern` means."""
    return meanings(kind)[" ".join(written.split())]


def either(first: str, second: str) -> re.Pattern[str]:
    """A pattern for `first` then `second`."""
    return re.compile(first + second)
