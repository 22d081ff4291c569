"""The summary of the case: its editions, and the one that counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from secunda.care.chart.access import View
from secunda.care.chart.models import Chronology, Sentence
from secunda.foundation.errors import Hidden


@dataclass(frozen=True)
class Cite:
    """What a sentence rests on: a record, and of it a fact or a page."""

    record: UUID
    fact: UUID | None = None
    page: int | None = None


@dataclass(frozen=True)
class Told:
    """A sentence with what it rests on. `withheld`: a blind expert does not see it."""

    text: str
    cites: tuple[Cite, ...]
    withheld: bool = False


@dataclass(frozen=True)
class Summary:
    """An edition of the summary. `by` is empty for a draft by software."""

    edition: int
    language: str
    approved: bool
    by: str
    at: datetime
    approved_by: str
    approved_at: datetime | None
    sentences: tuple[Told, ...]


def approved(view: View) -> Summary | None:
    """The edition that counts: the latest approved one, as this person may see it; None while there is none."""
    return _latest(view, state=Chronology.State.APPROVED)


def latest(view: View) -> Summary | None:
    """The latest edition, draft or approved. Only staff see drafts: raises `Hidden` for everybody else."""
    if not view.is_staff:
        raise Hidden
    return _latest(view)


def _latest(view: View, **which: Any) -> Summary | None:
    found = Chronology.objects.filter(case=view.case, **which).select_related("by", "approved_by")
    edition = found.order_by("-edition").first()
    return None if edition is None else summary_of(edition, blind=view.blind)


def summary_of(edition: Chronology, *, blind: bool) -> Summary:
    """An edition with its sentences; for a blind expert without those that rest on something sealed."""
    rows = Sentence.objects.filter(chronology=edition).order_by("position")
    if blind:
        rows = rows.filter(withheld=False)
    return Summary(
        edition=edition.edition, language=edition.language, approved=edition.approved_at is not None,
        by=edition.by.name if edition.by else "", at=edition.at,
        approved_by=edition.approved_by.name if edition.approved_by else "", approved_at=edition.approved_at,
        sentences=tuple(Told(row.text, tuple(map(cite_of, row.cites)), row.withheld) for row in rows),
    )  # fmt: skip


def cite_of(kept: dict[str, Any]) -> Cite:
    """A citation from how it is kept."""
    return Cite(UUID(kept["record"]), UUID(kept["fact"]) if kept["fact"] else None, kept["page"])
