"""Who may review today, on paper: licences and standing. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from secunda.care.experts.models import Affiliation, Expert, Licence


def licence_good(licence: Licence, day: date) -> bool:
    """Verified at its source by a named person, not suspended, and not past its last day."""
    return (
        licence.verified_at is not None
        and licence.verified_by_id is not None
        and licence.suspended_at is None
        and licence.valid_until_date >= day
    )


def licence_for(
    licences: Iterable[Licence], country: str, region: str, day: date, *, by_doctor: bool
) -> Licence | None:
    """The good licence that covers a patient's jurisdiction, the most direct pathway first.

    A licence covers its country, or one region of it (ISO 3166-2). "Consultation through the local doctor" counts
    only when the treating doctor asks.
    """
    places = {country, f"{country}-{region}"} if region else {country}
    fitting = [
        one
        for one in licences
        if one.jurisdiction in places
        and licence_good(one, day)
        and (by_doctor or one.pathway != "peer_consult")
    ]
    order = ("full_licence", "compact", "telehealth", "peer_consult")
    return min(fitting, key=lambda one: order.index(one.pathway), default=None)


def may_review(expert: Expert, licences: Iterable[Licence], day: date) -> bool:
    """In good standing today: not suspended and at least one good licence."""
    return expert.suspended_at is None and any(licence_good(one, day) for one in licences)


def works_at(affiliations: Iterable[Affiliation], day: date) -> list[Affiliation]:
    """The affiliations that hold on a day."""
    return [a for a in affiliations if a.from_date <= day and (a.until_date is None or a.until_date >= day)]
