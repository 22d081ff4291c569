"""Which specimen of a report a word is about: "A. Breast, left: …", "PART 2: …", "(B) LYMPH NODES"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from typing import Final, NamedTuple

_HEADER = re.compile(
    r"^[ \t]*(?:(?P<word>PARTS?|SPECIMENS?|LOT|JAR|MUESTRA|PRÄPARAT|PRÉLÈVEMENT)[ #:]{1,3}(?P<part>\d{1,2}|"
    r"[A-Z])\b"
    r"|\((?P<inside>[A-Z]|\d{1,2})\)|(?P<mark>[A-Z]|\d{1,2}|I{1,3}|IV|VI{0,3}|IX|X)[.):](?=[^\d\n]))"
    r"[ \t:.\-–]{0,4}(?P<rest>[^\n]{3,120})",
    re.MULTILINE | re.IGNORECASE,
)
_PROCEDURE = re.compile(
    r"biops|excis|resect|ectom(?:y|ies)|margin|dissection|nodes?\b|curett|specimen|core\b|fine needle|"
    r"aspirat|frozen|"
    r"amputation|tissue|biopsia|resección|exérèse|entfernung|exzision|خزعة|استئصال",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(
    r"^(?:[\"'“]?(?:no |not |tumou?r|size|histolog|grade|type|lymph(?:ovascular|atic)|perineural|"
    r"margins?\b[^,]*[:;]|"
    r"TNM|stage|gleason|the |all |one |two |three|maximum|carcinoma|adenocarcinoma|received|invasion|"
    r"extent|location|"
    r"laterality|number|side\b|procedure|benign|uninvolved|unremarkable|metasta|invasive|negative|"
    r"non-?neoplastic|"
    r"surgical margins|renal cell|squamous cell|high|low|moderate|poorly|well|clinical|see |type of|"
    r"background|urothelial))",
    re.IGNORECASE,
)
_SECTIONS: Final = frozenset(
    {"diagnosis", "specimen", "gross", "microscopic", "frozen", "synopsis", "comment", ""}
)


class Specimen(NamedTuple):
    """From where on a report speaks of a specimen: its mark ("A", "2") and the words that name it."""

    start: int
    mark: str
    name: str


def specimens(plain: str, names_an_organ: Callable[[str], bool]) -> list[Specimen]:
    """The headers of specimens in order; empty unless the report tells at least two apart."""
    by_style: dict[str, list[Specimen]] = {}
    for match in _HEADER.finditer(plain):
        rest = match.group("rest").strip()
        style = "part" if match.group("part") else "bracket" if match.group("inside") else "mark"
        if style != "part" and not _is_name(rest, names_an_organ):
            continue
        mark = (match.group("part") or match.group("inside") or match.group("mark")).upper()
        kind = style if style == "part" else style + ("1" if mark.isdigit() else "A")
        by_style.setdefault(kind, []).append(Specimen(match.start(), mark, rest))
    for style in ("part", "markA", "bracketA", "mark1", "bracket1"):
        found = by_style.get(style, [])
        marks = {one.mark for one in found}
        if any(pair <= marks for pair in ({"A", "B"}, {"1", "2"}, {"I", "II"})):
            return found
    return []


def _is_name(rest: str, names_an_organ: Callable[[str], bool]) -> bool:
    """Whether a list item names a specimen and is not a finding in it."""
    head = rest[:70]
    if _NOT_A_NAME.match(head):
        return False
    return _PROCEDURE.search(head) is not None or names_an_organ(head)


def specimen_at(found: list[Specimen], position: int, section_start: int, section: str) -> Specimen | None:
    """The specimen whose header stands last before a position in the same section."""
    if section not in _SECTIONS:
        return None
    index = bisect_right(found, position, key=lambda one: one.start) - 1
    if index < 0 or found[index].start < section_start - 1:
        return None
    return found[index]
