"""What happened to a case, as sentences: its clock's edges and the few events beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from secunda.care.cases.models import Case, Interval
from secunda.foundation.accounts.models import Account
from secunda.foundation.audit.models import Event
from secunda.portals.parts.who import sentences

S = Case.State
BESIDE = (
    "records.requested",
    "proxy.confirmed",
    "proxy.withdrawn",
    "party.ended",
    "consent.given",
    "consent.withdrawn",
    "question.asked",
    "addendum.signed",
)


@dataclass(frozen=True)
class Line:
    """One thing that happened."""

    at: datetime
    words: str


def log_of(case: Case, intervals: Sequence[Interval], *, you: Account, who: str) -> list[Line]:
    """Newest first. `who` is the expert who reads; row security leaves out the events that this person may not see."""
    lines = []
    for before, one in zip([None, *intervals], intervals, strict=False):
        words = _edge(before.state if before else "", one, you, who)
        if words:
            lines.append(Line(one.from_at, words))
    beside = Event.objects.filter(case_id=case.pk, verb__in=BESIDE, outcome="ok")
    if case.submitted_at:
        beside = beside.filter(at__gt=case.submitted_at)
    lines += [Line(one.at, f"{one.words}.") for one in sentences(beside.order_by("-seq")[:50], you=you.pk)]
    lines.reverse()  # what happened at one instant stays in its order, the latest first
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _edge(before: str, one: Interval, you: Account, who: str) -> str:
    if one.state == before:
        return ""
    say = EDGES.get(one.state)
    if say is None:
        return ""
    name = _name(one.by, you)
    if one.state in (S.REVIEW, S.DRAFTED):
        name = one.holder_account.name if one.holder_account else who or _("The specialist")
    return say(before, name)


def _name(account: Account | None, you: Account) -> str:
    if account is None:
        return _("The service")
    return _("You") if account.pk == you.pk else account.name or _("Somebody")


def _drafted(before: str, name: str) -> str:
    if before in (S.QUALITY_CHECK,):
        return _("The text went back to %(who)s for a change.") % {"who": name}
    if before in (S.RELEASED, S.FOLLOW_UP):
        return _("%(who)s began a corrected version.") % {"who": name}
    return _("%(who)s saw the first opinion, compared, and began to write.") % {"who": name}


def _records(before: str, name: str) -> str:
    return "" if before == S.SUBMITTED else _("More records are needed.")


def _search(before: str, name: str) -> str:
    if before in (S.REVIEW, S.DRAFTED):
        return _("The specialist could not go on; another one is being found.")
    return _("The search for the right specialist began.")


EDGES: dict[str, Callable[[str, str], str]] = {
    S.DRAFT: lambda before, name: "" if before else _("The first click. From here on the clock runs."),
    S.EMERGENCY: lambda before, name: _("The case was stopped because something should not wait."),
    S.SUBMITTED: lambda before, name: _("%(who)s sent the case.") % {"who": name},
    S.RECORDS_NEEDED: _records,
    S.RECORDS_COMPLETE: lambda before, name: _("The records are complete."),
    S.ASSIGNMENT: _search,
    S.REVIEW: lambda before, name: (
        _("%(who)s declared no conflict and agreed to read the case.") % {"who": name}
    ),
    S.DRAFTED: _drafted,
    S.QUALITY_CHECK: lambda before, name: _("The opinion is written. A second person checks it."),
    S.SIGNED: lambda before, name: _("%(who)s signed the opinion.") % {"who": name},
    S.RELEASED: lambda before, name: _("The opinion was handed over. It can be read."),
    S.FOLLOW_UP: lambda before, name: _("%(who)s opened the opinion.") % {"who": name},
    S.CLOSED: lambda before, name: _("The case was closed."),
    S.CANCELLED: lambda before, name: _("%(who)s cancelled the case.") % {"who": name},
    S.DECLINED: lambda before, name: _("The programme declined the case."),
}
