"""The queue: who will be let down first."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from secunda.care.cases import access as cases
from secunda.care.cases import rules
from secunda.care.cases.models import Case, Interval, Task
from secunda.foundation.accounts.models import Role
from secunda.portals.parts.doors import account_of, programme_of, roles_of
from secunda.portals.staff.door import CASE_STAFF, for_roles
from secunda.portals.staff.words import cover_words, holder_words, next_step, task_words

PAGE = 50
TASKS = 30


@for_roles(*CASE_STAFF, Role.Kind.REVIEWER, Role.Kind.CREDENTIALING, Role.Kind.PRIVACY)
def queue(request: HttpRequest) -> HttpResponse:
    """Open tasks by clock, then every open case by how soon its promise breaks."""
    roles = roles_of(request)
    if not roles & CASE_STAFF:
        return redirect("staff:checks" if Role.Kind.REVIEWER in roles else "staff:experts")
    at = timezone.now()
    mine = cases.staff_cases(account_of(request), programme_of(request), at)
    open_cases = mine.filter(due_at__isnull=False).exclude(state__in=(*rules.ENDED, Case.State.DRAFT))
    page = Paginator(open_cases.order_by("due_at"), PAGE).get_page(request.GET.get("page"))
    tasks = Task.objects.filter(case__in=mine, done_at=None).select_related("case").order_by("due_at")[:TASKS]
    holders = _holders([case.pk for case in page])
    return render(
        request,
        "staff/queue.html",
        {
            "rows": [(case, holder_words(holders.get(case.pk)), next_step(case)) for case in page],
            "page": page,
            "tasks": [(task, task_words(task.kind)) for task in tasks],
            "uncovered": cover_words(programme_of(request), at, tasks),
        },
    )


def _holders(case_ids: list[int]) -> dict[int, Interval]:
    running = Interval.objects.filter(case_id__in=case_ids, until_at=None).select_related("holder_account")
    return {interval.case_id: interval for interval in running}
