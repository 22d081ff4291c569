"""The records page: sending files, seeing what became of each, taking one back, saying that this is everything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
from secunda.care.records.lines import Line, lines_of
from secunda.care.records.models import Record
from secunda.portals.parts import record_words, sending
from secunda.portals.parts.chart.states import ReadingState, states_of
from secunda.portals.parts.doors import account_of
from secunda.portals.parts.record_files import record_file
from secunda.portals.parts.tus import tus_views
from secunda.portals.parts.uploads import Sender, upload_view
from secunda.portals.patient.door import of_own_case, own_part

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


@dataclass(frozen=True)
class Row:
    """A line as the page shows it."""

    line: Line
    name: str
    facts: str
    tone: str
    state: str
    sentence: str
    may_open: bool
    may_remove: bool

    @property
    def waits(self) -> bool:
        """Whether the page has to ask again."""
        return unpacked.is_on_its_way(self.line.head) or any(
            one.state == Record.State.RECEIVED for one in self.line.records
        )


@require_GET
@of_own_case
def records_page(request: HttpRequest, party: Party) -> HttpResponse:
    """Everything that was sent, a place to send more, and what the specialist will look for."""
    one = party.case
    found = access.records_of(party)
    if not party.may_open_records:
        messages.info(request, _("The programme still has to confirm that you may act for the patient. "
                                 "You can send records now; you see those that you sent."))  # fmt: skip
    asked = completeness.asked_of_patient(one.condition_family)
    context = {
        "case": one,
        "party": party,
        "rows": [_row(line, party) for line in lines_of(found)],
        "readings": _readings(party),
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


def _readings(party: Party) -> Mapping[UUID, ReadingState]:
    """How far the reading of each record is, for whoever may open the records."""
    return states_of(party.case) if party.may_open_records else {}


def _row(line: Line, party: Party) -> Row:
    head = line.head
    tone, state = record_words.state(line)
    removable = all(
        rules.may_remove(one, party.case.state, account_id=party.account_id, as_staff=False)
        for one in line.records
    )
    return Row(
        line=line,
        name=record_words.kind(line) if line.is_study else head.name,
        facts=record_words.facts(line),
        tone=tone,
        state=state,
        sentence=record_words.what_to_do(line),
        may_open=head.state in (Record.State.ACCEPTED, Record.State.UNPACKED)
        and party.may_open_records
        and not line.is_study,
        may_remove=removable,
    )


def _line_of(party: Party, record: Record) -> Line:
    """The line that a record belongs to, as this part in the case sees it."""
    seen = access.records_of(party).filter(pk__in=access.same_line(record).values("pk"))
    return lines_of(seen)[0]


def _line_html(request: HttpRequest, party: Party, record: Record) -> str:
    row = _row(_line_of(party, record), party)
    context = {"row": row, "case": party.case, "readings": _readings(party)}
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
