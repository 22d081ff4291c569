"""Promise: a stranger finds nothing. Max is signed in and on no case; so is Mila, who coordinates elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test.utils import override_script_prefix
from django.urls import reverse
from playwright.sync_api import APIResponse

from journeys.conftest import Opener
from journeys.house import House
from journeys.people import OTHER, SLUG, cast
from journeys.person import Person
from secunda.project.tests.url_table import EVERYBODYS
from secunda.project.tests.url_world import World, a_world, every_address

EXPERTS_TOO = False  # the world of the sweep brings them
TOLD = ("Lindqvist", "carcinoma", "Mastectomy", "Can my breast be kept", "Valley District", "Core biopsy",
        "That it comes back", "May I swim")  # fmt: skip
OF_EVERY_COORDINATOR = ("staff:queue", "staff:experts", "staff:checks")


@pytest.fixture(scope="module")
def world(house: House) -> World:
    """Ana's draft, her case in the blind phase, and the one whose opinion is released."""
    return house.do(lambda: a_world(cast()))


def addresses(world: World) -> Iterator[tuple[str, str]]:
    """Every address that is about somebody, with Ana's ids, as paths of her programme."""
    for name, parts in every_address():
        if not name.startswith((*EVERYBODYS, "gallery")):
            with override_script_prefix(f"/{SLUG}/"):
                yield name, reverse(name, kwargs=world.arguments(name, parts))


def heard(answer: APIResponse, world: World) -> str:
    """The words of Ana's that an answer says, by its address; empty when it says none."""
    text = answer.text().casefold()
    words = [
        one for one in (*TOLD, world.blind.reference, world.released.reference) if one.casefold() in text
    ]
    return f"{answer.url} says {words}" if words else ""


def nothing_is_there(answer: APIResponse, world: World) -> str:
    """What is wrong with an answer to somebody signed in; empty when it is a 404 or 405 without a word of Ana."""
    if answer.status not in (404, 405):
        return f"{answer.status} from {answer.url}"
    return heard(answer, world)


def asked_to_sign_in(answer: APIResponse, world: World) -> str:
    """What is wrong with an answer to nobody; empty when it leads to the sign-in, or tells a program to."""
    if answer.status == 401 and answer.url.partition("?")[0].count("/dicomweb"):
        return heard(answer, world)
    if answer.status == 302 and "/account/login/" in answer.headers.get("location", ""):
        return heard(answer, world)
    return nothing_is_there(answer, world) if answer.status == 405 else f"{answer.status} from {answer.url}"


def sweep(stranger: Person, world: World) -> list[str]:
    """Every address, opened and sent a form to; and once more at the door of the other programme."""
    token = stranger.page.locator("body").get_attribute("data-csrf") or ""
    sent = {"X-CSRFToken": token, "Referer": stranger.page.url}
    asked = stranger.context.request
    wrong = []
    for _name, path in addresses(world):
        elsewhere = path.replace(f"/{SLUG}/", f"/{OTHER}/", 1)
        for address in (path, elsewhere):
            wrong.append(nothing_is_there(asked.get(address, max_redirects=0), world))
            wrong.append(nothing_is_there(asked.post(address, headers=sent, max_redirects=0), world))
    return [one for one in wrong if one]


def test_who_is_on_the_case_finds_all_of_it(someone: Opener, world: World) -> None:
    """The same sweep by Ana, Dr Bo and Cleo hears every word that strangers must not: it can tell."""
    said = ""
    for who in ("ana", "dr_bo", "cleo"):
        person = someone(who)
        person.sign_in("/home")
        said += "".join(heard(person.context.request.get(path), world) for _name, path in addresses(world))
    missing = [one for one in (*TOLD, world.blind.reference, world.released.reference) if one not in said]
    assert not missing, missing


def test_a_stranger_finds_nothing(someone: Opener, world: World) -> None:
    max_ = someone("max")
    max_.sign_in("/my/")
    max_.sees("There is no case here yet.")
    max_.does_not_see(*TOLD)
    max_.looks()
    wrong = sweep(max_, world)
    assert not wrong, "\n".join(wrong)


def test_the_page_that_is_not_there_is_kind(someone: Opener, world: World) -> None:
    max_ = someone("max", phone=True)
    max_.sign_in("/my/")
    assert max_.open(f"/my/case/{world.blind.public_id}/").status == 404
    max_.looks()
    max_.does_not_see(*TOLD, world.blind.reference)


def test_a_coordinator_of_another_programme_finds_nothing(someone: Opener, world: World) -> None:
    mila = someone("mila", slug=OTHER)
    mila.sign_in("/staff/")
    mila.sees("No open cases.")
    mila.does_not_see(*TOLD, world.blind.reference)
    wrong = []
    for name, path in addresses(world):
        if name.startswith("staff:"):
            here = mila.context.request.get(path.replace(f"/{SLUG}/", f"/{OTHER}/", 1), max_redirects=0)
            wrong.append(
                heard(here, world) if name in OF_EVERY_COORDINATOR else nothing_is_there(here, world)
            )
            wrong.append(nothing_is_there(mila.context.request.get(path, max_redirects=0), world))
    assert not any(wrong), "\n".join(filter(None, wrong))


def test_somebody_without_an_account_is_asked_to_sign_in(someone: Opener, world: World) -> None:
    visitor = someone("visitor")
    visitor.open("/")
    wrong = [
        asked_to_sign_in(visitor.context.request.get(path, max_redirects=0), world)
        for _name, path in addresses(world)
    ]
    assert not any(wrong), "\n".join(filter(None, wrong))
