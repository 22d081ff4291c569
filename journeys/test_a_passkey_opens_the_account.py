"""Promise: a passkey opens the account, without the password and for experts as their second proof."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import CDPSession

from journeys.conftest import Opener
from journeys.person import Person

PHONE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


class Fingers:
    """A device that knows its owner's finger, as Chromium's developer tools make one."""

    def __init__(self, person: Person) -> None:
        person.page.bring_to_front()  # a browser asks for a passkey only in the window in front
        self._tools: CDPSession = person.context.new_cdp_session(person.page)
        self._tools.send("WebAuthn.enable")
        made: dict[str, Any] = self._tools.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})
        self._device = str(made["authenticatorId"])

    def are(self, *, known: bool) -> None:
        """Whether the finger that is laid on it from now on is its owner's."""
        said = {"authenticatorId": self._device, "isUserVerified": known}
        self._tools.send("WebAuthn.setUserVerified", said)


def adds_a_passkey(person: Person) -> None:
    """In the account pages, by its name, so that it opens the account by itself."""
    person.open("/mfa/")
    person.looks()
    person.press("Add a passkey")
    says_who_it_is(person)
    person.arrives("Add a passkey")
    person.looks()
    person.fill(name="My phone", passwordless=True)
    person.press("Add a passkey")
    person.open("/mfa/webauthn/")
    person.looks()
    person.sees("My phone")


def says_who_it_is(person: Person) -> None:
    """Whoever changes how they sign in is asked once more: for the code of the app, or for the password."""
    person.arrives("Is it still you?")
    person.looks()
    if person.page.locator("input[name=code]").count():
        person.fill(code=person.code())
    else:
        person.fill(password=person.password)
    person.press("Continue")


def signs_out(person: Person) -> None:
    """By the button of the page."""
    person.open("/account/logout/")
    person.press("Sign out")


@pytest.mark.parametrize(("who", "page"), [("ana", "/my/"), ("dr_bo", "/expert/")])
def test_a_passkey_opens_the_account(someone: Opener, who: str, page: str) -> None:
    person = someone(who, phone=who == "ana")
    fingers = Fingers(person)
    person.sign_in(page)
    adds_a_passkey(person)
    signs_out(person)
    assert "/account/login/" in person.open(page).url
    person.looks()
    fingers.are(known=False)
    person.touch("Use a passkey")
    person.sees("The passkey was not used. Nothing has changed")
    assert "/account/login/" in person.here
    fingers.are(known=True)
    person.press("Use a passkey")
    assert person.here == page
    assert person.open(page).status == 200
    person.looks()
