"""What the person asks, complete: the frozen form in which intake hands a case over. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from secunda.care.cases import rules
from secunda.foundation.errors import Refused

PARTIAL_DATE = re.compile(r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")


@dataclass(frozen=True)
class Subject:
    """The patient as told at intake."""

    name: str
    birth_date: date
    sex: str
    country: str
    region: str = ""
    former_names: str = ""
    telephone: str = ""


@dataclass(frozen=True)
class Request:
    """Everything the intake wizard collected; `care.cases.actions.submit` writes it in one transaction."""

    subject: Subject
    requester_kind: str
    language: str
    time_zone: str
    condition_family: str
    diagnosis: str
    treatment: str
    questions: tuple[str, ...]
    reasons: str = ""
    decision: str = ""
    decision_date: date | None = None
    doctors: tuple[str, ...] = ()
    institutions: tuple[str, ...] = ()
    planned_providers: tuple[str, ...] = ()
    given_date: str = ""
    hopes: str = ""
    fears: str = ""
    hear: str = "page"
    hear_with: str = ""
    detail: str = "main"
    decides_with: str = ""
    culture: str = ""
    proxy_basis: str = ""
    proxy_until_date: date | None = None
    consents: tuple[str, ...] = field(default=())


def require_sound(request: Request, today: date) -> None:
    """Raise `Refused` with the first thing in the request that cannot be right."""
    if request.subject.birth_date > today:
        raise Refused(_("The date of birth lies in the future. Please check the year."))
    if today.year - request.subject.birth_date.year > 125:
        raise Refused(_("The date of birth is more than 125 years ago. Please check the year."))
    if (
        request.requester_kind == "patient"
        and rules.age_on(request.subject.birth_date, today) < rules.MAJORITY_YEARS
    ):
        raise Refused(
            _("A child's case is sent by a parent or guardian. Please ask one of them to send it with you.")
        )
    if not 1 <= len(request.questions) <= 5:
        raise Refused(_("Please ask at least one question, and no more than five."))
    if not request.diagnosis.strip():
        raise Refused(_("Please tell us in your own words what you were told you have."))
    if request.decision_date and request.decision_date < today:
        raise Refused(_("The day of your decision has already passed. Please check it, or leave it empty."))
    _require_given_date(request.given_date, today)
    if request.requester_kind == "proxy" and not request.proxy_basis:
        raise Refused(_("Please say on what basis you act for the patient."))


def _require_given_date(given: str, today: date) -> None:
    if given and not PARTIAL_DATE.match(given):
        raise Refused(
            _("Please write the date of the first opinion as a year, a month and a year, or a full date.")
        )
    if given and given > today.isoformat()[: len(given)]:
        raise Refused(_("The date of the first opinion lies in the future. Please check it."))
