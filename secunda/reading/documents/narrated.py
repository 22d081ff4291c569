"""How much a text tells of a person, as letters do and reports do not."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

import yaml

_MOST: Final = 9.0
_Cue = tuple[re.Pattern[str], float, int]


def narrated(plain: str) -> float:
    """0 to 9: how much speaks of "she", "I will see him", ages, visits; each kind of cue counts a few times."""
    total = 0.0
    for pattern, weight, most in _cues():
        for number, _ in enumerate(pattern.finditer(plain), start=1):
            total += weight
            if number == most:
                break
    return min(_MOST, total)


@cache
def _cues() -> tuple[_Cue, ...]:
    """The cues of `narrated.yaml`: pattern, what it counts, how often at most."""
    rows = yaml.safe_load((Path(__file__).parent / "narrated.yaml").read_text(encoding="utf-8"))["cues"]
    return tuple((re.compile(row["pattern"]), float(row["weight"]), int(row["most"])) for row in rows)
