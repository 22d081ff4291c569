"""Whether an entry fits a search (PS3.18 8.3.4, PS3.4 C.2.2.2): exact, lists of UIDs, ranges, wildcards. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
_RANGES = frozenset({"DA", "TM", "DT"})


@dataclass(frozen=True)
class Query:
    """A search: tags with what they have to be, tags to be told besides, and which part of the entries is wanted."""

    matches: tuple[tuple[str, str], ...] = ()
    fields: frozenset[str] = frozenset()
    everything: bool = False
    limit: int | None = None
    offset: int = 0

    def fits(self, entry: Json) -> bool:
        """Whether an entry has all that is asked; an empty value asks nothing."""
        return all(_fits(entry.get(tag), wanted) for tag, wanted in self.matches if wanted not in ("", "*"))

    def page(self, entries: list[Json]) -> list[Json]:
        """The part of the entries that is wanted."""
        end = None if self.limit is None else self.offset + self.limit
        return entries[self.offset : end]

    def wants(self, tag: str) -> bool:
        """Whether an element that is not told by itself is asked for."""
        return self.everything or tag in self.fields or any(tag == asked for asked, _wanted in self.matches)


def _fits(element: Json | None, wanted: str) -> bool:
    if element is None:
        return False
    values = list(_texts(element))
    if element["vr"] in _RANGES and "-" in wanted:
        low, _dash, high = wanted.partition("-")
        return any((not low or one >= low) and (not high or one[: len(high)] <= high) for one in values)
    options = re.split(r"[,\\]", wanted) if element["vr"] in ("UI", "CS") else [wanted]
    is_name = element["vr"] == "PN"
    return any(_like(one, option, is_name) for one in values for option in options)


def _texts(element: Json) -> Iterator[str]:
    for value in element.get("Value", ()):
        if isinstance(value, dict):
            yield from (str(part) for part in value.values())
        elif value is not None:
            yield str(value)


def _like(value: str, wanted: str, is_name: bool) -> bool:
    if not set(wanted) & {"*", "?"}:
        return value.casefold() == wanted.casefold() if is_name else value == wanted
    pattern = "".join(
        {"*": ".*", "?": "."}.get(letter, re.escape(letter)) for letter in re.sub(r"\*+", "*", wanted)
    )
    return re.fullmatch(pattern, value, re.IGNORECASE if is_name else 0) is not None
