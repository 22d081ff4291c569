"""The sentences of a report's impression."""

from __future__ import annotations

import re
from collections.abc import Iterator

from secunda.reading.document import Fact
from secunda.reading.documents.found import fact
from secunda.reading.documents.sections import sections
from secunda.reading.text import Text

# An item begins at a number or bullet at a line's start, or at a number within a line before a capital.
ITEM = re.compile(
    r"(?:^|(?<=\n))[ \t]*(?:\(?\d{1,2}[.)][ \t]+|[-•*·–▪][ \t]*)|(?<=[.;] )\(?\d{1,2}[.)] +(?=[^\W\d_])"
)
FIRST_ITEM = re.compile(r"\s*\(?\d{1,2}[.)]\s+")
SENTENCE_END = re.compile(
    r"(?<!\bDr)(?<!\bapprox)(?<!\bvs)(?<!\bNo)(?<!\be\.g)(?<!\bi\.e)(?<!\b[A-Z])[.!?؟](?=\s+[^\W\d_a-z]|\s*$)"
)
OVER = re.compile(
    r"(?im)^[ \t]*(?:electronically|dictated|reported by|signed|report(?:ed)? (?:approved|verified|"
    r"finalized)|read by|"
    r"interpreted by|verified|authori[sz]ed|approved|attending|radiologist|consultant|"
    r"end of (?:the )?report|thank you|"
    r"dr\.? |prof\.? |dra\.? |firmado|fdo|mit freundlichen|befundet|transcribed|page \d|cc:|this report|"
    r"facharzt|"
    r"radiólog[oa]|signé|طبيب|د\.)"
)
BLANK = re.compile(r"\n[ \t]*\n")
LONGEST = 600
# What the numbers of a score mean is no conclusion.
LEGEND = re.compile(r"\b[1-5]\b [a-z<>= ]{2,40}[;,] ?[1-5]\b [a-z<>= ]{2,40}[;,]", re.IGNORECASE)


def impressions(text: Text) -> Iterator[Fact]:
    """Each sentence of the impression (conclusion, opinion) as written."""
    plain = text.plain
    parts = sections(plain)
    wanted = "impression" if any(section.name == "impression" for section in parts) else "diagnosis"
    for section in parts:
        if section.name != wanted:
            continue
        over = OVER.search(plain, section.start, section.end)
        for start, end in _sentences(plain, section.start, over.start() if over else section.end):
            value = " ".join(plain[start:end].split())
            if 3 < len(value) <= LONGEST and not LEGEND.search(value):
                yield fact(text, "impression", value, start, end, confidence=0.95, assertion="affirmed")


def _sentences(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences and list items of a stretch, without their numbers."""
    first = FIRST_ITEM.match(plain, start, end)
    marks = [(start, first.end() if first else start)]
    marks += [(match.start(), match.end()) for match in ITEM.finditer(plain, start, end)]
    marks += [(match.end(), match.end()) for match in SENTENCE_END.finditer(plain, start, end)]
    marks += [(match.start(), match.end()) for match in BLANK.finditer(plain, start, end)]
    marks = sorted(mark for mark in marks if mark[0] == start or mark[1] > marks[0][1])
    for (_, begin), (stop, _) in zip(marks, [*marks[1:], (end, end)], strict=True):
        stretch = plain[begin:stop]
        if any(map(str.isalpha, stretch)):
            yield begin + len(stretch) - len(stretch.lstrip()), begin + len(stretch.rstrip())
