"""The pages of the intake, in their order."""

from __future__ import annotations

from secunda.portals.public.forms.base import DOCTOR, PATIENT, PROXY, About, Page, Raw
from secunda.portals.public.forms.matter import ByWhom, Condition, Decision, Questions, Told, with_example
from secunda.portals.public.forms.people import AboutPatient, Language, Place, Who, You
from secunda.portals.public.forms.wishes import Consents, Hearing, Hopes, Together, stamped

PAGES: tuple[type[Page], ...] = (
    Who,
    You,
    AboutPatient,
    Place,
    Language,
    Condition,
    Told,
    ByWhom,
    Decision,
    Questions,
    Hopes,
    Hearing,
    Together,
    Consents,
)


def pages_for(about: About) -> tuple[type[Page], ...]:
    """The pages that are asked of this person, in their order."""
    return tuple(page for page in PAGES if page.applies(about))


__all__ = (
    "DOCTOR",
    "PAGES",
    "PATIENT",
    "PROXY",
    "About",
    "AboutPatient",
    "ByWhom",
    "Condition",
    "Consents",
    "Decision",
    "Hearing",
    "Hopes",
    "Language",
    "Page",
    "Place",
    "Questions",
    "Raw",
    "Together",
    "Told",
    "Who",
    "You",
    "pages_for",
    "stamped",
    "with_example",
)
