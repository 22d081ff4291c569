"""An invitation: enough to decide, names on the declaration only, and two clicks."""

from __future__ import annotations

from django.test import Client

from secunda.care.assignment.models import Assignment
from secunda.care.assignment.wording import QUESTIONS
from secunda.care.cases.models import Party
from secunda.care.cases.tests.factories import Cast, acting
from secunda.foundation.audit.models import Event
from secunda.portals.expert.tests.factories import MARK, PROVENANCE, an_invited_case, text_of, url
from secunda.portals.parts.tests.signed_in import signed_in

NO = dict.fromkeys(QUESTIONS, "no")


def verbs(them: Cast) -> set[str]:
    with acting(them.cleo, them.programme):
        return set(Event.objects.values_list("verb", flat=True))


def test_it_shows_what_is_needed_and_no_more(them: Cast, bo: Client) -> None:
    one = an_invited_case(them)
    page = text_of(bo.get(url(them, "invitation", one.public_id)))
    assert "Which treatments fit this tumour?" in page
    assert MARK not in page
    assert "Lindqvist" not in page
    assert "Accept the case" not in page
    assert "invitation.opened" in verbs(them)


def test_the_declaration_shows_names_and_nothing_else(them: Cast, bo: Client) -> None:
    one = an_invited_case(them)
    page = text_of(bo.get(url(them, "declare", one.public_id)))
    assert all(name in page for name in (*PROVENANCE, "Ana Lindqvist"))
    assert page.count(MARK) == len(PROVENANCE)
    assert "provenance.opened" in verbs(them)


def test_declared_and_accepted(them: Cast, bo: Client) -> None:
    one = an_invited_case(them)
    answer = bo.post(url(them, "declare", one.public_id), NO | {"disclosure": "None."})
    assert answer["Location"] == url(them, "invitation", one.public_id)
    assert "Accept the case" in text_of(bo.get(answer["Location"]))
    answer = bo.post(url(them, "answer_invitation", one.public_id), {"do": "accept"})
    assert answer["Location"] == url(them, "room", one.public_id)
    with acting(them.dr_bo, them.programme):
        assert Party.objects.get(account=them.dr_bo).phase == Party.Phase.BLIND
    assert bo.get(url(them, "declare", one.public_id)).status_code == 404


def test_a_conflict_ends_it_kindly(them: Cast, bo: Client) -> None:
    one = an_invited_case(them)
    answer = bo.post(url(them, "declare", one.public_id), NO | {"COI-3": "yes"})
    assert answer["Location"] == url(them, "thanks")
    page = text_of(bo.get(answer["Location"]))
    assert "You cannot read this one" in page
    assert bo.get(url(them, "invitation", one.public_id)).status_code == 404
    assert one.case.reference not in text_of(bo.get(url(them, "worklist")))


def test_a_declaration_with_a_gap_asks_again(them: Cast, bo: Client) -> None:
    one = an_invited_case(them)
    answer = bo.post(url(them, "declare", one.public_id), NO | {"COI-2": ""})
    assert "Please look at this again" in text_of(answer)


def test_nobody_accepts_without_declaring(them: Cast, bo: Client) -> None:
    one = an_invited_case(them)
    answer = bo.post(url(them, "answer_invitation", one.public_id), {"do": "accept"})
    assert answer.status_code == 409
    assert "First declare" in text_of(answer)


def test_declining_needs_a_reason(them: Cast, bo: Client) -> None:
    one = an_invited_case(them)
    address = url(them, "answer_invitation", one.public_id)
    assert bo.post(address, {"do": "decline", "reason": " "}).status_code == 409
    assert bo.post(address, {"do": "decline", "reason": "On leave"})["Location"] == url(them, "worklist")
    with acting(them.dr_bo, them.programme):
        assert Assignment.objects.get().state == Assignment.State.DECLINED
    assert bo.get(url(them, "invitation", one.public_id)).status_code == 404


def test_an_accepted_invitation_leads_to_the_room(them: Cast, bo: Client) -> None:
    one = an_invited_case(them)
    bo.post(url(them, "declare", one.public_id), NO)
    bo.post(url(them, "answer_invitation", one.public_id), {"do": "accept"})
    assert bo.get(url(them, "invitation", one.public_id))["Location"] == url(them, "room", one.public_id)


def test_it_is_nobody_elses(them: Cast) -> None:
    one = an_invited_case(them)
    for account in (them.dr_chen, them.ana, them.max):
        browser = signed_in(account, them.programme)
        for name in ("invitation", "declare"):
            assert browser.get(url(them, name, one.public_id)).status_code == 404
        assert (
            browser.post(url(them, "answer_invitation", one.public_id), {"do": "accept"}).status_code == 404
        )
