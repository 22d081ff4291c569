"""Ana's case with what was read in it, and the browsers of everybody who looks at the chart's screens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from typing import cast as cast_to

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from secunda.care.assignment import actions as assignment
from secunda.care.assignment.models import Assignment
from secunda.care.cases import actions as cases
from secunda.care.cases.models import Case
from secunda.care.cases.tests.factories import Cast, a_case_with_records_complete, acting, now
from secunda.care.chart import actions as chart
from secunda.care.chart import jobs
from secunda.care.chart.models import Fact
from secunda.care.chart.tests.factories import (
    ADVICE,
    CANARY,
    ISSUED,
    ReadDocument,
    a_document,
    a_read_document,
    view,
)
from secunda.care.opinions.tests.factories import NO_CONFLICT, an_expert
from secunda.care.records.models import Record
from secunda.care.records.tests.factories import an_open_record
from secunda.portals.parts.tests.signed_in import signed_in
from secunda.reading.tests import paper

PAGES = (paper.REPORT, ("Second page of the report of Ana Example, with some more words to read on it.",))
LETTER = (
    (
        "Clinic letter of 3 May 2026 for Ana Lindqvist",
        "Invasive ductal carcinoma of the left breast",
        f"We advise mastectomy {CANARY} as CEA is 77 ug/L",
        "Haemoglobin 128 g/L measured on 2 May 2026",
    ),
    ("Sodium 140 mmol/L in April 2026", "Potassium 4.1 mmol/L, hormone receptors positive"),
)
# Laboratory values alone: they are shown however well other kinds are read.
FACTS: list[tuple[Any, ...]] = [
    ("haemoglobin", "128", "128 g/L", {"unit": "g/L", "date": "2026-05-02"}),
    ("cea", "77", "CEA is 77 ug/L", {"unit": "ug/L", "date": "2026-06"}),
    ("sodium", "140", "Sodium 140 mmol/L", {"unit": "mmol/L", "date": "2026-04"}),
    ("potassium", "4.1", "4.1 mmol/L", {"unit": "mmol/L"}),
]


@dataclass
class World:
    """A case, the assignment that Dr Bo works on in it, and a browser for each person who was asked for."""

    them: Cast
    case: Case
    work: Assignment
    browsers: dict[str, Client]

    def browser(self, who: str) -> Client:
        """Somebody's browser, signed in."""
        if who not in self.browsers:
            self.browsers[who] = signed_in(getattr(self.them, who), self.them.programme)
        return self.browsers[who]

    def url(self, who: str, name: str, *args: Any) -> str:
        """The address of a screen of the chart in the portal where that person is."""
        portal = {"cleo": "staff", "dr_bo": "expert"}.get(who, "patient")
        place = self.work.public_id if portal == "expert" else self.case.public_id
        slug = f"/{self.them.programme.slug}"
        return slug + reverse(f"{portal}:{name}", args=(place, *args)).removeprefix(slug)

    def page(self, who: str, name: str, /, *args: Any, status: int = 200, **query: Any) -> str:
        """What a screen says to somebody."""
        answer = self.browser(who).get(self.url(who, name, *args), query)
        assert answer.status_code == status, (name, who, answer.status_code)
        return str(answer.content.decode())

    def post(self, who: str, name: str, /, *args: Any, **fields: Any) -> HttpResponse:
        """Somebody presses a button."""
        return cast_to(HttpResponse, self.browser(who).post(self.url(who, name, *args), fields))

    def fact(self, value: str, name: str = "") -> Fact:
        """A fact by its value, as Cleo sees it now."""
        with acting(self.them.cleo, self.them.programme):
            found = Fact.objects.filter(case=self.case, value=value, **({"name": name} if name else {}))
            return found.select_related("record").get()

    def fact_of(self, letter: ReadDocument, value: str) -> Fact:
        """The fact of one document with that value."""
        with acting(self.them.cleo, self.them.programme):
            return Fact.objects.select_related("record").get(record=letter.record, value=value)

    def seal(self, record: Record, page: int = 1, box: tuple[float, float, float, float] = ADVICE) -> None:
        """Cleo seals a passage."""
        with acting(self.them.cleo, self.them.programme):
            seen = view(self.them, self.case, self.them.cleo)
            chart.seal_passage(view=seen, record=record, page=page, box=box, at=now())

    def open_phase(self) -> None:
        """The first opinion is open to Dr Bo from now on."""
        with acting(self.them.cleo, self.them.programme):
            cases.open_phase(case=self.case, account=self.them.dr_bo, phase="open", at=now())


def a_world(them: Cast) -> World:
    """Ana's case, which Dr Bo reads blind."""
    case = a_case_with_records_complete(them)
    expert = an_expert(them, them.dr_bo)
    with acting(them.cleo, them.programme):
        work = assignment.invite(case=case, expert=expert, reasons={}, by=them.cleo, at=now())
    with acting(them.dr_bo, them.programme):
        assignment.declare(assignment=work, answers=NO_CONFLICT, disclosure="", by=them.dr_bo, at=now())
        work = assignment.accept(assignment=work, by=them.dr_bo, at=now())
    return World(them, case, work, {})


def a_real_report(them: Cast, case: Case) -> Record:
    """A real report of two pages, open from the start, read by the real reader."""
    record = an_open_record(them, case, content=paper.pdf(PAGES), title="Report")
    jobs.read(record_id=record.public_id, case_id=case.pk, programme_id=case.programme_id)
    return record


def a_letter(world: World, **how: Any) -> ReadDocument:
    """A letter of two pages with its values, read by software: open from the start, or as `how` says."""
    return a_read_document(world.them, world.case, a_document(*LETTER, facts=FACTS, dates=ISSUED), **how)
