"""The primary site and its side: weighed from labels, specimens, tumour types and operations."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from secunda.reading.document import Fact
from secunda.reading.documents.found import fact
from secunda.reading.documents.lexicon import Mention
from secunda.reading.documents.pathology.report import Report
from secunda.reading.documents.pathology.tables import Site, TumourType, removed_with, site_codes

_LABEL = re.compile(
    r"(?:(?:primary|tumou?r|anatomic|lesion)[ ]*(?:tumou?r[ ]*)?(?:site|location|localization)s?|"
    r"site[ ]*of[ ]*(?:tumou?r|primary|tissue"
    r"[^:\n]{0,25})|location(?:\(s\))? of (?:the )?(?:primary )?tumou?r(?:\(?s\)?)?(?: is(?:/are)?)?|"
    r"specimen (?:site|type)|organ|"
    r"primary|localización|lokalisation|localisation|primärtumor)[ ]*(?:\([^()\n]{0,30}\)[ ]*)?[:=-][ ]*\Z",
    re.IGNORECASE,
)
# Where an organ's name is no sign of where the tumour arose.
_NOT_ORIGIN = re.compile(
    r"^[ ]*(?:lymph|nodes?\b|margin|vein|artery|vessel|nerve|involvement|metastas|invasion|fat\b|fascia|"
    r"sinus fat|capsul|"
    r"hilar|hilum|pelvic|sidewall|negative|free|uninvolved|unremarkable|sulcus|lavage|wash|fluid|no\b|cuff|"
    r"gutter)",
    re.IGNORECASE,
)
_NOT_ORIGIN_BEFORE = re.compile(
    r"(?:metasta\w+ (?:to|in|involving)|involv\w+ (?:of )?(?:the )?|invad\w+ (?:into )?(?:the )?|"
    r"extend\w+ (?:in)?to (?:the )?|"
    r"no |without |adjacent (?:to )?(?:the )?|peri-?|benign |normal |attached |portion of |uninvolved )\Z",
    re.IGNORECASE,
)
_ORIGIN_BEFORE = re.compile(
    r"(?:of|from|arising (?:in|from)|primary (?:in|to))[ ](?:the[ ])?(?:\w+[ ])?\Z", re.IGNORECASE
)
_PRIMARY_AFTER = re.compile(
    r"^[ ](?:primary|origin|cancer|carcinoma|tumou?r|adenocarcinoma|mass|neoplasm)\b", re.IGNORECASE
)
_ICD_O = re.compile(r"\bC[ -]?(\d\d)[.,]?[ ]?(\d)?\b")
_WEIGHT: Final = {"diagnosis": 2.0, "synopsis": 2.0, "specimen": 1.5, "": 1.2, "gross": 0.8, "procedure": 1.5}
_NEARNESS: Final = 160
_LEAST: Final = 3.0
_FEW: Final = 3


@dataclass
class _Votes:
    """What speaks for one organ: the sum, and the best single mention."""

    total: float = 0.0
    best: float = 0.0
    start: int = 0
    end: int = 0
    parts: set[str] = field(default_factory=set)

    def add(self, weight: float, start: int, end: int, code: str) -> None:
        """One more mention; a strong one may name a part of the organ."""
        self.total += weight
        if weight >= _LEAST:
            self.parts.add(code)
        if weight > self.best:
            self.best, self.start, self.end = weight, start, end


def primary_site(report: Report) -> list[Fact]:
    """The organ in which the tumour arose, with its topography code; none when nothing speaks clearly for one.

    A second organ follows only when a tumour that arises nowhere else is found in it too.
    """
    votes = _votes(report)
    ranked = sorted(votes.items(), key=lambda item: -item[1].total)
    if not ranked or ranked[0][1].total < _LEAST:
        return []
    total = sum(votes.total for _, votes in ranked[:2])
    implied = {tumour.entry.site for tumour in report.affirmed_tumours}
    chosen = [ranked[0], *(one for one in ranked[1:2] if one[0] in implied and one[1].total > total / 3)]
    return [_fact(report, name, one, one.total / total) for name, one in chosen]


def _fact(report: Report, name: str, votes: _Votes, share: float) -> Fact:
    return fact(
        report.text,
        "primary_site",
        name,
        votes.start,
        votes.end,
        code=_code(name, votes),
        code_system="ICD-O-3",
        confidence=round(min(0.97, 0.5 + share / 2), 3),
        assertion="affirmed",
    )


def _code(name: str, votes: _Votes) -> str:
    """The code of the part that is named, where it is one; the organ's own code otherwise."""
    whole = site_codes()[name]
    parts = votes.parts - {whole}
    return next(iter(parts)) if len(parts) == 1 else whole


