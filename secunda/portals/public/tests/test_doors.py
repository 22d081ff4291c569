"""Who may open a draft: whoever holds its link or its account. Everybody else learns nothing."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.test import Client

from secunda.care.cases import actions as cases
from secunda.care.cases.tests.factories import a_submitted_case, acting, cast, now
from secunda.foundation.accounts.models import Account, Programme
from secunda.portals.public.forms import PAGES
from secunda.portals.public.tests.factories import a_draft, a_filled_draft, case_of, door, kept

NAMES = ("draft", "check", "stop", "today", "in-hospital", "letter", "send", "keep", "later")


def addresses(programme: Programme, case_id: UUID) -> list[str]:
    return [
        *(door(programme, name, case_id) for name in NAMES),
        *(door(programme, "page", case_id, page.slug) for page in PAGES),
        *(door(programme, "check-screen", case_id, screen) for screen in ("where", "head", "safety")),
    ]


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_finds_nothing(client: Client, programme: Programme, max_: Account, method: str) -> None:
    case_id = a_filled_draft(client, programme)
    before = kept(programme, case_id)
    stranger = Client()
    stranger.force_login(max_)
    for address in (*addresses(programme, case_id), *addresses(programme, uuid4())):
        response = getattr(stranger, method)(address, {"kind": "doctor", "country": "PT", "inpatient": "no"})
        assert response.status_code == 404, address
        assert b"Ana" not in response.content
    assert kept(programme, case_id) == before


def test_a_visitor_without_the_link_is_asked_to_sign_in_whether_it_exists_or_not(
    client: Client, programme: Programme
) -> None:
    case_id = a_filled_draft(client, programme)
    visitor = Client()
    for there in (case_id, uuid4()):
        for address in addresses(programme, there):
            for response in (visitor.get(address), visitor.post(address)):
                assert response.status_code == 302
                assert response.headers["Location"] == f"/{programme.slug}/account/login/?next={address}"


def test_an_autosave_without_the_link_says_signed_out(client: Client, programme: Programme) -> None:
    case_id = a_draft(client, programme)
    response = Client().post(
        door(programme, "page", case_id, "told"), {"diagnosis": "x"}, headers={"X-Requested-With": "autosave"}
    )
    assert response.status_code == 401


def test_a_link_opens_its_own_draft_only(client: Client, programme: Programme) -> None:
    mine = a_draft(client, programme)
    theirs = a_draft(Client(), programme)
    assert client.get(door(programme, "check-screen", mine, "where")).status_code == 200
    assert client.get(door(programme, "check-screen", theirs, "where")).status_code == 302


def test_two_programmes_do_not_mix(
    client: Client, programme: Programme, other: Programme, ana: Account
) -> None:
    here = a_draft(client, programme)
    client.cookies["draft"]["path"] = "/"  # even when somebody carries the link over by hand
    assert client.get(door(programme, "check-screen", here, "where")).status_code == 200
    response = client.get(door(other, "check-screen", here, "where"))
    assert response.headers["Location"].startswith(f"/{other.slug}/account/login/")
    signed_in = Client()
    signed_in.force_login(ana)
    mine = a_draft(signed_in, programme)
    assert signed_in.get(door(programme, "check-screen", mine, "where")).status_code == 200
    assert signed_in.get(door(other, "check-screen", mine, "where")).status_code == 404
    assert door(programme, "draft", mine).encode() not in signed_in.get(door(other, "home")).content


def test_a_wrong_link_opens_nothing(client: Client, programme: Programme) -> None:
    case_id = a_draft(client, programme)
    for token in ("", "x", "A" * 43, "ü", client.cookies["draft"].value + "x"):
        visitor = Client()
        visitor.cookies["draft"] = token
        assert visitor.get(door(programme, "check-screen", case_id, "where")).status_code == 302
        assert visitor.get(door(programme, "home")).status_code == 200


def test_several_drafts_of_one_account_stay_apart(programme: Programme, ana: Account) -> None:
    client = Client()
    client.force_login(ana)
    first, second = a_draft(client, programme), a_draft(client, programme, "doctor")
    assert first != second
    assert "who" not in kept(programme, first)
    assert kept(programme, second)["who"] == {"kind": ["doctor"]}
    for case_id in (first, second):
        assert client.get(door(programme, "check-screen", case_id, "where")).status_code == 200


def test_a_case_that_was_sent_and_then_stopped_is_no_draft_again(db: None) -> None:
    them = cast()
    case = a_submitted_case(them)
    with acting(them.cleo, them.programme):
        cases.move(case, "emergency", by=them.cleo, role="coordinator", at=now())
    client = Client()
    client.force_login(them.ana)
    for name in ("draft", "letter", "check"):
        assert "/my" in client.get(door(them.programme, name, case.public_id)).headers["Location"]
    assert (
        door(them.programme, "draft", case.public_id).encode()
        not in client.get(door(them.programme, "home")).content
    )
    assert case_of(them.programme, case.public_id).state == "emergency"
