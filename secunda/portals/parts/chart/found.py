"""What was found in a document as people see it: value, how far to trust it, what they may do with it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from secunda.care.chart import rules
from secunda.care.chart.access.timeline import FactLine
from secunda.care.chart.models import Fact, FactRevision
from secunda.portals.parts.chart.course import fact_url
from secunda.portals.parts.chart.visit import Visit

S, A = Fact.Standing, FactRevision.Action
GONE = (S.REJECTED, S.MERGED)


@dataclass(frozen=True)
class Found:
    """A value with its words. `tone` and `state` as in `.state`; `may` are the actions that this person has."""

    line: FactLine
    url: str
    note: str
    tone: str
    state: str
    may: frozenset[str]
    chosen: bool = False

    @property
    def gone(self) -> bool:
        """Whether it was rejected or merged, and is kept for its history alone."""
        return self.line.standing in GONE


def found_of(visit: Visit, line: FactLine, *, chosen: bool = False) -> Found:
    """A value for this person."""
    tone, state = state_of(line, own=visit.view.is_own)
    return Found(
        line=line, url=fact_url(visit, line), note=note_of(line), tone=tone, state=state,
        may=frozenset(action for action in A.values if _may(visit, line, action)), chosen=chosen,
    )  # fmt: skip


def _may(visit: Visit, line: FactLine, action: str) -> bool:
    """Whether to offer an action. The action itself asks again."""
    view = visit.view
    if not rules.may(view.role, blind=view.blind, action=action):
        return False
    if view.is_own and line.standing != S.READ and not line.from_patient:
        return False
    if action == A.RESTORE:
        return line.standing not in (S.READ, S.ADDED)
    if line.standing in GONE:
        return False
    return not (action == A.CONFIRM and line.standing == S.CONFIRMED)


def note_of(line: FactLine) -> str:
    """How the document says it: denied, possible, of former times, of the family; empty when it just says so."""
    return {
        "negated": _("the document says: not there"),
        "possible": _("the document says: possible"),
        "historical": _("from earlier times"),
        "family": _("of the family, not of the patient"),
    }.get(line.assertion, "")


def state_of(line: FactLine, *, own: bool) -> tuple[str, str]:
    """The tone and the words of a value's standing. `own`: for the patient's side, who says "you"."""
    if line.from_patient and line.standing in (S.CORRECTED, S.ADDED, S.REJECTED):
        return "waiting", _of_patient(line, own)
    return {
        S.READ: ("waiting", _("read by software")),
        S.CONFIRMED: ("done", _("confirmed")),
        S.CORRECTED: ("done", _("corrected")),
        S.ADDED: ("done", _("added by a person")),
        S.REJECTED: ("none", _("rejected")),
    }.get(S(line.standing), ("none", _("the same as another")))


def _of_patient(line: FactLine, own: bool) -> str:
    if line.standing == S.REJECTED:
        return _("you said that this is wrong") if own else _("the patient's side says that this is wrong")
    if line.standing == S.CORRECTED:
        return _("corrected by you") if own else _("corrected by the patient's side, not confirmed")
    return _("added by you") if own else _("added by the patient's side, not confirmed")
