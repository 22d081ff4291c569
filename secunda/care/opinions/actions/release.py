"""Release, first opening, and what happens when nobody opens it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from secunda.care.cases import actions as cases
from secunda.care.cases import rules as case_rules
from secunda.care.cases.models import Case, Task, Wishes
from secunda.care.opinions import rules
from secunda.care.opinions.actions.write import advance, locked, record
from secunda.care.opinions.models import Opinion, Rendering
from secunda.foundation.accounts.models import Account, Programme
from secunda.foundation.errors import Refused
from secunda.foundation.notifications import actions as notifications

S = Opinion.State
UNOPENED_TASK = "opinion_unopened"
TOLD = {"called": True, "call_declined": True, "not_reached": True, "": False}


@transaction.atomic
def release(*, opinion: Opinion, told: str, by: Account, at: datetime) -> Opinion:
    """Give a signed opinion to the patient, in the way they chose to hear.

    `told` is how a wished call went: `called`, `call_declined`, `not_reached`, or empty when none was wished.
    """
    now = locked(opinion)
    if not Rendering.objects.filter(opinion=now, reader="patient", language=now.language).exists():
        raise Refused(_("The report is still being made. It takes less than a minute; please try again."))
    wishes = Wishes.objects.get(case=now.case)
    if wishes.hear != Wishes.Hear.PAGE and not TOLD.get(told, False):
        raise Refused(_("The patient wants a call before reading. Say how the call went before you release."))
    now.call_offered = {"told": told, "by": by.id, "at": at.isoformat()} if told else None
    now.released_at, now.released_by = at, by
    advance(now, S.RELEASED, role=rules.COORDINATOR, at=at)
    cases.move(now.case, Case.State.RELEASED, by=by, role=case_rules.COORDINATOR, at=at)
    cases.make_readable(now.case, at=at)
    record(now, "opinion.released", at)
    if now.supersedes:
        advance(locked(now.supersedes), S.SUPERSEDED, role=rules.SYSTEM, at=at)
    if now.case.requester:
        notifications.notify(
            to=now.case.requester, kind="opinion.released", case_id=now.case_id, programme=now.case.programme,
            about_type="opinion", about_id=now.public_id, at=at,
        )  # fmt: skip
    return now


@transaction.atomic
def note_opened(*, opinion: Opinion, by: Account, at: datetime) -> None:
    """The patient's side has opened the opinion: audited each time, the receipt and the next stage only once."""
    record(opinion, "opinion.opened", at)
    if opinion.opened_at:
        return
    now = locked(opinion)
    if now.opened_at is None:
        now.opened_at = at
        now.save(update_fields=("opened_at",))
        notifications.opened(by=by, about_id=now.public_id, at=at)
        cases.finish_tasks(case=now.case, kind=UNOPENED_TASK, by=by, at=at, about_id=now.public_id)
        if now.case.state == Case.State.RELEASED:
            cases.move(now.case, Case.State.FOLLOW_UP, by=by, role=case_rules.REQUESTER, at=at)


@transaction.atomic
def tell_unopened(*, programme: Programme, at: datetime) -> int:
    """Ask the coordinator, once, to call where an opinion lies unopened for three days. Returns how many lie so."""
    late = Opinion.objects.filter(
        programme=programme, state=S.RELEASED, opened_at=None, released_at__lt=at - rules.UNOPENED_AFTER
    ).select_related("case")
    asked = set(
        Task.objects.filter(kind=UNOPENED_TASK, programme=programme).values_list("about_id", flat=True)
    )
    for opinion in late:
        if opinion.public_id not in asked:
            cases.add_task(
                case=opinion.case, kind=UNOPENED_TASK, due_at=at, at=at, about_id=opinion.public_id
            )
    return len(late)
