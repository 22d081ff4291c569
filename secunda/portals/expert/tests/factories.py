"""Cases with records for the expert's screens, with a mark in everything that is sealed; and what forms send."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any

from django.test import Client
from django.urls import reverse

from secunda.care.assignment import actions as assignment
from secunda.care.assignment.models import Assignment
from secunda.care.cases import actions as cases
from secunda.care.cases.models import Case
from secunda.care.cases.tests.factories import Cast, a_case_with_records_complete, acting, now
from secunda.care.chart import access as chart_access
from secunda.care.chart import actions as chart
from secunda.care.chart.models import Fact
from secunda.care.consultations import actions as consultations
from secunda.care.opinions import actions as opinions
from secunda.care.opinions import content
from secunda.care.opinions.tests.factories import NO_CONFLICT, a_blind_read, an_expert, whole_content
from secunda.care.records.models import Record
from secunda.care.records.tests.factories import a_pdf, a_scan, a_sealed_record, an_open_record
from secunda.portals.expert.writing.ask import Around
from secunda.portals.expert.writing.part import Part

MARK = "Zwetschge"
PROVENANCE = tuple(f"{MARK}-{place}" for place in ("doctor", "institution", "provider"))
SEALED: dict[str, Any] = {
    "diagnosis": f"{MARK}-diagnosis", "treatment": f"{MARK}-treatment", "reasons": f"{MARK}-reasons",
    "decision": f"{MARK}-decision", "questions": (f"{MARK}-question?",), "hopes": f"{MARK}-hopes",
    "fears": f"{MARK}-fears", "culture": f"{MARK}-culture", "decides_with": f"{MARK}-decides",
    "hear_with": f"{MARK}-hear", "doctors": PROVENANCE[:1], "institutions": PROVENANCE[1:2],
    "planned_providers": PROVENANCE[2:],
}  # fmt: skip


def a_sealed_case(them: Cast) -> Case:
    """Ana's case with an open report, a scan and a sealed letter, and a mark in every place that is sealed."""
    case = a_case_with_records_complete(them, **SEALED)
    an_open_record(them, case, title="Core biopsy report", name=f"{MARK}-name.pdf")
    scan = a_scan(StudyDescription=f"{MARK}-study")
    an_open_record(them, case, title="CT, image 1", name=f"{MARK}-scan.dcm", content=scan)
    letter = a_sealed_record(them, case, title=f"{MARK}-title", name=f"{MARK}-letter.pdf", content=a_letter())
    with acting(them.cleo, them.programme):
        seen = chart_access.staff_view(case, them.cleo)
        chart.add(view=seen, record=letter, name="haemoglobin", value=f"{MARK}-value", page=1, at=now())
        cases.note(case=case, text=f"{MARK}-note", by=them.cleo, at=now())
        consultations.send(
            case=case, text=f"{MARK}-message", by=them.cleo, role="staff", language="en", at=now()
        )
    return case


def a_letter() -> bytes:
    """A PDF whose bytes carry the mark."""
    return a_pdf(mark=f"{MARK}-letter")


def an_invited_case(them: Cast, at: datetime | None = None) -> Assignment:
    """Dr Bo is invited to the sealed case."""
    case = a_sealed_case(them)
    expert = an_expert(them, them.dr_bo)
    with acting(them.cleo, them.programme):
        return assignment.invite(case=case, expert=expert, reasons={}, by=them.cleo, at=at or now())


def a_case_to_read(them: Cast) -> Assignment:
    """Dr Bo has accepted; the blind phase runs."""
    one = an_invited_case(them)
    with acting(them.dr_bo, them.programme):
        assignment.declare(assignment=one, answers=NO_CONFLICT, disclosure="", by=them.dr_bo, at=now())
        return assignment.accept(assignment=one, by=them.dr_bo, at=now())


def a_committed_case(them: Cast) -> Assignment:
    """Dr Bo's read is committed."""
    one = a_case_to_read(them)
    with acting(them.dr_bo, them.programme):
        read = opinions.begin_read(assignment=one, by=them.dr_bo, at=now())
        read = opinions.save_read(read=read, value=a_blind_read(), edition=0, by=them.dr_bo, at=now())
        opinions.commit_read(read=read, by=them.dr_bo, at=now())
    return one


def a_report_in_work(them: Cast, *, whole: bool = False) -> Assignment:
    """Dr Bo has compared and begun the report; with `whole` everything is written."""
    one = a_committed_case(them)
    with acting(them.dr_bo, them.programme):
        read = one.read
        opinion = opinions.reconcile(read=read, changed=False, why="It is small.", by=them.dr_bo, at=now())
        if whole:
            opinions.save_opinion(
                opinion=opinion, value=whole_content(one.case), edition=0, by=them.dr_bo, at=now()
            )
    return one


def records_of(them: Cast, one: Assignment) -> dict[str, Record]:
    """The records of a case by title, as Cleo sees them."""
    with acting(them.cleo, them.programme):
        return {record.title: record for record in Record.objects.filter(case=one.case)}


def facts_of(them: Cast, one: Assignment) -> list[Fact]:
    """What Cleo sees of what stands in the records of a case."""
    with acting(them.cleo, them.programme):
        return list(Fact.objects.filter(case=one.case))


def url(them: Cast, name: str, *args: Any) -> str:
    """The address of one of the expert's pages in the programme."""
    slug = f"/{them.programme.slug}"
    return slug + reverse(f"expert:{name}", args=args).removeprefix(slug)


def what_is_sent(kind: type, value: Any, **how: Any) -> dict[str, str]:
    """What a browser sends of a page that shows this value."""
    part = Part(kind, value, around=how.pop("around", Around()), **how)
    sent = {}
    for form in part.all_forms():
        for field in form:
            held = field.value()
            if held is True:
                sent[field.html_name] = "on"
            elif held not in (False, None):
                sent[field.html_name] = held.isoformat() if hasattr(held, "isoformat") else str(held)
            elif held is None:
                sent[field.html_name] = ""
    return sent


def a_read_as_sent(read: content.Read | None = None, version: int = 0, **more: str) -> dict[str, str]:
    """The form of the read, filled in."""
    return what_is_sent(content.Read, read or a_blind_read()) | {"version": str(version)} | more


def autosave(client: Client, address: str, sent: dict[str, str]) -> dict[str, Any]:
    """What the page that saves by itself gets as an answer."""
    answer = client.post(address, sent, headers={"X-Requested-With": "autosave"})
    held: dict[str, Any] = answer.json()
    return held


def age_factor(client: Client, seconds: int) -> None:
    """Make the second factor of the session older."""
    session = client.session
    methods = session["account_authentication_methods"]
    session["account_authentication_methods"] = [one | {"at": time.time() - seconds} for one in methods]
    session.save()


def text_of(response: Any) -> str:
    """The page as text."""
    text: str = response.content.decode()
    return text
