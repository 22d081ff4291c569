"""The lines of the records page, as whoever of the patient's side looks at them sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from secunda.care.cases.models import Party
from secunda.care.records import access, rules, sentences, unpacked
from secunda.care.records.lines import Line, Shelf, lines_of
from secunda.care.records.models import Record
from secunda.portals.parts import record_words
from secunda.portals.parts.chart.states import ReadingState, states_of

S = Record.State
OPENS = (S.ACCEPTED, S.UNPACKED)


@dataclass(frozen=True)
class Row:
    """A line as the page shows it."""

    line: Line
    name: str
    facts: str
    origin: str
    tone: str
    state: str
    sentence: str
    inside: record_words.Inside | None
    within: str
    may_open: bool
    may_remove: bool

    @property
    def safe(self) -> bool:
        """Whether a copy in which nothing can run is what opens."""
        return bool(self.within) and self.line.head.kind == "pdf"

    @property
    def picture(self) -> bool:
        """Whether a small picture of its first page stands beside it."""
        return self.may_open and record_words.has_picture(self.line.head)

    @property
    def waits(self) -> bool:
        """Whether the page has to ask again."""
        return unpacked.is_on_its_way(self.line.head) or bool(self.line.waiting)


def shelf_of(party: Party, page: int) -> Shelf:
    """One page of what this part in the case sees."""
    return lines_of(access.records_of(party), page=page)


def line_of(party: Party, record: Record) -> Line:
    """The line that a record belongs to."""
    seen = access.records_of(party).filter(pk__in=access.same_line(record).values("pk"))
    return lines_of(seen).lines[0]


def row_of(line: Line, party: Party) -> Row:
    """A line with its words."""
    head, account = line.head, party.account_id
    tone, state = record_words.state(line)
    return Row(
        line=line, name=record_words.name(line), facts=record_words.facts(line),
        origin=record_words.origin(head), tone=tone, state=state,
        sentence=record_words.what_to_do(line, reader=account), within=sentences.what_is_inside(head),
        inside=record_words.inside(head, reader=account),
        may_open=head.state in OPENS and party.may_open_records and not line.is_study,
        may_remove=line.senders <= 1
        and rules.may_remove(head, party.case.state, account_id=account, as_staff=False),
    )  # fmt: skip


def readings(party: Party, lines: tuple[Line, ...]) -> Mapping[UUID, ReadingState]:
    """How far the reading of each line's record is, for whoever may open the records."""
    return states_of([line.head for line in lines]) if party.may_open_records else {}
