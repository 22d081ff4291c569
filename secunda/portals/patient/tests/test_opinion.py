"""The opinion page: not before its release, the moment before it, receipts, versions, the PDF, the question."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from secunda.care.cases.models import Case, Wishes
from secunda.care.cases.tests.factories import Cast, acting, now
from secunda.care.opinions import actions as opinions
from secunda.care.opinions.models import Addendum, AnswerDraft, Opinion
from secunda.care.opinions.rules import CHECKLIST, FOLLOW_UP_WITHIN
from secunda.care.opinions.tests.factories import SECOND_FACTOR, a_released_opinion, a_signed_opinion
from secunda.foundation.audit.models import Event
from secunda.foundation.errors import Refused
from secunda.foundation.queue import drain
from secunda.portals.parts.tests.signed_in import signed_in
from secunda.portals.patient.tests.screens import at, post, text, tomas_joins

pytestmark = pytest.mark.django_db


def opened(them: Cast, case: Case, verb: str = "opinion.opened") -> int:
    with acting(them.ana, them.programme):
        return Event.objects.filter(case_id=case.pk, verb=verb).count()


def read(client: Any, opinion: Opinion, **chosen: str) -> str:
    """Press the button and read."""
    page: Any = post(
        client, at("open_opinion", opinion.case.public_id, opinion.public_id), follow=True, **chosen
    )
    assert page.status_code == 200
    return str(page.content.decode())


def corrected(them: Cast, opinion: Opinion) -> Opinion:
    """Dr Bo signs a second version, and Cleo releases it."""
    with acting(them.dr_bo, them.programme):
        new = opinions.correct(opinion=opinion, reason="A date was wrong.", by=them.dr_bo, at=now())
        new = opinions.hand_in(opinion=new, by=them.dr_bo, at=now())
    with acting(them.dr_okafor, them.programme):
        opinions.check(
            opinion=new, passed=True, checklist={key: True for key, _label in CHECKLIST}, comment="",
            edition=new.edition, by=them.dr_okafor, at=now(),
        )  # fmt: skip
    with acting(them.dr_bo, them.programme):
        new = opinions.sign(
            opinion=new, edition=new.edition, second_factor=SECOND_FACTOR, by=them.dr_bo, at=now()
        )
    drain()
    with acting(them.cleo, them.programme):
        return opinions.release(opinion=new, told="", by=them.cleo, at=now())


def test_before_its_release_it_is_not_there(them: Cast) -> None:
    opinion = a_signed_opinion(them)
    ana = signed_in(them.ana, them.programme)
    case = opinion.case.public_id
    assert at("opinion", case) not in text(ana, at("case", case))
    assert ana.get(at("opinion", case)).status_code == 404
    for name in ("opinion_version", "report"):
        assert ana.get(at(name, case, opinion.public_id)).status_code == 404
    for name in ("open_opinion", "ask"):
        assert ana.post(at(name, case, opinion.public_id)).status_code == 404
    assert opened(them, opinion.case) == 0


def test_a_page_stands_before_it_and_the_receipt_is_given_once(them: Cast) -> None:
    opinion = a_released_opinion(them)
    ana, case = signed_in(them.ana, them.programme), opinion.case
    assert "Before you read" in text(ana, at("opinion", case.public_id))
    assert opened(them, case) == 0
    page = read(ana, opinion)
    assert page.index("You can keep your breast") < page.index("Your questions")
    assert opened(them, case) == 1
    with acting(them.ana, them.programme):
        first = Opinion.objects.get(pk=opinion.pk).opened_at
        assert Case.objects.get(pk=case.pk).state == "follow_up"
    assert first is not None
    assert "You can keep your breast" in text(
        signed_in(them.ana, them.programme), at("opinion", case.public_id)
    )
    with acting(them.ana, them.programme):
        assert Opinion.objects.get(pk=opinion.pk).opened_at == first
    assert opened(them, case) == 2


def test_everybody_stops_at_that_page_for_themselves(them: Cast) -> None:
    opinion = a_released_opinion(them)
    tomas_joins(them, opinion.case)
    read(signed_in(them.tomas, them.programme), opinion)
    assert "Before you read" in text(
        signed_in(them.ana, them.programme), at("opinion", opinion.case.public_id)
    )
    with acting(them.ana, them.programme):
        event = Event.objects.get(case_id=opinion.case_id, verb="opinion.opened")
    assert event.on_behalf_of_id == opinion.case.patient_id


@pytest.mark.parametrize(
    ("detail", "chosen", "folded"),
    [
        ("main", {}, True),
        ("everything", {}, False),
        ("ask", {"show": "main"}, True),
        ("ask", {"show": "all"}, False),
    ],
)
def test_as_much_as_the_person_wished(them: Cast, detail: str, chosen: dict[str, str], folded: bool) -> None:
    opinion = a_released_opinion(them)
    with acting(them.ana, them.programme):
        Wishes.objects.filter(case=opinion.case).update(detail=detail, hear_with="my sister")
    ana = signed_in(them.ana, them.programme)
    ready = text(ana, at("opinion", opinion.case.public_id))
    assert "<bdi>my sister</bdi> to be there" in ready
    assert ready.count('name="show"') == (2 if detail == "ask" else 0)
    page = read(ana, opinion, **chosen)
    assert page.count('<details class="op-folded"') == (2 if folded else 0)


@pytest.mark.parametrize(("told", "says"), [("called", "has talked with you"), ("call_declined", "wanted to read"),
                                            ("not_reached", "could not reach you")])  # fmt: skip
def test_the_call_is_spoken_of(them: Cast, told: str, says: str) -> None:
    opinion = a_signed_opinion(them)
    with acting(them.ana, them.programme):
        Wishes.objects.filter(case=opinion.case).update(hear="call")
    assert "calls you first" in text(signed_in(them.ana, them.programme), at("case", opinion.case.public_id))
    with acting(them.cleo, them.programme):
        opinions.release(opinion=opinion, told=told, by=them.cleo, at=now())
    assert says in text(signed_in(them.ana, them.programme), at("opinion", opinion.case.public_id))


def test_the_report_is_saved_and_that_is_recorded(them: Cast) -> None:
    opinion = a_released_opinion(them)
    ana = signed_in(them.ana, them.programme)
    answer: Any = ana.get(at("report", opinion.case.public_id, opinion.public_id))
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert (
        answer["Content-Disposition"] == f'attachment; filename="second-opinion-{opinion.case.reference}.pdf"'
    )
    assert opened(them, opinion.case, "opinion.downloaded") == 1


def test_a_replaced_version_says_so_and_why(them: Cast) -> None:
    old = a_released_opinion(them)
    new = corrected(them, old)
    ana, case = signed_in(them.ana, them.programme), old.case.public_id
    page = read(ana, old)
    assert "This version has been replaced." in page
    assert "A date was wrong." in page
    assert 'id="id_question"' not in page
    page = read(ana, new)
    assert "This is version 2." in page
    assert at("opinion_version", case, old.public_id) in page
    assert "Before you read" not in text(ana, at("opinion", case))


def test_while_it_is_corrected_the_old_one_stays(them: Cast) -> None:
    opinion = a_released_opinion(them)
    with acting(them.dr_bo, them.programme):
        opinions.correct(opinion=opinion, reason="A date was wrong.", by=them.dr_bo, at=now())
    ana, case = signed_in(them.ana, them.programme), opinion.case.public_id
    page = text(ana, at("case", case))
    assert "Dr Bo is writing a corrected version" in page
    assert at("opinion", case) in page
    assert "began a corrected version" in page


def test_a_withdrawn_opinion_is_not_offered_as_advice(them: Cast) -> None:
    opinion = a_released_opinion(them)
    with acting(them.cleo, them.programme):
        Opinion.objects.filter(pk=opinion.pk).update(state="withdrawn")
    ana, case = signed_in(them.ana, them.programme), opinion.case.public_id
    assert "Please do not act on it" in text(ana, at("opinion", case))
    assert "Do not act on it" in read(ana, opinion)


def test_one_question_and_its_signed_answer(them: Cast) -> None:
    opinion = a_released_opinion(them)
    ana, case = signed_in(them.ana, them.programme), opinion.case.public_id
    read(ana, opinion)
    ask = at("ask", case, opinion.public_id)
    empty: Any = post(ana, ask, question=" ")
    assert empty.status_code == 422
    assert post(ana, ask, question="Is a week's wait safe?").status_code == 302
    page = text(ana, at("opinion", case))
    assert "the expert has it" in page
    assert 'id="id_question"' not in page
    assert post(ana, ask, question="And another?").status_code == 422
    with acting(them.dr_bo, them.programme):
        asked = Addendum.objects.get(opinion=opinion)
        opinions.keep_answer(
            addendum=asked, answer="A draft nobody reads", edition=0, by=them.dr_bo, at=now()
        )
    assert "A draft nobody reads" not in text(ana, at("opinion", case))
    with acting(them.ana, them.programme):
        assert not AnswerDraft.objects.exists()
    with acting(them.dr_bo, them.programme):
        with pytest.raises(Refused, match="another window"):
            opinions.keep_answer(addendum=asked, answer="The other tab", edition=0, by=them.dr_bo, at=now())
        opinions.keep_answer(
            addendum=asked, answer="Yes, a week is safe.", edition=1, by=them.dr_bo, at=now()
        )
        opinions.sign_addendum(
            addendum=asked, edition=2, second_factor=SECOND_FACTOR, by=them.dr_bo, at=now()
        )
    page = text(ana, at("opinion", case))
    assert "Yes, a week is safe." in page
    assert "<bdi>Dr Bo</bdi> answers:" in page
    assert opened(them, opinion.case, "addendum.opened") == 1


def test_after_thirty_days_the_question_goes_to_the_coordinator(them: Cast) -> None:
    opinion = a_released_opinion(them)
    with acting(them.ana, them.programme), pytest.raises(Exception, match="has passed"):
        opinions.ask(
            opinion=opinion, question="?", by=them.ana, at=now() + FOLLOW_UP_WITHIN + timedelta(days=2)
        )


def test_a_language_that_is_not_the_readers_is_said(them: Cast) -> None:
    opinion = a_released_opinion(them)
    ana = signed_in(them.ana, them.programme)
    read(ana, opinion)
    ana.cookies["language"] = "ar"
    page = text(ana, at("opinion", opinion.case.public_id))
    assert 'dir="rtl"' in page
    assert page.count('class="banner"') >= 1


def test_a_stranger_finds_no_opinion(them: Cast) -> None:
    opinion = a_released_opinion(them)
    for person in (them.max, them.cleo, them.dr_bo, them.dr_chen):
        client = signed_in(person, them.programme)
        for name in ("opinion_version", "report"):
            assert client.get(at(name, opinion.case.public_id, opinion.public_id)).status_code == 404
        assert client.get(at("opinion", opinion.case.public_id)).status_code == 404
