"""The records page: sending files, seeing what became of each, taking one back, saying that this is everything."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from secunda.care.cases.models import Case, Party, Task
from secunda.care.cases.rules import ENDED
from secunda.care.chasing import smart
from secunda.care.records import access, completeness, rules, unpacked
from secunda.care.records import actions as records
from secunda.care.records.actions.remove import DONE_TASK
from secunda.care.records.models import Record
from secunda.portals.parts import sending
from secunda.portals.parts.doors import account_of
from secunda.portals.parts.paging import page_asked
from secunda.portals.parts.record_files import record_file
from secunda.portals.parts.tus import tus_views
from secunda.portals.parts.uploads import Sender, upload_view
from secunda.portals.patient.door import of_own_case, own_part
from secunda.portals.patient.rows import line_of, readings, row_of, shelf_of

__all__ = (
    "arriving",
    "arriving_one",
    "record_file",
    "record_line",
    "records_done",
    "records_page",
    "remove_record",
    "upload",
)


ASKED_FOR = frozenset({Case.State.SUBMITTED, Case.State.RECORDS_NEEDED})


@require_GET
@of_own_case
def records_page(request: HttpRequest, party: Party) -> HttpResponse:
    """Everything that was sent, a place to send more, and what the specialist will look for."""
    one = party.case
    shelf = shelf_of(party, page_asked(request))
    if not party.may_open_records:
        messages.info(request, _("The programme still has to confirm that you may act for the patient. "
                                 "You can send records now; you see those that you sent."))  # fmt: skip
    asked = completeness.asked_of_patient(one.condition_family)
    context = {
        "case": one,
        "party": party,
        "shelf": shelf,
        "rows": [row_of(line, party) for line in shelf.lines],
        "readings": readings(party, shelf.lines),
        "needed": [row for row in asked if row.is_needed],
        "helpful": [row for row in asked if not row.is_needed],
        "unreviewed": not all(row.is_reviewed for row in asked),
        "may_send": one.state not in ENDED,
        "asked_for": one.state in ASKED_FOR,
        "being_read": one.state not in rules.BEFORE_REVIEW | ENDED,
        "place": sending.place(
            upload=reverse("patient:upload", args=[one.public_id]),
            arriving=reverse("patient:arriving", args=[one.public_id]),
        ),
        "connects": bool(smart.hospitals(one.programme)),
        "said_done": Task.objects.filter(case=one, kind=DONE_TASK, done_at=None).first(),
    }
    return render(request, "patient/records.html", context)


def _line_html(request: HttpRequest, party: Party, record: Record) -> str:
    line = line_of(party, record)
    context = {"row": row_of(line, party), "case": party.case, "readings": readings(party, (line,))}
    return render_to_string("patient/records_line.html", context, request)


@require_GET
@of_own_case
def record_line(request: HttpRequest, party: Party, record: UUID) -> HttpResponse:
    """One line alone, for the page that waits until a file is checked."""
    found = access.find_own(party, record)
    response = HttpResponse(_line_html(request, party, found))
    if found.state == Record.State.UNPACKED and not unpacked.is_on_its_way(found):
        response["HX-Trigger"] = "unpacked"  # there are new lines to see: the upload island fetches them
    return response


def _sender(request: HttpRequest, case: UUID) -> Sender:
    party = own_part(request, case)
    return Sender(case=party.case, by=party.account)


def _sent_row(request: HttpRequest, sender: Sender, record: Record) -> str:
    return _line_html(request, own_part(request, sender.case.public_id), record)


def _back(sender: Sender) -> str:
    return _page(sender.case)


def _page(case: Case) -> str:
    return reverse("patient:records", args=[case.public_id])


upload = login_required(upload_view(_sender, row=_sent_row, back=_back))
arriving, arriving_one = tus_views(_sender, row=_sent_row)


@require_POST
@of_own_case
def remove_record(request: HttpRequest, party: Party, record: UUID) -> HttpResponse:
    """Take back a line that this person sent."""
    found = access.find_own(party, record)
    name, was_refused = found.name, found.state == Record.State.REFUSED
    records.remove(record=found, by=account_of(request), at=timezone.now())
    said = _("“%(name)s” is off the list.") if was_refused else _("“%(name)s” was removed.")
    messages.success(request, said % {"name": name})
    return redirect(_page(party.case))


@require_POST
@of_own_case
def records_done(request: HttpRequest, party: Party) -> HttpResponse:
    """The person says that this is everything they have."""
    records.say_complete(case=party.case, at=timezone.now())
    return redirect(_page(party.case))
