"""From the browser to a case: an account, the draft taken over in one step, and sent."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils.translation import override

from secunda.care.cases.consents import text_sha256
from secunda.care.cases.models import (
    Case,
    Consent,
    FirstOpinion,
    Interval,
    Link,
    Party,
    Provenance,
    Question,
    Task,
    Wishes,
)
from secunda.care.cases.tests.factories import PASSWORD
from secunda.foundation.accounts import principal
from secunda.foundation.accounts.models import Account, Programme
from secunda.portals.public.tests.factories import (
    FILLED,
    a_clear_draft,
    a_draft,
    a_filled_draft,
    answer_check,
    case_of,
    door,
    fill,
    kept,
)
from secunda.portals.public.tests.test_letter import PROXY

NEW = "a new and quiet morning"


def sign_up(
    client: Client, programme: Programme, target: str, mailbox: list[EmailMessage], email: str
) -> str:
    """Make an account by e-mail, password and the code that was sent; where one arrives."""
    signup = f"/{programme.slug}/account/signup/"
    assert client.get(signup, {"next": target}).status_code == 200
    response = client.post(signup, {"email": email, "password1": NEW, "next": target})
    assert response.status_code == 302
    [code] = re.findall(r"^[A-Z0-9-]{6,}$", str(mailbox[-1].body), re.MULTILINE)
    return str(client.post(response.headers["Location"], {"code": code}).headers["Location"])


def test_a_new_person_signs_up_and_sends(
    client: Client, programme: Programme, mailoutbox: list[EmailMessage]
) -> None:
    case_id = a_filled_draft(client, programme)
    letter, send = door(programme, "letter", case_id), door(programme, "send", case_id)
    assert b"Make an account and send it" in client.get(letter).content
    to_sign_up = client.get(send).headers["Location"]
    assert to_sign_up == f"/{programme.slug}/account/signup/?next=" + send.replace("/", "%2F")
    assert client.post(send).headers["Location"] == to_sign_up
    assert sign_up(client, programme, send, mailoutbox, "ana@example.org") == send
    assert "carcinoma" not in "".join(f"{mail.subject} {mail.body}" for mail in mailoutbox)

    landed = client.get(send)
    assert landed.headers["Location"] == letter
    assert landed.cookies["draft"].value == ""
    assert case_of(programme, case_id).requester == Account.objects.get(email="ana@example.org")
    again = client.get(letter).content
    assert b"kept with your account now" in again
    assert b"Send it" in again

    sent = client.post(send)
    assert sent.status_code == 302
    case = case_of(programme, case_id)
    assert (case.state, case.requester_kind, case.language) == ("records_needed", "patient", "en")
    check_what_was_sent(programme, case)
    assert client.get(letter).headers["Location"] == sent.headers["Location"]
    account = Account.objects.get(email="ana@example.org")
    assert (account.name, account.time_zone) == ("Ana Ferreira", "Europe/Lisbon")


def check_what_was_sent(programme: Programme, case: Case) -> None:
    """Everything that was typed is in the case, and nothing of it is left in the draft."""
    assert case.patient
    assert (case.patient.name, str(case.patient.birth_date)) == ("Ana Ferreira", "1981-05-03")
    assert (case.patient.country, case.patient.region) == ("PT", "11")
    assert str(case.decision_date) == "2040-12-24"
    with principal.as_person(case.requester_id or 0, programme.id):
        first, source = FirstOpinion.objects.get(case=case), Provenance.objects.get(case=case)
        assert first.diagnosis == FILLED["told"]["diagnosis"]
        assert source.doctors == ["Dr Rao", "Dr Silva"]
        assert source.given_date == "2024-10"
        assert [q.text for q in Question.objects.filter(case=case)] == [
            "Can the breast be kept?",
            "Is radiotherapy as safe?",
        ]
        wishes = Wishes.objects.get(case=case)
        assert (wishes.hear, wishes.detail, wishes.decides_with) == (
            "call_together",
            "everything",
            "My husband",
        )
        assert set(Consent.objects.filter(case=case).values_list("purpose", flat=True)) == {
            "second_opinion",
            "tell_doctor",
        }
        assert Party.objects.get(case=case).role == "patient"
        assert Link.objects.get(case=case).revoked_at
        assert (
            Interval.objects.filter(case=case).order_by("from_at").values_list("state", flat=True)[0]
            == "draft"
        )
    assert kept(programme, case.public_id) == {}


def test_somebody_with_an_account_signs_in_and_sends(
    client: Client, programme: Programme, ana: Account
) -> None:
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=ana, email=ana.email, verified=True, primary=True)
    case_id = a_filled_draft(client, programme)
    send = door(programme, "send", case_id)
    response = client.post(
        f"/{programme.slug}/account/login/", {"login": ana.email, "password": PASSWORD, "next": send}
    )
    assert response.headers["Location"] == send
    assert client.post(send).status_code == 302
    case = case_of(programme, case_id)
    assert (case.state, case.requester) == ("records_needed", ana)


def test_after_claiming_the_wizard_goes_on_for_the_account(
    client: Client, programme: Programme, ana: Account
) -> None:
    case_id = a_clear_draft(client, programme)
    client.force_login(ana)
    assert client.get(door(programme, "keep", case_id)).headers["Location"] == door(
        programme, "later", case_id
    )
    assert b"It lies with your account." in client.get(door(programme, "later", case_id)).content
    elsewhere = Client()
    elsewhere.force_login(ana)
    fill(programme, case_id)
    assert elsewhere.get(door(programme, "letter", case_id)).status_code == 200
    assert elsewhere.get(door(programme, "send", case_id)).headers["Location"] == door(
        programme, "letter", case_id
    )
    assert elsewhere.get(door(programme, "keep", case_id)).status_code == 302
    assert elsewhere.post(door(programme, "send", case_id)).status_code == 302
    assert case_of(programme, case_id).state == "records_needed"


def test_later_tells_a_visitor_how_to_come_back(client: Client, programme: Programme) -> None:
    case_id = a_draft(client, programme)
    content = client.get(door(programme, "later", case_id)).content
    assert b"It stays in this browser until" in content
    to_sign_up = client.get(door(programme, "keep", case_id)).headers["Location"]
    assert to_sign_up.startswith(f"/{programme.slug}/account/signup/")


def test_a_stopped_case_can_be_kept_with_an_account(
    client: Client, programme: Programme, ana: Account
) -> None:
    case_id = a_draft(client, programme)
    answer_check(client, programme, case_id, collapse="yes")
    client.force_login(ana)
    client.get(door(programme, "keep", case_id))
    case = case_of(programme, case_id)
    assert (case.state, case.requester) == ("emergency", ana)
    assert client.get(door(programme, "draft", case_id)).headers["Location"] == door(
        programme, "stop", case_id
    )
    answer_check(client, programme, case_id)
    assert case_of(programme, case_id).state == "draft"


def test_a_proxy_sends_and_waits_for_confirmation(client: Client, programme: Programme, ana: Account) -> None:
    client.force_login(ana)
    case_id = a_filled_draft(client, programme, who={"kind": "proxy"}, you=PROXY)
    assert client.post(door(programme, "send", case_id)).status_code == 302
    case = case_of(programme, case_id)
    with principal.as_person(ana.id, programme.id):
        party = Party.objects.select_related("authority").get(case=case)
        assert (party.role, party.may_open_records) == ("proxy", False)
        assert party.authority
        assert (party.authority.basis, str(party.until_at)[:10]) == ("carer", "2041-02-01")
        assert Task.objects.filter(case=case, kind="confirm_proxy").exists()
    assert case.patient
    assert case.patient.account is None


def test_a_doctor_sends_for_a_patient(client: Client, programme: Programme, ana: Account) -> None:
    client.force_login(ana)
    case_id = a_clear_draft(client, programme, "doctor")
    fill(programme, case_id, who={"kind": "doctor"}, you={"own_name": "Dr Rao"})
    assert client.post(door(programme, "send", case_id)).status_code == 302
    case = case_of(programme, case_id)
    assert case.requester_kind == "doctor"
    with principal.as_person(ana.id, programme.id):
        assert Party.objects.get(case=case).role == "doctor"


def test_what_is_missing_keeps_it_from_being_sent(client: Client, programme: Programme, ana: Account) -> None:
    client.force_login(ana)
    case_id = a_clear_draft(client, programme)
    response = client.post(door(programme, "send", case_id))
    assert response.status_code == 422
    assert b"Something is still missing." in response.content
    assert case_of(programme, case_id).state == "draft"


def test_a_refusal_is_shown_above_the_letter_and_nothing_is_lost(
    client: Client, programme: Programme, ana: Account
) -> None:
    client.force_login(ana)
    grown_up = {"own_name": "Tomás", "basis": "parent"}
    case_id = a_filled_draft(client, programme, who={"kind": "proxy"}, you=grown_up)
    response = client.post(door(programme, "send", case_id))
    assert response.status_code == 409
    assert b"they are of age" in response.content
    case = case_of(programme, case_id)
    assert case.state == "draft"
    assert kept(programme, case_id)["told"]["diagnosis"] == [FILLED["told"]["diagnosis"]]
    with principal.as_person(ana.id, programme.id):
        assert not Consent.objects.filter(case=case).exists()


def test_a_consent_carries_the_language_in_which_it_was_read(
    client: Client, programme: Programme, ana: Account
) -> None:
    client.force_login(ana)
    case_id = a_filled_draft(client, programme)
    client.cookies["language"] = "ar"
    assert client.post(door(programme, "page", case_id, "consents"), FILLED["consents"]).status_code == 302
    client.cookies["language"] = "en"
    client.post(door(programme, "send", case_id))
    case = case_of(programme, case_id)
    with principal.as_person(ana.id, programme.id):
        for consent in Consent.objects.filter(case=case):
            assert consent.language == "ar"
            with override("ar"):
                assert consent.text_sha256 == text_sha256(consent.purpose, "ar")
    assert case.language == "en"


def test_a_name_that_is_known_stays(client: Client, programme: Programme, ana: Account) -> None:
    Account.objects.filter(pk=ana.pk).update(time_zone="Asia/Kolkata")
    client.force_login(ana)
    client.post(door(programme, "send", a_filled_draft(client, programme)))
    ana.refresh_from_db()
    assert (ana.name, ana.time_zone) == ("Ana", "Asia/Kolkata")


def test_signing_up_tells_nobody_whether_an_account_exists(
    client: Client, programme: Programme, ana: Account, mailoutbox: list[EmailMessage]
) -> None:
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=ana, email=ana.email, verified=True, primary=True)
    target = door(programme, "send", a_filled_draft(client, programme))
    answers: list[Any] = []
    for email in (ana.email, "nobody@example.org"):
        response = client.post(
            f"/{programme.slug}/account/signup/", {"email": email, "password1": NEW, "next": target}
        )
        page = client.get(response.headers["Location"])
        answers.append(
            (response.status_code, response.headers["Location"], page.status_code, len(page.content) // 100)
        )
        client.cookies.pop("session", None)
    assert answers[0][:3] == answers[1][:3]
    assert len(mailoutbox) == 2


@pytest.mark.parametrize("name", ["keep", "later", "letter", "draft"])
def test_nothing_is_changed_by_a_form_where_none_is(client: Client, programme: Programme, name: str) -> None:
    case_id = a_clear_draft(client, programme)
    assert client.post(door(programme, name, case_id)).status_code == 405
