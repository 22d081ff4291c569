"""The doors: how long a session lasts, who has to show a second factor, and what a stranger learns at the sign-in."""

from __future__ import annotations

import time
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from secunda.care.cases.tests.factories import PASSWORD, Cast, a_submitted_case, cast
from secunda.foundation.accounts.models import Account
from secunda.portals.parts.doors import SEEN, STARTED
from secunda.portals.parts.tests.signed_in import a_confirmed_address, an_authenticator, signed_in

pytestmark = pytest.mark.django_db
MINUTE = 60


@pytest.fixture
def them() -> Cast:
    cache.clear()  # the limits on attempts of earlier tests
    return cast()


def moved_back(client: Client, key: str, minutes: float) -> None:
    """Let a stored instant of the session lie that many minutes back."""
    session = client.session
    session[key] = int(time.time() - minutes * MINUTE)
    session.save()


def is_in(client: Client, them: Cast) -> bool:
    """Whether a page for signed-in people opens."""
    answer = client.get(f"/{them.programme.slug}/account/password/change/")
    return answer.status_code == 200 or "/reauthenticate/" in answer.headers.get("Location", "")


@pytest.mark.parametrize(("who", "minutes", "stays"), [("ana", 29, True), ("ana", 31, False), ("cleo", 14, True),
                                                      ("cleo", 16, False),
                                                      ("dr_bo", 14, True), ("dr_bo", 16, False)])  # fmt: skip
def test_an_idle_session_ends(them: Cast, who: str, minutes: int, stays: bool) -> None:
    client = signed_in(getattr(them, who), them.programme)
    assert is_in(client, them)
    moved_back(client, SEEN, minutes)
    assert is_in(client, them) is stays


def test_who_was_idle_is_told_and_comes_back_to_the_page(them: Cast) -> None:
    client = signed_in(them.cleo, them.programme)
    client.get(f"/{them.programme.slug}/staff/")
    moved_back(client, SEEN, 16)
    answer = client.get(f"/{them.programme.slug}/staff/?page=2")
    assert answer.status_code == 302
    assert "reason=idle" in answer.headers["Location"]
    assert "page%3D2" in answer.headers["Location"]


def test_a_script_of_an_ended_session_is_told_401(them: Cast) -> None:
    client = signed_in(them.ana, them.programme)
    client.get(f"/{them.programme.slug}/my/")
    moved_back(client, SEEN, 31)
    answer = client.post(f"/{them.programme.slug}/activity", headers={"X-Requested-With": "activity"})
    assert answer.status_code == 401


def test_activity_keeps_a_session_but_not_for_ever(them: Cast) -> None:
    client = signed_in(them.ana, them.programme)
    assert is_in(client, them)
    moved_back(client, SEEN, 29)
    assert client.post(f"/{them.programme.slug}/activity").status_code == 204
    assert int(client.session[SEEN]) >= time.time() - 5
    moved_back(client, STARTED, 12 * 60 + 1)
    assert not is_in(client, them)


def test_activity_of_nobody_is_refused(them: Cast) -> None:
    assert Client().post(f"/{them.programme.slug}/activity").status_code == 401


def posted(client: Client, them: Cast, page: str, **fields: str) -> HttpResponse:
    """The answer to a form of the account pages."""
    return client.post(f"/{them.programme.slug}/account/{page}", fields)  # type: ignore[return-value]


def test_the_session_has_another_name_after_signing_in(them: Cast) -> None:
    a_confirmed_address(them.ana)
    client = Client()
    client.get(f"/{them.programme.slug}/account/login/")
    before = client.session.session_key
    posted(client, them, "login/", login=them.ana.email, password=PASSWORD)
    after = client.session.session_key
    assert after
    assert after != before
    planted = Client()
    planted.cookies["session"] = before or "planted-by-somebody"
    assert not is_in(planted, them)


def test_signing_out_everywhere_ends_the_other_sessions(them: Cast) -> None:
    a_confirmed_address(them.ana)
    clients = [Client(), Client()]
    for client in clients:
        posted(client, them, "login/", login=them.ana.email, password=PASSWORD)
        assert is_in(client, them)
    clients[0].post(f"/{them.programme.slug}/account/sessions/")
    assert is_in(clients[0], them)
    assert not is_in(clients[1], them)


def test_signing_out_ends_the_session(them: Cast) -> None:
    client = signed_in(them.ana, them.programme)
    kept = client.cookies["session"].value
    posted(client, them, "logout/")
    again = Client()
    again.cookies["session"] = kept
    assert not is_in(again, them)


def test_a_password_alone_opens_nothing_for_an_expert(them: Cast) -> None:
    """Without a factor they are led to set one up; with one, a session that did not use it is ended."""
    bare = signed_in(them.dr_bo, them.programme, factor=False)
    for path in ("expert/", "my/", "", "home"):
        answer = bare.get(f"/{them.programme.slug}/{path}")
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/{them.programme.slug}/mfa/")
    an_authenticator(them.dr_bo)
    answer = bare.get(f"/{them.programme.slug}/expert/")
    assert "reason=factor" in answer.headers["Location"]
    assert not is_in(bare, them)


