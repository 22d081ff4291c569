"""The summary that reads as a letter about the person: sentences from what was typed, each with its page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from secunda.care.cases.consents import PURPOSES
from secunda.care.cases.models import Patient, ProxyAuthority, Wishes
from secunda.portals.parts import times
from secunda.portals.public import families, places
from secunda.portals.public.forms import DOCTOR, PATIENT, Consents, Page

Words = str | SafeString
Cleaned = dict[str, Any]


@dataclass(frozen=True)
class Sentence:
    """One sentence of the letter, the page where it is changed, and own words to be quoted below it."""

    slug: str
    title: str
    words: Words
    quote: str = ""
    items: tuple[str, ...] = ()
    missing: bool = False


def sentences(filled: dict[str, Page]) -> list[Sentence]:
    """The letter in the order of the pages; a page that is not done becomes one sentence that names it."""
    rows: list[Sentence] = []
    for slug, form in filled.items():
        if form.is_valid():
            rows += _of_page(slug, form)
        else:
            words = _("Still missing: %(what)s.") % {"what": form.title}
            rows.append(Sentence(slug=slug, title=str(form.title), words=words, missing=True))
    return rows


def _of_page(slug: str, form: Page) -> list[Sentence]:
    """The sentences of a page; those without a quotation between them run on as one paragraph."""
    rows: list[Sentence] = []
    for said in TELL[slug](form):
        words, quote, items = (*said, "", ())[:3] if isinstance(said, tuple) else (said, "", ())
        if rows and not (rows[-1].quote or rows[-1].items or quote or items):
            rows[-1] = replace(rows[-1], words=format_html("{} {}", rows[-1].words, words))
        else:
            rows.append(Sentence(slug=slug, title=str(form.title), words=words, quote=quote, items=items))
    return rows


Said = Words | tuple[Words, str] | tuple[Words, str, tuple[str, ...]]
Telling = Callable[[Any], Iterator[Said]]


def _own(form: Page) -> bool:
    return form.about.kind == PATIENT


def _who(form: Page) -> Iterator[Said]:
    yield {
        "patient": _("You ask for yourself."),
        "proxy": _("You ask for someone you care for."),
        "doctor": _("You ask as the treating doctor, for your patient."),
    }[form.cleaned_data["kind"]]


def _you(form: Page) -> Iterator[Said]:
    told: Cleaned = form.cleaned_data
    if form.about.kind == DOCTOR:
        yield format_html(_("You are {name}."), name=named(told["own_name"]))
        return
    basis = ProxyAuthority.Basis(told["basis"]).label
    yield format_html(_("You are {name} and act as: {basis}."), name=named(told["own_name"]), basis=basis)
    if told["until"]:
        day = times.day(date.fromisoformat(told["until"]))
        yield _("You may act for them until %(day)s.") % {"day": day}


def _patient(form: Page) -> Iterator[Said]:
    told: Cleaned = form.cleaned_data
    words = (
        _("Your name is {name}. You were born on {day}.") if _own(form) else _("{name} was born on {day}.")
    )
    yield format_html(words, name=named(told["name"]), day=long_day(told["birth_date"]))
    yield _("Sex: %(sex)s.") % {"sex": Patient.Sex(told["sex"]).label}
    if told["former_names"]:
        yield format_html(_("Older records may say {name}."), name=named(told["former_names"]))
    if told["telephone"]:
        number = format_html('<bdi class="identifier">{}</bdi>', told["telephone"])
        yield format_html(_("Telephone: {number}."), number=number)


def _place(form: Page) -> Iterator[Said]:
    told: Cleaned = form.cleaned_data
    country = places.country_name(told["country"])
    region = places.region_name(told["country"], told.get("region", ""))
    where = _("%(region)s, %(country)s") % {"region": region, "country": country} if region else country
    yield (_("You live in %(place)s.") if _own(form) else _("The patient lives in %(place)s.")) % {
        "place": where
    }


def _language(form: Page) -> Iterator[Said]:
    told: Cleaned = form.cleaned_data
    language = dict(form.about.languages)[told["language"]]
    words = {"language": language, "city": places.city(told["time_zone"])}
    yield _("The opinion is to be in: %(language)s. Your time is that of %(city)s.") % words


def _condition(form: Page) -> Iterator[Said]:
    yield _("It is about %(matter)s.") % {"matter": families.about(form.cleaned_data["family"])}


def _told(form: Page) -> Iterator[Said]:
    told: Cleaned = form.cleaned_data
    yield (_("The diagnosis is, as you tell it:"), told["diagnosis"])
    if told["treatment"]:
        yield (_("What was proposed:"), told["treatment"])
    else:
        yield _("Nothing was proposed yet.")
    if told["reasons"]:
        yield (_("The reasons given for it:"), told["reasons"])


def _by_whom(form: Page) -> Iterator[Said]:
    told: Cleaned = form.cleaned_data
    who = told["doctors"] + told["institutions"]
    day = known_day(told["given"])
    if day:
        yield format_html(_("This came from {who}, {day}."), who=listed(who), day=day)
    else:
        yield format_html(_("This came from {who}."), who=listed(who))
    if told["planned"]:
        yield format_html(_("The treatment would be carried out by {who}."), who=listed(told["planned"]))


def _decision(form: Page) -> Iterator[Said]:
    told: Cleaned = form.cleaned_data
    if told["decision"]:
        yield (_("What has to be decided:"), told["decision"])
    day = told["decision_date"]
    yield (
        _("The decision has to be made by %(day)s.") % {"day": times.day(day)}
        if day
        else _("No day is set for it.")
    )


def _questions(form: Page) -> Iterator[Said]:
    asked = form.cleaned_data["questions"]
    yield (ngettext("You ask this question:", "You ask these questions:", len(asked)), "", asked)


def _hopes(form: Page) -> Iterator[Said]:
    told: Cleaned = form.cleaned_data
    if told["hopes"]:
        yield (_("You hope:") if _own(form) else _("The patient hopes:"), told["hopes"])
    if told["fears"]:
        yield (_("You fear:") if _own(form) else _("The patient fears:"), told["fears"])
    if not (told["hopes"] or told["fears"]):
        yield _("You wrote nothing about hopes and fears.")


def _hearing(form: Page) -> Iterator[Said]:
    told: Cleaned = form.cleaned_data
    yield _("When the opinion is there: %(how)s.") % {"how": Wishes.Hear(told["hear"]).label}
    if told["hear"] == Wishes.Hear.CALL_TOGETHER:
        yield format_html(_("To be called too: {who}."), who=named(told["hear_with"]))
    yield _("How much: %(detail)s.") % {"detail": Wishes.Detail(told["detail"]).label}


def _together(form: Page) -> Iterator[Said]:
    told: Cleaned = form.cleaned_data
    if told["decides_with"]:
        yield format_html(_("Who decides too: {who}."), who=named(told["decides_with"]))
    if told["culture"]:
        yield (_("We are to respect:"), told["culture"])
    if not (told["decides_with"] or told["culture"]):
        yield _("You named nobody who decides too, and no special wishes.")


def _consents(form: Consents) -> Iterator[Said]:
    given = [str(PURPOSES[key].title) for key in form.purposes]
    refused = [str(purpose.title) for key, purpose in PURPOSES.items() if key not in form.purposes]
    yield format_html(_("You agree to: {what}."), what=listed(given))
    if refused:
        yield format_html(_("You did not agree to: {what}."), what=listed(refused))


TELL: dict[str, Telling] = {
    "who": _who,
    "you": _you,
    "patient": _patient,
    "place": _place,
    "language": _language,
    "condition": _condition,
    "told": _told,
    "by-whom": _by_whom,
    "decision": _decision,
    "questions": _questions,
    "hopes": _hopes,
    "hearing": _hearing,
    "together": _together,
    "consents": _consents,
}


def named(name: str) -> SafeString:
    """A name, kept apart from the direction of the sentence around it."""
    return format_html("<bdi>{}</bdi>", name)


def listed(names: Any) -> SafeString:
    """Names one after the other."""
    return format_html_join(_(", "), "<bdi>{}</bdi>", ((name,) for name in names))


def long_day(day: date) -> str:
    """“14 Mar 1981”, without the weekday of long ago."""
    return times.short_day(day)


def known_day(known: str) -> str:
    """A day as far as it is known: “2024”, “March 2024”, “3 Mar 2024”; empty for nothing."""
    parts = [int(part) for part in known.split("-") if part]
    if len(parts) == 3:
        return times.short_day(date(*parts))
    return times.month_of(*parts) if len(parts) == 2 else known
