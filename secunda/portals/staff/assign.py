"""Choosing the expert and the second person, by hand, with what speaks against each."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from secunda.care.assignment import access as assignments
from secunda.care.assignment import actions as assignment_actions
from secunda.care.assignment import rules as assignment_rules
from secunda.care.assignment.models import Assignment
from secunda.care.experts import access as experts
from secunda.care.opinions import actions as opinions
from secunda.foundation.accounts.models import Account, Role
from secunda.portals.parts.doors import account_of, programme_of
from secunda.portals.staff.door import for_case_staff, staff_case


@for_case_staff
def candidates(request: HttpRequest, case: UUID) -> HttpResponse:
    """Every expert of the programme, those with nothing against them first."""
    one = staff_case(request, case)
    rows = assignments.candidates(one, programme_of(request), timezone.now().date())
    live = (
        Assignment.objects.filter(case=one).exclude(state__in=assignment_rules.ENDED).select_related("expert")
    )
    context = {
        "case": one,
        "live": live,
        "rows": [(expert, found, any(o.bar for o in found)) for expert, found in rows],
    }
    return render(request, "staff/assign.html", context)


@require_POST
@for_case_staff
def invite(request: HttpRequest, case: UUID, expert: UUID) -> HttpResponse:
    """Invite one; each warning that is overruled carries its reason in a field `reason_<code>`."""
    one = staff_case(request, case)
    found = experts.expert(programme_of(request), expert)
    reasons = {
        key.removeprefix("reason_"): str(v) for key, v in request.POST.items() if key.startswith("reason_")
    }
    assignment_actions.invite(
        case=one, expert=found, reasons=reasons, by=account_of(request), at=timezone.now()
    )
    messages.success(request, _("%(name)s is invited and has 12 hours to answer.") % {"name": found.name})
    return redirect("staff:case", one.public_id)


@require_POST
@for_case_staff
def withdraw(request: HttpRequest, case: UUID, assignment: UUID) -> HttpResponse:
    """Take an expert off the case."""
    one = staff_case(request, case)
    assignment_actions.withdraw(
        assignment=get_object_or_404(Assignment, case=one, public_id=assignment),
        reason=request.POST.get("reason", ""), by=account_of(request), role=assignment_rules.COORDINATOR,
        at=timezone.now(),
    )  # fmt: skip
    return redirect("staff:case", one.public_id)


@for_case_staff
def reviewer(request: HttpRequest, case: UUID) -> HttpResponse:
    """Choose who checks the report: a quality reviewer who does not read the case."""
    one = staff_case(request, case)
    readers = Assignment.objects.filter(case=one).values("account_id")
    held = Role.objects.filter(programme=one.programme, kind=Role.Kind.REVIEWER, until_at=None)
    people = Account.objects.filter(id__in=held.values("account_id")).exclude(id__in=readers).order_by("name")
    if request.method == "POST":
        chosen = get_object_or_404(people, public_id=request.POST.get("reviewer") or None)
        opinions.choose_reviewer(case=one, reviewer=chosen, by=account_of(request), at=timezone.now())
        return redirect("staff:case", one.public_id)
    return render(request, "staff/reviewer.html", {"case": one, "people": people})