def test_the_sign_in_asks_an_expert_for_the_code(them: Cast) -> None:
    a_confirmed_address(them.dr_bo)
    secret = an_authenticator(them.dr_bo)
    client = Client()
    answer = posted(client, them, "login/", login=them.dr_bo.email, password=PASSWORD)
    assert answer.headers["Location"] == f"/{them.programme.slug}/mfa/authenticate/"
    assert client.get(f"/{them.programme.slug}/expert/").status_code in (302, 404)
    wrong = client.post(f"/{them.programme.slug}/mfa/authenticate/", {"code": "000000"})
    assert wrong.status_code == 200
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    client.post(f"/{them.programme.slug}/mfa/authenticate/", {"code": code})
    assert client.get(f"/{them.programme.slug}/expert/").status_code == 200


def test_a_role_in_one_programme_opens_nothing_in_another(them: Cast) -> None:
    case = a_submitted_case(them)
    mila = signed_in(them.mila, them.other)
    assert mila.get(f"/{them.other.slug}/staff/").status_code == 200
    for path in ("staff/", f"staff/case/{case.public_id}/", "staff/experts/", "expert/"):
        assert mila.get(f"/{them.programme.slug}/{path}").status_code == 404
    assert mila.get(f"/{them.other.slug}/staff/case/{case.public_id}/").status_code == 404
    cleo = signed_in(them.cleo, them.programme)
    assert cleo.get(f"/{them.programme.slug}/staff/case/{case.public_id}/").status_code == 200
    assert cleo.get(f"/{them.other.slug}/staff/").status_code == 404
    assert cleo.get(f"/{them.other.slug}/staff/case/{case.public_id}/").status_code == 404


def told(answer: HttpResponse, *words: str) -> tuple[Any, ...]:
    """All that an answer tells, without what was typed and without one-time marks."""
    text = answer.content.decode()
    for word in words:
        text = text.replace(word, "…")
    marks = [line for line in text.splitlines() if "csrf" not in line and "nonce" not in line]
    return (answer.status_code, answer.headers.get("Location"), sorted(answer.cookies), marks)


@pytest.mark.parametrize(
    ("page", "fields"),
    [
        ("login/", {"password": "not the password at all"}),
        ("signup/", {"password1": "a rather long sentence of seven words"}),
        ("password/reset/", {}),
    ],
)
def test_nobody_learns_who_has_an_account(them: Cast, page: str, fields: dict[str, str]) -> None:
    a_confirmed_address(them.ana)
    name = "login" if page == "login/" else "email"
    known, unknown = Client(), Client()
    answers = [
        told(posted(client, them, page, **fields | {name: email}), email)
        for client, email in ((known, them.ana.email), (unknown, "nobody.here@example.org"))
    ]
    assert answers[0] == answers[1]
    follow = [
        client.get(where)
        for client, where in zip((known, unknown), (a[1] for a in answers), strict=True)
        if where
    ]
    pages = [told(one, them.ana.email, "nobody.here@example.org") for one in follow]  # type: ignore[arg-type]
    assert len({str(page) for page in pages}) <= 1


@pytest.mark.parametrize("page", ["login/", "password/reset/"])
def test_a_known_address_takes_no_longer_than_an_unknown_one(them: Cast, page: str) -> None:
    """Loosely: both hash a password, or both write a letter; neither is several times the other."""
    a_confirmed_address(them.ana)
    name = "login" if page == "login/" else "email"

    def seconds(email: str) -> float:
        cache.clear()
        client, began = Client(), time.perf_counter()
        posted(client, them, page, **{name: email, "password": "wrong all the way"})
        return time.perf_counter() - began

    seconds("warm.up@example.org")
    known = min(seconds(them.ana.email) for _ in range(3))
    unknown = min(seconds("nobody.here@example.org") for _ in range(3))
    assert 0.3 < known / unknown < 3, (known, unknown)


def test_the_reset_writes_to_both(them: Cast) -> None:
    """The one with an account gets a code, the other a letter that there is none; neither page says which."""
    a_confirmed_address(them.ana)
    for email in (them.ana.email, "nobody.here@example.org"):
        posted(Client(), them, "password/reset/", email=email)
    assert [message.to for message in mail.outbox] == [[them.ana.email], ["nobody.here@example.org"]]
    assert not any(them.ana.name in message.body for message in mail.outbox[1:])


@pytest.mark.parametrize("password", ["short", "password123456789", "1234567890123", "new@example.org"])
def test_a_weak_password_is_refused(them: Cast, password: str) -> None:
    answer = posted(Client(), them, "signup/", email="new@example.org", password1=password)
    assert answer.status_code == 200
    assert not Account.objects.filter(email="new@example.org").exists()


def test_a_long_plain_password_needs_no_signs_or_digits(them: Cast) -> None:
    posted(
        Client(), them, "signup/", email="new@example.org", password1="a plain sentence without any digits"
    )
    assert EmailAddress.objects.get(email="new@example.org").verified is False


@pytest.mark.parametrize(
    "path", ["/%00/", "/lin%00denhof/verify", "/lindenhof%00/", "/%ff/verify", "/nowhere/verify"]
)
def test_a_programme_that_cannot_be_is_not_there(them: Cast, path: str) -> None:
    assert Client().get(path).status_code == 404
