"""The quality check: a second person reads the whole report before it is signed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from secunda.care.opinions import access as opinions
from secunda.care.opinions import actions as opinion_actions
from secunda.care.opinions.rules import CHECKLIST
from secunda.foundation.accounts.models import Role
from secunda.foundation.audit import actions as audit
from secunda.portals.parts.doors import account_of, programme_of
from secunda.portals.parts.opinion import draft_page
from secunda.portals.staff.door import for_roles

REVIEWERS = (Role.Kind.REVIEWER, Role.Kind.MEDICAL_DIRECTOR)


@for_roles(*REVIEWERS)
def waiting(request: HttpRequest) -> HttpResponse:
    """The reports that wait for this reviewer."""
    rows = opinions.to_check(account_of(request), programme_of(request), timezone.now())
    return render(request, "staff/checks.html", {"rows": rows})


@for_roles(*REVIEWERS)
def read(request: HttpRequest, opinion: UUID) -> HttpResponse:
    """Read one as the patient and the treating doctor will, tick the list, pass it or return it."""
    by, at = account_of(request), timezone.now()
    one = opinions.for_check(by, programme_of(request), opinion, at)
    if request.method == "POST":
        passed = request.POST.get("do") == "pass"
        opinion_actions.check(
            opinion=one, passed=passed, checklist={key: key in request.POST for key, _label in CHECKLIST},
            comment=request.POST.get("comment", ""), edition=_edition(request), by=by, at=at,
        )  # fmt: skip
        messages.success(
            request, _("Passed: the author can sign.") if passed else _("Returned to the author.")
        )
        return redirect("staff:checks")
    audit.record(
        verb="opinion.opened", at=at, case_id=one.case_id, programme_id=one.programme_id, object_type="opinion",
        object_id=one.public_id,
    )  # fmt: skip
    context = {"opinion": one, "case": one.case, "checklist": CHECKLIST, "report": draft_page(one)}
    return render(request, "staff/check.html", context)


def _edition(request: HttpRequest) -> int:
    """The edition that the page was showing; one that never was, if it does not say."""
    given = request.POST.get("edition", "")
    return int(given) if given.isdecimal() and len(given) < 10 else -1
