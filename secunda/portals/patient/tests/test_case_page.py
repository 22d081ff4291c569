"""My cases and the case page: where it stands, what happened, messages, people, and the end of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from secunda.care.cases import actions as cases
from secunda.care.cases.models import Case, Party, Task
from secunda.care.cases.tests.factories import Cast, a_draft, a_submitted_case, acting, now
from secunda.care.consultations import actions as consultations
from secunda.care.consultations.models import Message
from secunda.care.opinions.tests.factories import an_accepted_case, an_opinion_handed_in, an_opinion_in_work
from secunda.care.triage.tests.factories import a_check
from secunda.foundation.audit.models import Event
from secunda.portals.parts.tests.signed_in import signed_in
from secunda.portals.patient.tests.screens import PAGES, at, post, text

pytestmark = pytest.mark.django_db


def test_one_case_opens_at_once_and_none_teaches(them: Cast) -> None:
    case = a_submitted_case(them)
    response = signed_in(them.ana, them.programme).get(at("home"))
    assert response["Location"] == at("case", case.public_id)
    assert "There is no case here yet" in text(signed_in(them.max, them.programme), at("home"))


def test_a_draft_leads_back_into_the_wizard(them: Cast) -> None:
    draft = a_draft(them)
    ana = signed_in(them.ana, them.programme)
    wizard = "/lindenhof" + reverse("public:draft", args=(draft.public_id,))
    assert wizard in text(ana, at("home"))
    assert {
        ana.get(at(name, draft.public_id))["Location"] for name in ("case", "consents", "who_looked")
    } == {wizard}


def test_two_cases_are_a_list(them: Cast) -> None:
    for _number in range(2):
        a_submitted_case(them)
    page = text(signed_in(them.ana, them.programme), at("home"))
    assert page.count("We are collecting your records") == 2


def test_visitors_sign_in_and_strangers_learn_nothing(them: Cast) -> None:
    case = a_submitted_case(them)
    assert "/account/login/" in Client().get(at("case", case.public_id))["Location"]
    for person, programme in ((them.max, "lindenhof"), (them.cleo, "lindenhof"), (them.dr_bo, "lindenhof"),
                              (them.ana, "southbay"), (them.mila, "southbay")):  # fmt: skip
        client = signed_in(person, them.programme if programme == "lindenhof" else them.other)
        found = {client.get(at(name, case.public_id, programme=programme)).status_code for name in PAGES}
        found |= {client.get(at(name, case.public_id, programme=programme)).status_code for name in
                  ("cancel", "opinion", "authority", "safety_help")}  # fmt: skip
        assert found == {404}
        assert (
            client.post(at("message", case.public_id, programme=programme), {"text": "x"}).status_code == 404
        )


@pytest.mark.parametrize(
    ("bring", "says"),
    [
        (a_submitted_case, ("We are collecting your records", "Send records", "You sent the case.")),
        (an_accepted_case, ("Dr Bo is reading your case", "Nothing for you to do now", "Dr Bo</bdi> has it")),
        (an_opinion_in_work, ("Dr Bo is writing your opinion", "saw the first opinion, compared")),
        (an_opinion_handed_in, ("A second person is checking your opinion", "Dr Okafor")),
    ],
)
def test_the_page_says_where_it_lies(them: Cast, bring: Any, says: tuple[str, ...]) -> None:
    made = bring(them)
    case = made if isinstance(made, Case) else made.case
    page = text(signed_in(them.ana, them.programme), at("case", case.public_id))
    for words in says:
        assert words in page
    assert page.count('aria-current="step"') == 1


def test_a_broken_promise_is_said(them: Cast) -> None:
    case = an_accepted_case(them, at=now() - timedelta(hours=5)).case
    with acting(them.cleo, them.programme):
        cases.promise(case=case, due_at=now() - timedelta(hours=1))
    page = text(signed_in(them.ana, them.programme), at("case", case.public_id))
    assert "This takes longer than promised" in page


def test_what_was_said_and_what_staff_note(them: Cast) -> None:
    case = a_submitted_case(them)
    with acting(them.ana, them.programme):
        cases.add_task(case=case, kind="records_done", due_at=now(), at=now())
    page = text(signed_in(them.ana, them.programme), at("case", case.public_id))
    assert "You told us that this is everything" in page
    assert "Send records" not in page


def test_messages_go_both_ways_and_are_marked_read_once(them: Cast) -> None:
    case = a_submitted_case(them)
    with acting(them.cleo, them.programme):
        consultations.send(
            case=case, text="How are you?", by=them.cleo, role="staff", language="en", at=now()
        )
    ana = signed_in(them.ana, them.programme)
    assert ">new<" in text(ana, at("case", case.public_id))
    assert ">new<" not in text(ana, at("case", case.public_id))
    assert post(ana, at("message", case.public_id), text="<b>Well</b>").status_code == 302
    assert "&lt;b&gt;Well&lt;/b&gt;" in text(ana, at("case", case.public_id))
    with acting(them.cleo, them.programme):
        assert Message.objects.get(author=them.ana).author_role == "patient"
        assert Task.objects.filter(case=case, kind="answer_message", done_at=None).exists()


def test_an_empty_or_endless_message_stays_in_its_box(them: Cast) -> None:
    case = a_submitted_case(them)
    ana = signed_in(them.ana, them.programme)
    empty: Any = post(ana, at("message", case.public_id), text="  ")
    assert empty.status_code == 422
    assert "The message is empty." in empty.content.decode()
    long: Any = post(ana, at("message", case.public_id), text="long " * 2000)
    assert long.status_code == 422
    assert "long long" in long.content.decode()
    with acting(them.ana, them.programme):
        assert not Message.objects.exists()


def test_the_safety_questions_are_offered_after_72_hours(them: Cast) -> None:
    case = a_submitted_case(them)
    ana = signed_in(them.ana, them.programme)
    a_check(them, case, at=now() - timedelta(hours=73))
    assert at("safety", case.public_id) in text(ana, at("case", case.public_id))
    a_check(them, case)
    assert at("safety", case.public_id) not in text(ana, at("case", case.public_id))


def test_opening_is_recorded(them: Cast) -> None:
    case = a_submitted_case(them)
    text(signed_in(them.ana, them.programme), at("case", case.public_id))
    with acting(them.ana, them.programme):
        event = Event.objects.get(case_id=case.pk, verb="case.opened")
    assert (event.actor_id, event.on_behalf_of_id, event.role) == (them.ana.pk, None, "patient")


def test_ana_cancels(them: Cast) -> None:
    accepted = an_accepted_case(them)
    case = accepted.case
    ana = signed_in(them.ana, them.programme)
    assert "What ends" in text(ana, at("cancel", case.public_id))
    page: Any = post(ana, at("cancel", case.public_id), follow=True)
    assert "Your case was cancelled" in page.content.decode()
    with acting(them.dr_bo, them.programme):
        assert not Case.objects.filter(pk=case.pk).exists()
    with acting(them.cleo, them.programme):
        assert Task.objects.filter(case=case, kind="case_cancelled").exists()
    assert ana.get(at("cancel", case.public_id)).status_code == 409
    assert ana.post(at("cancel", case.public_id)).status_code == 409


def test_a_doctor_is_taken_off_and_an_expert_is_not(them: Cast) -> None:
    case = an_accepted_case(them).case
    with acting(them.ana, them.programme):
        cases.add_party(case=case, account=them.dr_rao, role=Party.Role.DOCTOR, by=them.ana, at=now())
    ana, rao = signed_in(them.ana, them.programme), signed_in(them.dr_rao, them.programme)
    assert rao.get(at("case", case.public_id)).status_code == 200
    for name in ("cancel", "give_consent"):  # a doctor who did not ask decides nothing
        assert rao.post(at(name, case.public_id)).status_code == 409
    assert rao.post(at("remove_person", case.public_id, them.ana.public_id)).status_code == 409
    assert ana.post(at("remove_person", case.public_id, them.dr_bo.public_id)).status_code == 404
    assert ana.post(at("remove_person", case.public_id, them.ana.public_id)).status_code == 404
    assert at("remove_person", case.public_id, them.dr_rao.public_id) in text(ana, at("case", case.public_id))
    post(ana, at("remove_person", case.public_id, them.dr_rao.public_id))
    assert rao.get(at("case", case.public_id)).status_code == 404


def test_a_doctor_who_asked_sees_the_same_screens(them: Cast) -> None:
    case = a_submitted_case(them, by=them.dr_rao, requester_kind="doctor")
    rao = signed_in(them.dr_rao, them.programme)
    page = text(rao, at("case", case.public_id))
    assert "We are collecting the records" in page
    assert "The case of <bdi>Ana Lindqvist</bdi>" in page
    for name in (*PAGES, "cancel"):
        assert rao.get(at(name, case.public_id)).status_code == 200
    with acting(them.dr_rao, them.programme):
        event = Event.objects.filter(case_id=case.pk, verb="case.opened").first()
        assert event is not None
        assert (event.role, event.on_behalf_of_id) == ("doctor", case.patient_id)


def test_pages_ask_little(them: Cast, django_assert_max_num_queries: Any) -> None:
    case = an_accepted_case(them).case
    a_submitted_case(them)
    ana = signed_in(them.ana, them.programme)
    for address, most in ((at("home"), 16), (at("case", case.public_id), 36)):
        ana.get(address)
        with django_assert_max_num_queries(most):
            ana.get(address)
