"""What has been answered so far, page by page, and what is still missing. Reads what was typed; writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict

from secunda.care.cases.models import Case
from secunda.portals.public import places
from secunda.portals.public.forms import PAGES, PATIENT, About, Page, Raw, pages_for
from secunda.portals.public.forms.fields import PARTS, DayParts

SLUGS = frozenset(page.slug for page in PAGES)
MOST_TYPED = 40_000  # characters a page; more than any page's boxes allow together
Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Section:
    """A line of the list of sections: the page, and whether it is done, here, or not yet."""

    slug: str
    title: str
    state: str


def raw_of(answers: Answers, slug: str) -> Raw | None:
    """What was typed on a page, by the names of its boxes; None if it was never opened."""
    kept = answers.get(slug)
    return kept if isinstance(kept, dict) else None


def first(answers: Answers, slug: str, name: str) -> str:
    """The one value of a box; empty for none."""
    values = (raw_of(answers, slug) or {}).get(name) or [""]
    return str(values[0])


def about(case: Case, answers: Answers, languages: tuple[tuple[str, str], ...], today: date) -> About:
    """What pages may know of each other, from what has been typed so far."""
    kind = first(answers, "who", "kind")
    zones = (first(answers, "language", "time_zone"), case.time_zone if case.time_zone != "UTC" else "")
    return About(
        kind=kind if kind in Case.Requester.values else PATIENT,
        family=first(answers, "condition", "family"),
        country=first(answers, "place", "country") or first(answers, "check", "country"),
        languages=languages,
        language=case.language,
        time_zone=next((zone for zone in zones if zone and places.zone_known(zone)), ""),
        today=today,
    )


def forms_of(answers: Answers, who: About) -> dict[str, Page]:
    """Every page with what was typed on it; a page that was never opened is unbound and so not valid."""
    return {page.slug: page(raw_of(answers, page.slug), about=who) for page in pages_for(who)}


def sections(filled: Mapping[str, Page], here: str = "") -> list[Section]:
    """The list of sections. Of pages that are not done, only the ones already opened count as begun."""
    rows = []
    for slug, form in filled.items():
        state = (
            "now" if slug == here else "done" if form.is_valid() else "waiting" if form.is_bound else "next"
        )
        rows.append(Section(slug=slug, title=str(form.title), state=state))
    return rows


def missing(filled: Mapping[str, Page]) -> list[Page]:
    """Pages without which the case cannot be sent, in their order."""
    return [form for form in filled.values() if not form.is_valid()]


def neighbours(who: About, slug: str) -> tuple[str, str]:
    """The page before and the page after, by slug; empty where there is none."""
    slugs = ["", *(page.slug for page in pages_for(who)), ""]
    place = slugs.index(slug)
    return slugs[place - 1], slugs[place + 1]


def typed(form: Page, posted: QueryDict) -> Raw:
    """What was typed into the boxes of a page and nothing else, as text that the database can keep."""
    return {name: [_kept(one) for one in posted.getlist(name)] for name in box_names(form) if name in posted}


def too_long(raw: Raw) -> bool:
    """Whether a page holds more than we keep; nobody types that much."""
    return sum(len(one) for values in raw.values() for one in values) > MOST_TYPED


def box_names(form: Page) -> list[str]:
    """The names under which a page's boxes are sent."""
    names = []
    for name, field in form.fields.items():
        parts = PARTS if isinstance(field.widget, DayParts) else ("",)
        names += [f"{name}{part}" for part in parts]
    return names


def _kept(text: str) -> str:
    return text.replace("\x00", "")
