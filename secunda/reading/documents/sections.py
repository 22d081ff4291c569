"""The headed sections of a clinical document: which part of it a word stands in.

Headings are data (`sections.yaml`). A heading stands at the beginning of a line, before a colon or dash or alone. A
heading in capitals that is not in the list ends the section before it and is named "other".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml

_LINE = re.compile(
    r"^[ \t\f]*(?:[-•*#>=]{1,3}[ \t]*|\(?(?:\d{1,2}|[A-Z])[.):][ \t]*)?([^\W\d_][^\n:]{1,60})", re.MULTILINE
)
_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_BRACKETS = re.compile(r"\([^()]{0,30}\)?")


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its name in `sections.yaml` ("other" when its heading is none of them), heading and body.

    `plain[start:end]` is the body, from the end of the heading to the next heading; `heading_start` is where the
    heading begins.
    """

    name: str
    heading: str
    heading_start: int
    start: int
    end: int


@lru_cache(maxsize=2)
def sections(plain: str) -> tuple[Section, ...]:
    """The sections of a text in order. What stands before the first heading is in none."""
    found = [heading for match in _LINE.finditer(plain) if (heading := _heading(plain, match))]
    ends = [*(start for _, _, start, _ in found[1:]), len(plain)][: len(found)]
    return tuple(
        Section(name, heading, start, body, max(body, end))
        for (name, heading, start, body), end in zip(found, ends, strict=True)
    )


def section_at(found: Sequence[Section], position: int) -> Section | None:
    """The section that holds a position of the text, its heading included; None before the first."""
    index = bisect_right(found, position, key=lambda section: section.heading_start) - 1
    return found[index] if index >= 0 else None


def _heading(plain: str, match: re.Match[str]) -> tuple[str, str, int, int] | None:
    """Name, heading, and where heading and body begin; None when the line does not begin with a heading."""
    line, end = match.group(1), match.end(1)
    has_colon = plain[end : end + 1] == ":"
    is_whole = end >= len(plain) or plain[end] == "\n"
    if has_colon or is_whole:
        name = _named(line, by_beginning=has_colon)
        if name:
            return name, line.strip(), match.start(), end + has_colon
    dash = re.search(r" ?[-–—]{1,2} | ?\.{2,} ?|­", line)
    if dash and (name := _named(line[: dash.start()], by_beginning=False)):
        return name, line[: dash.start()].strip(), match.start(), match.start(1) + dash.end()
    if has_colon and line.isupper() and len(line) > 5:
        return "other", line.strip(), match.start(), end + 1
    return None


def _named(heading: str, *, by_beginning: bool) -> str:
    """The section that a heading opens, by its whole wording or (before a colon) by its first words."""
    words = _WORDS.findall(_BRACKETS.sub("", heading).lower())
    if not words or len(words) > 7:
        return ""
    names = _headings()
    whole = names.get(" ".join(words), "")
    if whole or not by_beginning:
        return whole
    return next((names[key] for size in (3, 2) if (key := " ".join(words[:size])) in names), "")


@cache
def _headings() -> dict[str, str]:
    """Every heading of `sections.yaml` with its section's name."""
    rows = yaml.safe_load((Path(__file__).parent / "sections.yaml").read_text(encoding="utf-8"))
    return {
        " ".join(_WORDS.findall(heading.lower())): name
        for name, headings in rows.items()
        if name != "version"
        for heading in headings
    }
