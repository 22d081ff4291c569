"""Visitors of the public portal: with a draft, past the check, with every page filled in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import override_script_prefix
from django.urls import resolve, reverse

from secunda.care.cases import actions as cases
from secunda.care.cases.models import Case, Intake
from secunda.care.cases.tests.factories import now
from secunda.care.triage import actions as triage
from secunda.care.triage import rules
from secunda.care.triage.tests.factories import answers
from secunda.foundation.accounts import principal
from secunda.foundation.accounts.models import Programme
from secunda.portals.public.checking import SoFar
from secunda.portals.public.forms import stamped

FILLED: dict[str, dict[str, Any]] = {
    "who": {"kind": "patient"},
    "patient": {
        "name": "Ana Ferreira", "former_names": "Ana Sousa", "birth_date_day": "3", "birth_date_month": "5",
        "birth_date_year": "1981", "sex": "female", "telephone": "+351 912 345 678",
    },
    "place": {"country": "PT", "region": "11"},
    "language": {"language": "en", "time_zone": "Europe/Lisbon"},
    "condition": {"family": "breast_cancer"},
    "told": {
        "diagnosis": "Invasive ductal carcinoma, left breast <2 cm", "treatment": "To remove the whole breast",
        "reasons": "It is the safest",
    },
    "by-whom": {
        "doctors": "Dr Rao\nDr Silva\n\nDr Rao", "institutions": "Valley District Hospital", "planned": "Valley Clinic",
        "given_day": "", "given_month": "10", "given_year": "2024",
    },
    "decision": {
        "decision": "Whether to have the operation", "decision_date_day": "24", "decision_date_month": "12",
        "decision_date_year": "2040",
    },
    "questions": {"question_1": "Can the breast be kept?", "question_3": "Is radiotherapy as safe?"},
    "hopes": {"hopes": "To keep my breast", "fears": "That it comes back"},
    "hearing": {"hear": "call_together", "hear_with": "My sister, 912 000 000", "detail": "everything"},
    "together": {"decides_with": "My husband", "culture": "No blood products"},
    "consents": {"second_opinion": "on", "tell_doctor": "on"},
}  # fmt: skip


def door(programme: Programme, name: str, *args: object) -> str:
    """An address of the public portal, with the programme's path."""
    with override_script_prefix(f"/{programme.slug}/"):
        return reverse(f"public:{name}", args=args)


def a_draft(client: Client, programme: Programme, who: str = "self") -> UUID:
    """The first click; the draft's public id."""
    response = client.post(door(programme, "start"), {"for": who, "time_zone": "Europe/Lisbon", "anew": "1"})
    assert response.status_code == 302
    return id_in(response, programme)


def id_in(response: HttpResponseBase, programme: Programme) -> UUID:
    """The draft's id in the address one was sent to."""
    with override_script_prefix("/"):
        found = resolve(response.headers["Location"].removeprefix(f"/{programme.slug}"))
    case_id: UUID = found.kwargs["case_id"]
    return case_id


def answer_check(
    client: Client,
    programme: Programme,
    case_id: UUID,
    *,
    country: str = "PT",
    inpatient: str = "no",
    **others: str,
) -> HttpResponseBase:
    """Answer the whole check screen by screen, a no to everything but `others`; where it ends."""
    carried: dict[str, str] = {}
    sent: dict[str, str] = {"country": country, "inpatient": inpatient}
    response = client.post(door(programme, "check-screen", case_id, "where"), sent)
    for screen in rules.screens():
        if _left_the_check(response):
            break
        carried |= sent
        sent = {question: others.get(question, "no") for question in screen.questions}
        response = client.post(door(programme, "check-screen", case_id, screen.id), carried | sent)
    return response


def _left_the_check(response: Any) -> bool:
    return response.status_code == 302 and "/check/" not in response.headers["Location"]


def a_clear_draft(client: Client, programme: Programme, who: str = "self") -> UUID:
    """A draft whose check lets it go on."""
    case_id = a_draft(client, programme, who)
    case = case_of(programme, case_id)
    with principal.as_case(case.id, programme.id):
        triage.answer(case=case, answers=answers(), country="PT", inpatient=False, by=None, at=now())
        where = SoFar(country="PT", inpatient="", answers={})
        cases.keep_answers(case=case, page="check", answers=where.as_raw(now()), at=now())
    return case_id


def fill(programme: Programme, case_id: UUID, **pages: dict[str, Any]) -> None:
    """Keep every page as typed, with other answers for the `pages` that are given (`by_whom` is the page by-whom)."""
    given = FILLED | {slug.replace("_", "-"): typed for slug, typed in pages.items()}
    case = case_of(programme, case_id)
    with principal.as_case(case.id, programme.id):
        for slug, typed in given.items():
            raw = {name: [value] for name, value in typed.items()}
            kept_so = stamped(raw) if slug == "consents" else raw
            cases.keep_answers(case=case, page=slug, answers=kept_so, at=now())


def a_filled_draft(client: Client, programme: Programme, **pages: dict[str, Any]) -> UUID:
    """A draft that only waits to be sent."""
    case_id = a_clear_draft(client, programme)
    fill(programme, case_id, **pages)
    return case_id


def case_of(programme: Programme, case_id: UUID) -> Case:
    """The case as a chore of the programme sees it."""
    with principal.as_job(case_id=None, programme_id=programme.id, name="test"):
        return Case.objects.select_related("requester", "patient").get(public_id=case_id)


def kept(programme: Programme, case_id: UUID) -> dict[str, Any]:
    """What the draft keeps."""
    with principal.as_job(case_id=None, programme_id=programme.id, name="test"):
        found: dict[str, Any] = Intake.objects.get(case__public_id=case_id).answers
    return found
