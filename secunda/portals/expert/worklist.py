"""The worklist: what waits for this expert, what is due first first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from secunda.care.assignment import access as assignments
from secunda.care.assignment import rules
from secunda.care.assignment.models import Assignment
from secunda.care.cases.models import Case
from secunda.care.opinions.actions.addendum import ANSWER_WITHIN
from secunda.care.opinions.models import Addendum, Opinion
from secunda.foundation.accounts.models import Account, Programme
from secunda.portals.expert import words
from secunda.portals.expert.door import for_experts
from secunda.portals.expert.words import Step
from secunda.portals.parts.doors import account_of, programme_of

SHOWN_DONE = 50
SETTLED = (Opinion.State.RELEASED, Opinion.State.SUPERSEDED, Opinion.State.WITHDRAWN)


@dataclass(frozen=True)
class Row:
    """A line of the worklist."""

    due_at: datetime | None
    question: str
    person: str
    family: str
    material: list[str]
    ready: bool
    step: Step
    reference: str

    @property
    def is_late(self) -> bool:
        """Whether its time has passed."""
        return self.due_at is not None and self.due_at < timezone.now()


@for_experts
def worklist(request: HttpRequest) -> HttpResponse:
    """Invitations first, then work by what is due, then questions to answer, what others have, what is done."""
    account, programme = account_of(request), programme_of(request)
    asked = list(_asked(account, programme))
    mine = _mine(account, programme, [one.case_id for one in asked])
    newest = _newest_opinions(account.pk, [one.case_id for one in mine])
    by_case = {one.case_id: one for one in mine}
    to_answer = [_follow_up(one, by_case[one.case_id]) for one in asked if one.case_id in by_case]
    rows = [(one, _row(one, newest.get(one.case_id))) for one in mine]
    groups = [
        (_("Invitations"), [row for one, row in rows if one.state in (one.State.INVITED, one.State.DECLARED)]),
        (_("To read, write and sign"), _by_due(row for one, row in rows if _is_work(one, row))),
        (_("Follow-up questions"), to_answer),
        (_("With somebody else"), [row for one, row in rows if row.step.waits and one.state != one.State.DONE]),
        (_("Done"), [row for one, row in rows if one.state == one.State.DONE and not _is_work(one, row)][:SHOWN_DONE]),
    ]  # fmt: skip
    todo = sum(len(found) for _name, found in groups[:3])
    return render(request, "expert/worklist.html", {"groups": [g for g in groups if g[1]], "todo": todo})


def _asked(account: Account, programme: Programme) -> QuerySet[Addendum]:
    """Follow-up questions that this expert still has to answer, the oldest first."""
    unanswered = Addendum.objects.filter(
        opinion__authors__account=account, programme=programme, signed_at=None
    )
    return unanswered.select_related("opinion").order_by("asked_at")


def _mine(account: Account, programme: Programme, asked: list[int]) -> list[Assignment]:
    """All that is open, and of what is done the newest and whatever has work in it again."""
    every = assignments.assignments_of(account, programme).exclude(state__in=rules.ENDED)
    newest = every.filter(state=Assignment.State.DONE).order_by("-state_at").values("pk")[:SHOWN_DONE]
    unsettled = Opinion.objects.filter(authors__account=account).exclude(state__in=SETTLED).values("case")
    at_work = ~Q(state=Assignment.State.DONE) | Q(case__in=unsettled) | Q(case__in=asked)
    return list(every.filter(at_work | Q(pk__in=newest)))


def _is_work(one: Assignment, row: Row) -> bool:
    return one.state not in (one.State.INVITED, one.State.DECLARED) and not row.step.waits


def _by_due(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row.due_at is None, row.due_at or timezone.now()))


def _newest_opinions(account_id: int, case_ids: list[int]) -> dict[int, Opinion]:
    found = Opinion.objects.filter(case_id__in=case_ids, authors__account_id=account_id).defer(
        "content", "canonical"
    )
    return {opinion.case_id: opinion for opinion in found.order_by("version")}


def _row(one: Assignment, opinion: Opinion | None) -> Row:
    invitation = one.state in (one.State.INVITED, one.State.DECLARED)
    step = words.next_step(one, opinion)
    due_at = one.answer_by_at if invitation else None if step.waits else one.report_by_at
    material = words.material(one.offer)
    return Row(
        due_at=due_at, question=str(one.offer.get("question", "")), person=words.person(one.offer),
        family=words.family(str(one.offer.get("family", ""))), material=material,
        ready=bool(material) and one.case.state != Case.State.RECORDS_NEEDED, step=step, reference=one.case.reference,
    )  # fmt: skip


def _follow_up(asked: Addendum, one: Assignment) -> Row:
    url = reverse("expert:answer", args=(asked.public_id,))
    step = Step(url, _("Answer the question"), _("asked, not answered"), "waiting")
    row = _row(one, None)
    return Row(
        due_at=asked.asked_at + ANSWER_WITHIN, question=row.question, person=row.person, family=row.family,
        material=row.material, ready=True, step=step, reference=row.reference,
    )  # fmt: skip
