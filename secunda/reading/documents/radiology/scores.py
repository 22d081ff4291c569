"""The scores of reporting systems: BI-RADS, PI-RADS, LI-RADS, Lung-RADS, TI-RADS, Deauville."""

from __future__ import annotations

import re
from collections.abc import Iterator

from secunda.reading.document import Fact
from secunda.reading.documents.folded import folded
from secunda.reading.documents.found import fact
from secunda.reading.documents.sections import section_at, sections
from secunda.reading.text import Text

# Between a system's name and its score: version, "category", "score of", punctuation.
TO_SCORE = (
    r"[®™]?(?: ?\(?(?:version|ver|v)\.? ?\d+(?:\.\d+)?\)?)?[ :\-(]*"
    r"(?:(?:assessment|final|overall|category|categories|cat|score|scoring|class|classification|grade|system|"
    r"categoria|kategorie|categorie|puntuacion|criteria|five-point|5-point|5 point|scale|of|is|was|code|acr|"
    r"الفئه|التصنيف|درجه)\.?[ :=\-()]+){0,5}"
    r"[ :=(\-]*"
)
ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
SYSTEMS: dict[str, re.Pattern[str]] = {
    "birads": re.compile(
        rf"\bbi ?-? ?rads{TO_SCORE}(?P<score>4 ?[abc]|[0-6]|iv ?[abc]?|i{{1,3}}|vi?)(?![\w%]|\.\d|-point)"
    ),
    "pirads": re.compile(rf"\bpi ?-? ?rads{TO_SCORE}(?P<score>[1-5]|iv|i{{1,3}}|v)(?![\w%]|\.\d|-point)"),
    "lirads": re.compile(
        rf"\b(?:li ?-? ?rads{TO_SCORE}(?:lr ?-? ?)?|lr ?- ?)(?P<score>[1-5]|m|tiv|nc)(?![\w%]|\.\d|-point)"
    ),
    "lungrads": re.compile(rf"\blung ?-? ?rads{TO_SCORE}(?P<score>4 ?[abx]|[0-3])(?![\w%]|\.\d|-point)"),
    "tirads": re.compile(
        rf"\b(?:(?:eu-|k-|acr )?ti ?-? ?rads{TO_SCORE}(?:tr ?-? ?)?|tr ?-? ?)(?P<score>[1-5])[abc]?"
        r"(?![\w%]|\.\d|-point)"
    ),
    "deauville": re.compile(rf"\bdeauville{TO_SCORE}(?P<score>[1-5])(?![\w%]|\.\d|-point| ?(?:-|to) ?5)"),
}
LEGEND = re.compile(
    r" ?[=:-]? ?[a-z<>= -]{2,40}[;,] ?(?:category )?[1-5][abc]? [a-z<>=]|[),]? ?(?:would|applies|means|needs)\b"
)
WAS = re.compile(
    r"\b(?:interim|earlier|former|previous|prior|last|old)\b[^.;\n]{0,28}$|\b(?:was|previously|formerly) ?$"
)
WAS_AFTER = re.compile(
    r"(?: (?:del|in|on|of)(?: the| estudio| study)*)? (?:previo|previous|prior|earlier|former|before)\b"
)
NOT = re.compile(r"\b(?:no|not|without|never|if|were) ?$|\bno [^.;:\n]{0,20}$")
MANY = 4  # so many different scores of one system are its legend


def scores(text: Text) -> Iterator[Fact]:
    """Each score of each system, once; a printed legend of a system is no score."""
    plain = folded(text.plain)
    for name, pattern in SYSTEMS.items():
        found = list(pattern.finditer(plain))
        if len({_score(match) for match in found}) >= MANY:
            parts = sections(text.plain)
            at = [(match, section_at(parts, match.start())) for match in found]
            found = [match for match, section in at if section and section.name == "impression"]
        yield from _once(text, name, found)


def _once(text: Text, name: str, found: list[re.Match[str]]) -> Iterator[Fact]:
    said: set[tuple[str, bool]] = set()
    plain = folded(text.plain)
    for match in found:
        value = _score(match)
        before, after = (
            plain[max(0, match.start() - 60) : match.start()],
            plain[match.end() : match.end() + 60],
        )
        if (value, WAS.search(before) is not None) in said or LEGEND.match(after) or NOT.search(before):
            continue
        earlier = WAS.search(before) is not None or WAS_AFTER.match(after) is not None
        said.add((value, earlier))
        yield fact(
            text, name, value, match.start(), match.end(), confidence=0.97,
            assertion="historical" if earlier else "affirmed",
        )  # fmt: skip


def _score(match: re.Match[str]) -> str:
    written = match["score"].replace(" ", "")
    if written in ("m", "tiv", "nc"):
        return written.upper()
    letter = written[-1] if written[-1] in "abcx" and len(written) > 1 else ""
    number = written.removesuffix(letter) if letter else written
    return ROMAN.get(number, "6" if number == "vi" else number) + letter.upper()
