"""What every template knows: the programme and its look, who is signed in, and where they may go."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")

PUBLIC = (
    ("public:home", gettext_lazy("What you get")),
    ("public:sample", gettext_lazy("A sample report")),
    ("public:verify", gettext_lazy("Check a report")),
)
PATIENT = (("patient:home", gettext_lazy("My cases")),)
EXPERT = (("expert:worklist", gettext_lazy("Worklist")),)
STAFF = (("staff:queue", gettext_lazy("Queue")),)
CHECKS = (("staff:checks", gettext_lazy("Reports to check")),)
CREDENTIALS = (("staff:experts", gettext_lazy("Experts and licences")),)
NAVIGATION = {
    "": PUBLIC,
    "patient": PATIENT,
    "expert": EXPERT,
    "coordinator": STAFF,
    "reviewer": CHECKS,
    "medical_director": STAFF + CHECKS,
    "credentialing": CREDENTIALS,
    "privacy": CREDENTIALS,
}


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation: where it leads, what it says, whether we are there."""

    url: str
    label: str
    current: bool


def context(request: HttpRequest) -> dict[str, Any]:
    """The frame's part of every template's context, from what the doors already put on the request: no query."""
    programme = getattr(request, "programme", None)
    return {
        "programme": programme,
        "look": look_of(programme),
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
        "languages": languages_of(programme),
        "navigation": SimpleLazyObject(lambda: navigation(request)),
        "on_behalf_of": getattr(request, "on_behalf_of_name", "") or "",
        "demo": bool(settings.DEMO or getattr(programme, "demo", False)),
        "now": timezone.now(),
        "emergency": emergency(),
        "activity_url": _url("activity"),
        "idle_seconds": idle_seconds(request),
        "start_url": _url("public:home") or "/",
    }


def look_of(programme: Any) -> dict[str, str]:
    """The programme's own `accent` and `accent_ink` colours; anything that is not #rrggbb is left out."""
    look = getattr(programme, "look", None) or {}
    given = {name: str(look.get(name, "")) for name in ("accent", "accent_ink")}
    return {name: colour for name, colour in given.items() if COLOUR.fullmatch(colour)}


def languages_of(programme: Any) -> list[dict[str, str]]:
    """The languages a visitor can choose: `code`, its own `name`, `dir`; the programme's, else the deployment's."""
    offered = dict(settings.LANGUAGES)
    codes = [code for code in getattr(programme, "languages", None) or offered if code in offered]
    rows = [translation.get_language_info(code) for code in codes]
    return [
        {"code": r["code"], "name": offered[r["code"]], "dir": "rtl" if r["bidi"] else "ltr"} for r in rows
    ]


def navigation(request: HttpRequest) -> list[Place]:
    """Where this person may go from every page, by the roles held here; names that are not wired are left out."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return _places(request, NAVIGATION[""])
    rows = [row for kind in sorted(getattr(request, "roles", ())) for row in NAVIGATION.get(kind, ())]
    return _places(request, tuple(dict.fromkeys(rows)) or PATIENT)


def _places(request: HttpRequest, rows: tuple[tuple[str, Any], ...]) -> list[Place]:
    here = request.resolver_match.view_name if request.resolver_match else ""
    found = ((name, _url(name), label) for name, label in rows)
    return [Place(url=url, label=str(label), current=name == here) for name, url, label in found if url]


def idle_seconds(request: HttpRequest) -> int:
    """After how many quiet seconds this person is signed out (the session clock says); 0 for a visitor."""
    return int(getattr(request, "idle_seconds", 0))


def emergency() -> str:
    """The sentence at the foot of every page."""
    return _(
        "This service is not for emergencies. If you think it could be one, call your local emergency number now."
    )


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
