"""Records that the staff add to a case: what a hospital sent them, or what a patient brought on a disc."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET

from secunda.care.cases.rules import ENDED
from secunda.care.records.lines import Line
from secunda.care.records.models import Record
from secunda.foundation.errors import Hidden
from secunda.portals.parts import record_words, sending
from secunda.portals.parts.doors import account_of, act_for, roles_of
from secunda.portals.parts.taking import Sender
from secunda.portals.parts.tus import tus_views
from secunda.portals.parts.uploads import upload_view
from secunda.portals.staff.door import CASE_STAFF, for_case_staff, staff_case


@require_GET
@for_case_staff
def send_page(request: HttpRequest, case: UUID) -> HttpResponse:
    """A place to send files to a case, as its staff."""
    one = staff_case(request, case)
    place = sending.place(
        upload=reverse("staff:upload", args=[case]), arriving=reverse("staff:arriving", args=[case])
    )
    return render(
        request, "staff/send.html", {"case": one, "place": place, "may_send": one.state not in ENDED}
    )


def _sender(request: HttpRequest, case: UUID) -> Sender:
    """A member of the case staff; raises `Hidden` for everybody else."""
    mine = sorted(CASE_STAFF & roles_of(request))
    if not mine:
        raise Hidden
    act_for(request, role=mine[0])
    return Sender(case=staff_case(request, case), by=account_of(request))


def _row(request: HttpRequest, sender: Sender, record: Record) -> str:
    line = Line.of(record)
    tone, state = record_words.state(line)
    said = record_words.for_staff(record) or record_words.what_to_do(line, reader=account_of(request).pk)
    context = {"record": record, "tone": tone, "state": state, "sentence": said}
    return render_to_string("staff/send_line.html", context, request)


def _back(sender: Sender) -> str:
    return reverse("staff:case", args=[sender.case.public_id])


upload = for_case_staff(upload_view(_sender, row=_row, back=_back))
arriving, arriving_one = tus_views(_sender, row=_row)
