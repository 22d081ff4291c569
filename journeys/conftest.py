"""The ground of the journeys: a house for each file, a browser for each process, a window for each person."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from journeys import people
from journeys.house import House
from journeys.person import Person
from secunda.project.places import ROOT
from secunda.project.tests import database

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PICTURES = ROOT / "var/journeys"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}

Opener = Callable[..., Person]
PEOPLE = pytest.StashKey[list[Person]]()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for this process."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def house(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[House]:
    """A running site with two programmes and the cast; a file with `EXPERTS_TOO = False` gives profiles itself."""
    addresses = database.addresses(database.make_another())
    house = House(tmp_path_factory.mktemp(request.path.stem), addresses, django_db_blocker)
    try:
        with house.inside():
            people.load(experts_too=getattr(request.module, "EXPERTS_TOO", True))
        house.start()
        yield house
    finally:
        house.close()


@pytest.fixture
def someone(request: pytest.FixtureRequest, browser: Browser, house: House) -> Iterator[Opener]:
    """Gives somebody a browser window of their own: `someone("cleo")`, `someone("ana", phone=True)`."""
    opened: list[Person] = []
    request.node.stash[PEOPLE] = opened

    def open_window(key: str, *, phone: bool = False, slug: str = people.SLUG, **more: Any) -> Person:
        options: dict[str, Any] = {
            "viewport": PHONE if phone else DESK,
            "timezone_id": "Europe/Berlin",
        } | more
        context = browser.new_context(base_url=house.address, locale="en-GB", **options)
        context.set_default_timeout(20_000)
        one, scripted = people.CAST[key], bool(more.get("java_script_enabled", True))
        page = context.new_page()
        person = Person(one.name, one.email, people.PASSWORD, page, house, slug, one.secret, scripted)
        opened.append(person)
        return person

    yield open_window
    failed = request.node.stash.get(FAILED, False)
    for person in opened:
        person.context.close()
    if not failed:
        for person in opened:
            person.is_untroubled()


FAILED = pytest.StashKey[bool]()


def _people_of(item: pytest.Item) -> list[Person]:
    nobody: list[Person] = []
    return item.stash.get(PEOPLE, nobody)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """After a failure, keep a picture of every window and the end of the servers' logs."""
    report = yield
    if report.failed and call.when == "call":
        item.stash[FAILED] = True
        for number, person in enumerate(_people_of(item)):
            name = f"{item.name}-{number}-{person.name.lower().replace(' ', '-')}.png"
            person.picture(PICTURES / name)
            troubles = "; ".join(person.troubles)
            report.sections.append(
                (f"{person.name}'s window", f"{person.page.url}\n{PICTURES / name}\n{troubles}")
            )
        house = getattr(item, "funcargs", {}).get("house")
        if isinstance(house, House):
            report.sections.append(("the web server's log", house.log("serve")))
            report.sections.append(("the worker's log", house.log("worker")))
    return report
