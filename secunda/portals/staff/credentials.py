"""Experts and their licences, for whoever verifies them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from secunda.care.experts import access as experts
from secunda.care.experts import actions as expert_actions
from secunda.care.experts import rules
from secunda.care.experts.models import Licence
from secunda.foundation.accounts.models import Role
from secunda.portals.parts.doors import account_of, programme_of, roles_of
from secunda.portals.staff.door import for_roles

MAY_SEE = (Role.Kind.CREDENTIALING, Role.Kind.COORDINATOR, Role.Kind.MEDICAL_DIRECTOR, Role.Kind.PRIVACY)


@for_roles(*MAY_SEE)
def experts_page(request: HttpRequest) -> HttpResponse:
    """Every expert of the programme with licences, and whether each holds today."""
    today = timezone.now().date()
    rows = [
        (expert, [(licence, rules.licence_good(licence, today)) for licence in expert.licences.all()])
        for expert in experts.experts_of(programme_of(request))
    ]
    may_verify = Role.Kind.CREDENTIALING in roles_of(request)
    return render(request, "staff/experts.html", {"rows": rows, "may_verify": may_verify})


@require_POST
@for_roles(Role.Kind.CREDENTIALING)
def verify(request: HttpRequest, licence: UUID) -> HttpResponse:
    """The officer saw the licence in its register today."""
    found = get_object_or_404(Licence, programme=programme_of(request), public_id=licence)
    expert_actions.verify_licence(licence=found, by=account_of(request), at=timezone.now())
    return redirect("staff:experts")
