"""Pages read without JavaScript, at 320 pixels, and from right to left."""

from __future__ import annotations

import pytest

from journeys import intake
from journeys.conftest import Opener
from journeys.house import House
from journeys.people import SLUG, cast
from journeys.person import Person
from secunda.project.tests.url_world import World, a_world

EXPERTS_TOO = False  # the world of the sweep brings them
NARROW = {"width": 320, "height": 640}


@pytest.fixture(scope="module")
def world(house: House) -> World:
    """Ana's draft, her case in the blind phase, and the one whose opinion is released."""
    return house.do(lambda: a_world(cast()))


def screens(world: World) -> dict[str, list[str]]:
    """Everybody's main pages."""
    draft, room = f"/start/{world.ids['case_id']}", f"/expert/case/{world.ids['assignment']}/"
    mine, read = f"/my/case/{world.blind.public_id}/", f"/my/case/{world.released.public_id}/"
    staffs, record = f"/staff/case/{world.blind.public_id}/", world.ids["record"]
    return {
        "ana": ["/my/", mine, f"{mine}records/", f"{mine}consents/", f"{mine}who/", f"{mine}cancel/", f"{mine}safety/",
                f"{read}opinion/", f"{draft}/check/where/", f"{draft}/later/", "/account/password/change/", "/mfa/",
                "/account/sessions/", "/account/email/"],
        "dr_bo": ["/expert/", room, f"{room}record/{record}/", f"{room}commit/", f"{room}give-back/",
                  f"/expert/question/{world.ids['addendum']}/"],
        "cleo": ["/staff/", staffs, f"{staffs}brief/", f"{staffs}records/{record}/", f"{staffs}assign/",
                 f"{staffs}reviewer/", f"{staffs}who/", "/staff/experts/"],
        "visitor": ["/", "/sample/", "/verify", "/account/login/", "/account/signup/", "/account/password/reset/"],
    }  # fmt: skip


def comes_in(person: Person, who: str) -> None:
    """Sign in whoever has an account."""
    if who != "visitor":
        person.sign_in("/home")


@pytest.mark.parametrize("who", ["visitor", "ana", "dr_bo", "cleo"])
def test_every_page_reads_without_javascript(someone: Opener, world: World, who: str) -> None:
    person = someone(who, java_script_enabled=False)
    comes_in(person, who)
    for path in screens(world)[who]:
        assert person.open(path).status == 200, path
        assert len(person.page.locator("main").inner_text().split()) > 10, (
            f"{path} says nothing without script"
        )
        assert person.page.locator("h1:visible").count() == 1, path
        hidden = person.page.locator("main :is(button, a.button)[hidden]").count()
        assert not hidden, f"{path} hides a way on from who has no script"


@pytest.mark.parametrize("who", ["visitor", "ana", "dr_bo", "cleo"])
def test_nothing_runs_off_a_narrow_screen(someone: Opener, world: World, who: str) -> None:
    person = someone(who, viewport=NARROW)
    comes_in(person, who)
    wide = []
    for path in screens(world)[who]:
        assert person.open(path).status == 200, path
        if person.overflow() > 0:
            wide.append(f"{path}: {person.overflow()} px: {too_wide(person)}")
    assert not wide, "\n".join(wide)


def too_wide(person: Person) -> str:
    """The first things that stick out of the screen, for whoever mends it."""
    script = """() => [...document.querySelectorAll('body *')]
        .filter(one => one.getBoundingClientRect().right > innerWidth + 1 || one.getBoundingClientRect().left < -1)
        .slice(0, 4).map(one => one.tagName + '.' + one.className)"""
    found: list[str] = person.page.evaluate(script)
    return ", ".join(found)


@pytest.mark.parametrize("who", ["visitor", "ana", "dr_bo", "cleo"])
def test_arabic_reads_from_right_to_left(someone: Opener, world: World, who: str) -> None:
    person = someone(who, phone=who in ("visitor", "ana"))
    comes_in(person, who)
    person.context.add_cookies([{"name": "language", "value": "ar", "url": person.house.address}])
    for path in screens(world)[who]:
        person.open(path)
        root = person.page.locator("html")
        assert (root.get_attribute("dir"), root.get_attribute("lang")) == ("rtl", "ar"), path
        starts = person.page.locator("h1").evaluate("e => getComputedStyle(e).direction")
        assert starts == "rtl", path
        assert person.overflow() <= 0, f"{path} is too wide in Arabic: {too_wide(person)}"
    person.looks()


def test_the_wizard_works_without_javascript(someone: Opener) -> None:
    visitor = someone("newcomer", phone=True, java_script_enabled=False)
    case = intake.asks_for_an_opinion(visitor)
    assert visitor.open(case).status == 200
    visitor.sees("Messages")
    visitor.fill(text="Good morning")
    visitor.press("Send the message")
    visitor.sees("Good morning")


def test_the_language_is_chosen_on_any_page(someone: Opener) -> None:
    visitor = someone("visitor", phone=True)
    visitor.open("/verify")
    visitor.press("العربية")
    assert visitor.page.url.endswith(f"/{SLUG}/verify")
    assert visitor.page.locator("html").get_attribute("dir") == "rtl"
