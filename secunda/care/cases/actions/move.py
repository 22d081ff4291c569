"""The one writer of a case's state and clock."""

from __future__ import annotations

from datetime import datetime

from secunda.care.cases import rules
from secunda.care.cases.models import Case, Interval
from secunda.foundation.accounts.models import Account
from secunda.foundation.audit import actions as audit


def locked(case: Case) -> Case:
    """The case as it is now, locked until the transaction ends."""
    return (
        Case.objects.select_for_update(of=("self",), no_key=True)
        .select_related("programme", "patient")
        .get(pk=case.pk)
    )


def move(
    case: Case, to: str, *, by: Account | None, role: str, at: datetime, holder_account: Account | None = None
) -> Case:
    """Move a case to another state; close the running interval and open the next, naming who holds the case.

    `role` is the part in which `by` makes the move (`rules.MOVES`). Raises `Refused` when the table says no.
    """
    now = locked(case)
    rules.require_move(now.state, to, role)
    rules.require_sent_stays_sent(to, now.submitted_at)
    now.state, now.state_at = to, at
    if to in rules.ENDED:
        now.closed_at = at
    now.due_at = rules.due_at(to, at, now.programme.rules.get("due_hours", {}))
    now.save(update_fields=("state", "state_at", "closed_at", "due_at"))
    start_interval(now, by=by, at=at, holder_account=holder_account)
    audit.record(
        verb="case.moved", at=at, case_id=now.id, programme_id=now.programme_id, object_type="case",
        object_id=now.public_id,
    )  # fmt: skip
    case.state, case.state_at, case.closed_at = now.state, now.state_at, now.closed_at
    return now


def hand_over(
    *, case: Case, holder: str, holder_account: Account | None, by: Account | None, at: datetime
) -> None:
    """Within the same state the ball passes to somebody else: the running interval ends and a new one names them."""
    start_interval(locked(case), by=by, at=at, holder=holder, holder_account=holder_account)


def promise(*, case: Case, due_at: datetime) -> None:
    """Set until when the present holder has promised the next step."""
    Case.objects.filter(pk=case.pk).update(due_at=due_at)


def start_interval(
    case: Case, *, by: Account | None, at: datetime, holder: str = "", holder_account: Account | None = None
) -> None:
    """Close the running stretch of the clock and start the one of the case's present state.

    The clock never runs backwards, even when two machines' clocks disagree: an edge is never before the last one.
    """
    running = Interval.objects.filter(case=case, until_at=None).first()
    if running is not None:
        at = max(at, running.from_at)
        running.until_at = at
        running.save(update_fields=("until_at",))
    Interval.objects.create(
        case=case,
        programme_id=case.programme_id,
        state=case.state,
        holder=holder or rules.HOLDER[case.state],
        holder_account=holder_account,
        by=by,
        from_at=at,
        zone=by.time_zone if by else case.time_zone,
    )


def make_readable(case: Case, *, at: datetime) -> None:
    """Stop the published clock: from `at` on the patient can open the opinion. Only the first time counts."""
    Case.objects.filter(pk=case.pk, readable_at=None).update(readable_at=at)
