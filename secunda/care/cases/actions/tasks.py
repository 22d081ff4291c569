"""Tasks with a clock, and legal holds."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from secunda.care.cases.models import Case, LegalHold, Task
from secunda.foundation.accounts.models import Account
from secunda.foundation.audit import actions as audit
from secunda.foundation.errors import Refused


@transaction.atomic
def add_task(*, case: Case, kind: str, due_at: datetime, at: datetime, about_id: UUID | None = None) -> Task:
    """Ask the programme's staff to do something by `due_at`; the same open task is never made twice."""
    Case.objects.select_for_update(of=("self",), no_key=True).filter(pk=case.pk).first()
    task, _made = Task.objects.get_or_create(
        case=case, programme_id=case.programme_id, kind=kind, about_id=about_id, done_at=None,
        defaults={"created_at": at, "due_at": due_at},
    )  # fmt: skip
    return task


@transaction.atomic
def finish_task(*, task: Task, by: Account | None, at: datetime) -> None:
    """Mark a task done, by a person or (`by=None`) because what it asked for came about; twice changes nothing."""
    if Task.objects.filter(pk=task.pk, done_at=None).update(done_at=at, done_by=by):
        audit.record(
            verb="task.done", at=at, case_id=task.case_id, programme_id=task.programme_id,
            object_type="task", object_id=task.public_id,
        )  # fmt: skip


def finish_tasks(
    *, case: Case, kind: str, by: Account | None, at: datetime, about_id: UUID | None = None
) -> None:
    """Mark every open task of a kind done: what it asked for has happened. `about_id` narrows it to one thing."""
    waiting = Task.objects.filter(case=case, kind=kind, done_at=None)
    for task in waiting if about_id is None else waiting.filter(about_id=about_id):
        finish_task(task=task, by=by, at=at)


@transaction.atomic
def hold(*, case: Case, klass: str, reason: str, by: Account, at: datetime) -> LegalHold:
    """Keep everything of a class (`evidence` or `opinion`) from being erased."""
    if not reason.strip():
        raise Refused(_("Please say why these records have to be kept."))
    audit.record(
        verb="case.held", at=at, case_id=case.id, programme_id=case.programme_id, object_type="case",
        object_id=case.public_id,
    )  # fmt: skip
    return LegalHold.objects.create(
        case=case, programme_id=case.programme_id, klass=klass, reason=reason, by=by, from_at=at
    )


@transaction.atomic
def release_hold(*, hold: LegalHold, by: Account, at: datetime) -> None:
    """End a legal hold."""
    LegalHold.objects.filter(pk=hold.pk, until_at=None).update(until_at=at)
    audit.record(
        verb="case.hold_lifted", at=at, case_id=hold.case_id, programme_id=hold.programme_id,
        object_type="case", object_id=None,
    )  # fmt: skip
