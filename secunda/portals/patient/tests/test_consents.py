"""Consents: read as they were given, withdrawn with one press, effective at once."""

from __future__ import annotations

from typing import Any

import pytest

from secunda.care.cases.consents import PURPOSES, text_sha256
from secunda.care.cases.models import Case, Consent, Party
from secunda.care.cases.tests.factories import Cast, a_submitted_case, acting
from secunda.care.opinions.tests.factories import an_accepted_case
from secunda.care.records.models import Record
from secunda.portals.parts.tests.signed_in import signed_in
from secunda.portals.patient.tests.screens import at, confirm, post, text, tomas_case, tomas_joins

pytestmark = pytest.mark.django_db


def live(them: Cast, case: Case) -> dict[str, Consent]:
    with acting(them.ana, them.programme):
        return {one.purpose: one for one in Consent.objects.filter(case=case, withdrawn_at=None)}


def test_each_purpose_with_its_text(them: Cast) -> None:
    case = a_submitted_case(them)
    page = text(signed_in(them.ana, them.programme), at("consents", case.public_id))
    for purpose in PURPOSES.values():
        assert str(purpose.title) in page
    assert page.count("Withdraw, and stop everything") == 1


def test_withdrawn_the_expert_sees_nothing_from_that_moment(them: Cast) -> None:
    case = an_accepted_case(them).case
    ana = signed_in(them.ana, them.programme)
    with acting(them.dr_bo, them.programme):
        assert Record.objects.filter(case=case).exists()
    post(ana, at("withdraw_consent", case.public_id, live(them, case)["second_opinion"].public_id))
    with acting(them.dr_bo, them.programme):
        assert not Record.objects.filter(case=case).exists()
        assert not Case.objects.filter(pk=case.pk).exists()
        assert not Party.objects.filter(case=case, account=them.dr_bo, ended_at=None).exists()
    page = text(ana, at("case", case.public_id))
    assert "Your case was cancelled" in page
    assert "You withdrew a consent." in page
    assert "I agree<" not in text(ana, at("consents", case.public_id))
    assert post(ana, at("give_consent", case.public_id), purpose="second_opinion").status_code == 409


def test_given_later_with_the_hash_of_the_text_on_the_page(them: Cast) -> None:
    case = a_submitted_case(them)
    ana = signed_in(them.ana, them.programme)
    for language, kept in (("ar", "ar"), ("xx", "en")):
        purpose = "cross_border" if language == "ar" else "learning"
        assert (
            post(ana, at("give_consent", case.public_id), purpose=purpose, language=language).status_code
            == 302
        )
        assert live(them, case)[purpose].text_sha256 == text_sha256(purpose, kept)
    assert post(ana, at("give_consent", case.public_id), purpose="everything").status_code == 409


def test_withdrawing_another_purpose_stops_nothing(them: Cast) -> None:
    case = an_accepted_case(them).case
    ana = signed_in(them.ana, them.programme)
    given = live(them, case)["tell_doctor"].public_id
    for _press in range(2):
        post(ana, at("withdraw_consent", case.public_id, given))
    assert "tell_doctor" not in live(them, case)
    assert "Dr Bo is reading your case" in text(ana, at("case", case.public_id))


def test_consents_of_another_case_are_not_here(them: Cast) -> None:
    case, other = a_submitted_case(them), a_submitted_case(them, by=them.max)
    with acting(them.max, them.programme):
        theirs = Consent.objects.filter(case=other).first()
    assert theirs is not None
    ana = signed_in(them.ana, them.programme)
    assert ana.post(at("withdraw_consent", case.public_id, theirs.public_id)).status_code == 404


def test_a_proxy_without_decisions_reads_them_only(them: Cast) -> None:
    case = a_submitted_case(them)
    tomas_joins(them, case, scope="without_decisions")
    tomas = signed_in(them.tomas, them.programme)
    page = text(tomas, at("consents", case.public_id))
    assert "left to the patient" in page
    assert '<button class="button second"' not in page
    given = live(them, case)["second_opinion"].public_id
    assert tomas.post(at("withdraw_consent", case.public_id, given)).status_code == 409
    assert post(tomas, at("give_consent", case.public_id), purpose="learning").status_code == 409
    assert tomas.get(at("cancel", case.public_id)).status_code == 409
    assert "second_opinion" in live(them, case)


def test_an_unconfirmed_proxy_withdraws_but_does_not_give(them: Cast) -> None:
    case = tomas_case(them)
    tomas = signed_in(them.tomas, them.programme)
    refused: Any = post(tomas, at("give_consent", case.public_id), purpose="learning")
    assert refused.status_code == 409
    assert "once the programme has confirmed" in refused.content.decode()
    confirm(them, case)
    assert post(tomas, at("give_consent", case.public_id), purpose="learning").status_code == 302
    with acting(them.tomas, them.programme):
        given = Consent.objects.get(case=case, purpose="learning")
    assert given.given_by == them.tomas
    assert tomas.post(at("withdraw_consent", case.public_id, given.public_id)).status_code == 302
