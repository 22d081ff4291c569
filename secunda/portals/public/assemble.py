"""From the pages of the intake to the one frozen request that the case is sent with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from secunda.care.cases.request import Request, Subject
from secunda.portals.public.forms import Consents, Page


def request_of(filled: Mapping[str, Page]) -> Request:
    """The request. Every page has to be valid; pages that are not asked of this person leave their fields empty."""
    told: dict[str, Any] = {}
    for form in filled.values():
        told |= form.cleaned_data
    consents = filled["consents"]
    assert isinstance(consents, Consents)
    until = told.get("until", "")
    return Request(
        subject=_subject(told),
        requester_kind=told["kind"],
        language=told["language"],
        time_zone=told["time_zone"],
        condition_family=told["family"],
        diagnosis=told["diagnosis"],
        treatment=told["treatment"],
        reasons=told["reasons"],
        questions=told["questions"],
        decision=told["decision"],
        decision_date=told["decision_date"],
        doctors=told["doctors"],
        institutions=told["institutions"],
        planned_providers=told["planned"],
        given_date=told["given"],
        hopes=told["hopes"],
        fears=told["fears"],
        hear=told["hear"],
        hear_with=told["hear_with"],
        detail=told["detail"],
        decides_with=told["decides_with"],
        culture=told["culture"],
        proxy_basis=told.get("basis", ""),
        proxy_until_date=date.fromisoformat(until) if until else None,
        consents=consents.purposes,
    )


def _subject(told: Mapping[str, Any]) -> Subject:
    return Subject(
        name=told["name"],
        birth_date=told["birth_date"],
        sex=told["sex"],
        country=told["country"],
        region=told.get("region", ""),
        former_names=told["former_names"],
        telephone=told["telephone"],
    )


def own_name(filled: Mapping[str, Page]) -> str:
    """The name of the person who asks: their own, or the patient's when they are the patient."""
    you = filled.get("you")
    return str(you.cleaned_data["own_name"] if you else filled["patient"].cleaned_data["name"])
