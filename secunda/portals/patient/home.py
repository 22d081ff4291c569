"""My cases: usually one, and then straight to it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from secunda.care.cases import access as cases_access
from secunda.care.cases.models import Case, Party
from secunda.portals.parts.doors import account_of
from secunda.portals.patient.door import is_unsent, programme_of, zone_of
from secunda.portals.patient.standing import heading


@dataclass(frozen=True)
class Row:
    """A case as the list shows it: where it leads, for whom it is, how it stands in words."""

    case: Case
    url: str
    unsent: bool
    words: str


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """The person's cases in this programme. Exactly one that was sent: on to its page."""
    account, programme, at = account_of(request), programme_of(request), timezone.now()
    found = list(cases_access.cases_of(account, programme, at)[:50])
    if len(found) == 1 and not is_unsent(found[0]):
        return redirect("patient:case", found[0].public_id)
    roles = dict(cases_access.live_parties(account, programme, at).values_list("case_id", "role"))
    rows = [_row(case, roles.get(case.pk, Party.Role.PATIENT)) for case in found]
    with timezone.override(zone_of(account, found[0] if found else None)):
        return render(request, "patient/home.html", {"rows": rows})


def _row(case: Case, role: str) -> Row:
    unsent = is_unsent(case)
    url = reverse("public:draft" if unsent else "patient:case", args=(case.public_id,))
    return Row(
        case=case,
        url=url,
        unsent=unsent,
        words="" if unsent else heading(case, own=role == "patient", who=""),
    )