def _votes(report: Report) -> dict[str, _Votes]:
    votes: dict[str, _Votes] = {}
    affirmed = [tumour for tumour in report.affirmed_tumours if tumour.entry.behaviour != "0"]
    for mention in report.organs:
        weight = _weight(report, mention, affirmed)
        if weight > 0:
            site = mention.entry
            votes.setdefault(site.name, _Votes()).add(weight, mention.start, mention.end, site.code)
    for tumour in _twice_at_most(affirmed):
        site_name = tumour.entry.site
        if site_name:
            votes.setdefault(site_name, _Votes()).add(5.0, tumour.start, tumour.end, site_codes()[site_name])
    _weigh_likely(votes, affirmed)
    return votes


def _weigh_likely(votes: dict[str, _Votes], affirmed: list[Mention[TumourType]]) -> None:
    """What a tumour's usual origin adds, and what a neighbour removed with it loses."""
    for tumour in affirmed:
        first = tumour.entry.likely[:1]
        if first and first[0] in votes and len(tumour.entry.likely) <= _FEW:
            votes[first[0]].total += 4.0
    for likely in {tumour.entry.likely for tumour in affirmed if len(tumour.entry.likely) > _FEW}:
        for rank, site_name in enumerate(name for name in likely if name in votes):
            votes[site_name].total *= 1.6 if rank == 0 else 1.2
    usual = {tumour.entry.likely[0] for tumour in affirmed if tumour.entry.likely}
    for name, other in removed_with().items():
        if name in votes and other in votes and other in usual:
            votes[name].total *= 0.4


def _twice_at_most(tumours: list[Mention[TumourType]]) -> list[Mention[TumourType]]:
    """The first two mentions of each type: a report says the name of its second tumour as often as of
    its first.
    """
    seen: Counter[str] = Counter()
    kept = []
    for tumour in tumours:
        seen[tumour.entry.site or tumour.entry.name] += 1
        if seen[tumour.entry.site or tumour.entry.name] <= _FEW - 1:
            kept.append(tumour)
    return kept


def _weight(report: Report, mention: Mention[Site], affirmed: list[Mention[TumourType]]) -> float:
    """How much a mention speaks for its organ as the origin."""
    plain = report.plain
    before, after = plain[max(0, mention.start - 60) : mention.start], plain[mention.end : mention.end + 30]
    if _LABEL.search(before.rpartition("\n")[2]) or _LABEL.search(before):
        return 12.0
    if (
        _NOT_ORIGIN.match(after)
        or _NOT_ORIGIN_BEFORE.search(before)
        or report.standing(mention.start) == "family"
    ):
        return 0.0
    weight = _WEIGHT.get(report.section(mention.start), 0.5)
    if mention.entry.by_operation:
        weight += 3.0
    if _PRIMARY_AFTER.match(after):
        weight += 1.5
    if _near_tumour(mention, affirmed):
        weight += 3.0 if _ORIGIN_BEFORE.search(before) else 1.5
    return weight * mention.entry.strength


def _near_tumour(mention: Mention[Site], affirmed: list[Mention[TumourType]]) -> bool:
    """Whether a tumour is named shortly after the organ, or right before it ("carcinoma of the …")."""
    index = bisect_left(affirmed, mention.start - 40, key=lambda tumour: tumour.start)
    return index < len(affirmed) and affirmed[index].start < mention.end + _NEARNESS
