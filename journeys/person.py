"""A person at a browser of their own: what they open, write, press and see; and what must never happen meanwhile."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Download,
    Locator,
    Page,
    Request,
    Response,
    expect,
)

from journeys.house import House

GRAVE = ("serious", "critical")
LOADED = ("script", "stylesheet", "image", "font")
ROLES: tuple[Literal["button"], Literal["link"]] = ("button", "link")
PATIENCE = 5.0  # seconds until a button has to be there
SESSION = str(settings.SESSION_COOKIE_NAME)
STEP = 30  # seconds for which a one-time code is valid
TO_TYPE = 8  # seconds a code is typed and sent in, on a busy machine

Value = str | bool | list[str] | tuple[str, ...]


@dataclass
class Person:
    """Somebody of the cast at a browser. `slug` is the programme at whose door they stand."""

    name: str
    email: str
    password: str
    page: Page
    house: House
    slug: str
    secret: str = ""
    scripted: bool = True
    troubles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        self.page.on("request", self._asked)
        self.page.on("response", self._answered)

    @property
    def context(self) -> BrowserContext:
        """The browser, with its cookies."""
        return self.page.context

    @property
    def mark(self) -> str:
        """The mark that every form of the page carries against forgery."""
        return self.page.locator("body").get_attribute("data-csrf") or ""

    # What must never happen

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.troubles.append(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.house.address, "data:", "blob:")):
            self.troubles.append(f"asked somebody else: {request.url}")

    def _answered(self, response: Response) -> None:
        broken = response.status >= 500 or (
            response.status >= 400 and response.request.resource_type in LOADED
        )
        if broken:
            self.troubles.append(f"{response.status} for {response.request.method} {response.url}")

    def is_untroubled(self) -> None:
        """No console error, no request to anybody else, no server error, nothing missing on any page so far."""
        assert not self.troubles, f"{self.name}: " + "; ".join(self.troubles)

    # Moving

    def address(self, path: str) -> str:
        """The address of a path below the programme; a whole address or path with the programme stays."""
        if path.startswith(("http", f"/{self.slug}/")):
            return path
        return f"/{self.slug}{path}"

    def open(self, path: str) -> Response:
        """Go to an address of the programme; returns the answer, whatever it is."""
        answer = self.page.goto(self.address(path))
        assert answer is not None
        return answer

    @property
    def here(self) -> str:
        """The path where the person is, below the programme."""
        return self.page.url.removeprefix(self.house.address).removeprefix(f"/{self.slug}")

    def press(self, words: str | re.Pattern[str], within: Locator | None = None) -> None:
        """Press the button, or follow the link, of that name, and wait for the page it leads to."""
        with self.page.expect_navigation(wait_until="load"):
            self.control(words, within).click()

    def touch(self, words: str | re.Pattern[str], within: Locator | None = None) -> None:
        """Press something that leaves the page where it is."""
        self.control(words, within).click()

    def control(self, words: str | re.Pattern[str], within: Locator | None = None) -> Locator:
        """The visible button, else link, with these words in its name; the page's own before the frame's."""
        until = time.monotonic() + PATIENCE
        while True:
            for place in [within] if within else [self.page.locator("main"), self.page.locator("body")]:
                for role in ROLES:
                    found = place.get_by_role(role, name=words).filter(visible=True)
                    if found.count():
                        return found.first
            assert time.monotonic() < until, f"{self.name} finds no “{words}” on {self.here}"
            time.sleep(0.1)

    def arrives(self, heading: str | re.Pattern[str]) -> None:
        """The page has this as its heading."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading)

    # Reading

    def sees(self, *words: str) -> None:
        """Each of these stands on the page."""
        for one in words:
            expect(self.page.locator("body")).to_contain_text(one)

    def does_not_see(self, *words: str) -> None:
        """None of these stands on the page, in any attribute of it or in any script."""
        html = self.page.content()
        for one in words:
            assert one not in html, f"{self.name} sees “{one}” on {self.here}"

    def looks(self, *, whole_width: bool = True) -> None:
        """The page has no serious or critical accessibility finding, and nothing runs off its side.

        In a browser without script nothing can be asked; the same pages are looked at with script.
        """
        if not self.scripted:
            return
        found = Axe().run(self.page, options={"resultTypes": ["violations"]}).response["violations"]
        grave = [
            f"{one['id']}: {one['help']} at " + "; ".join(str(node["target"]) for node in one["nodes"][:4])
            for one in found
            if one["impact"] in GRAVE
        ]
        assert not grave, f"{self.name} on {self.here}: " + " | ".join(grave)
        if whole_width:
            assert self.overflow() <= 0, f"{self.here} is {self.overflow()} px wider than the screen"

    def overflow(self) -> int:
        """By how many pixels the page is wider than the screen."""
        script = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        wider: int = self.page.evaluate(script)
        return wider

    # Writing

    def fill(self, **answers: Value) -> None:
        """Fill the boxes of a form by their names: text, the value of a radio or list, True or False for a tick."""
        for name, value in answers.items():
            self.fill_one(name, value)

    def fill_one(self, name: str, value: Value) -> None:
        """Fill one box (or tick several of one name)."""
        for one in value if isinstance(value, list | tuple) else [value]:
            self._fill(name, one)

    def _fill(self, name: str, value: str | bool) -> None:
        boxes = self.page.locator(f":is(input, select, textarea)[name='{name}']:not([type=hidden])")
        kind = boxes.first.evaluate("e => e.tagName === 'SELECT' ? 'select' : e.type")
        if kind == "radio":
            self.page.locator(f"input[name='{name}'][value='{value}']").check()
        elif kind == "checkbox":
            some = (
                boxes if isinstance(value, bool) else self.page.locator(f"[name='{name}'][value='{value}']")
            )
            some.first.set_checked(value is not False)
        elif kind == "select":
            boxes.first.select_option(str(value))
        else:
            boxes.first.fill(str(value))

    def saves(self, words: str, make: str = "button") -> Download:
        """Press what gives a file; returns the download."""
        with self.page.expect_download() as coming:
            self.control(words).click()
        return coming.value

    # Signing in

    def code(self) -> str:
        """A code of the person's authenticator app, not used yet and with time left to type it; waits for the next."""
        used = self.house.used_codes
        while int(time.time()) // STEP <= used.get(self.email, 0) or time.time() % STEP > STEP - TO_TYPE:
            time.sleep(0.2)
        step = used[self.email] = int(time.time()) // STEP
        return str(format_hotp_value(hotp_value(self.secret, step)))

    def sign_in(self, path: str = "/home") -> None:
        """Open a page, signed in: with the password and the authenticator app, or still from an earlier window."""
        kept = self.house.sessions.get((self.slug, self.email))
        if kept:
            self.context.add_cookies([{"name": SESSION, "value": kept, "url": self.house.address}])
        self.open(f"/account/login/?next=/{self.slug}{path}")
        if "/account/login/" in self.here:
            self.fill(login=self.email, password=self.password)
            self.press("Sign in")
        if "/mfa/authenticate/" in self.here:
            self.fill(code=self.code())
            self.press("Sign in")
        held_back = self.here.startswith(("/account/login", "/mfa/"))
        assert not held_back, f"{self.name} could not sign in and is on {self.here}"
        self.house.sessions[self.slug, self.email] = cookies(self)[SESSION]

    def picture(self, path: Path) -> None:
        """What the person looks at, for whoever has to find out what went wrong."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=str(path), full_page=True)


def cookies(person: Person) -> dict[str, Any]:
    """The cookies of the person's browser by name."""
    return {cookie["name"]: cookie["value"] for cookie in person.context.cookies()}
