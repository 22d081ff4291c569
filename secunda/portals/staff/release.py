"""The release: the moment the patient can read."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from secunda.care.cases.models import Wishes
from secunda.care.opinions import access as opinions
from secunda.care.opinions import actions as opinion_actions
from secunda.care.opinions.models import Opinion, Rendering
from secunda.foundation.audit import actions as audit
from secunda.foundation.errors import Hidden
from secunda.portals.parts import files
from secunda.portals.parts.doors import account_of
from secunda.portals.staff.door import for_case_staff, staff_case


@for_case_staff
def release(request: HttpRequest, case: UUID) -> HttpResponse:
    """What the patient chose, what they will get, and the one button."""
    one = staff_case(request, case)
    opinion = opinions.opinions_of(one).filter(state=Opinion.State.SIGNED).first()
    if opinion is None:
        raise Hidden
    if request.method == "POST":
        told = request.POST.get("told", "")
        opinion_actions.release(opinion=opinion, told=told, by=account_of(request), at=timezone.now())
        messages.success(request, _("Released. The patient has been told by e-mail."))
        return redirect("staff:case", one.public_id)
    context = {
        "case": one,
        "opinion": opinion,
        "wishes": Wishes.objects.get(case=one),
        "ready": Rendering.objects.filter(
            opinion=opinion, reader="patient", language=opinion.language
        ).exists(),
        "telephone": one.patient.telephone if one.patient else "",
    }
    return render(request, "staff/release.html", context)


@for_case_staff
def report(request: HttpRequest, case: UUID) -> HttpResponseBase:
    """The newest signed report as PDF."""
    one = staff_case(request, case)
    opinion = opinions.opinions_of(one).exclude(signed_at=None).first()
    if opinion is None:
        raise Hidden
    made = opinions.report(opinion, "patient", opinion.language)
    audit.record(
        verb="opinion.downloaded", at=timezone.now(), case_id=one.id, programme_id=one.programme_id,
        object_type="report", object_id=opinion.public_id,
    )  # fmt: skip
    return files.attachment(request, made.object, name=f"second-opinion-{one.reference}.pdf")
