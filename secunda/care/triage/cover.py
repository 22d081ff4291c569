"""Who is there when something must be looked at within the hour: office hours, and who covers outside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from secunda.foundation.accounts.models import Account, Programme, Role

WORKING_DAYS = (0, 1, 2, 3, 4)  # Monday is 0
COORDINATING = (Role.Kind.COORDINATOR, Role.Kind.MEDICAL_DIRECTOR)


@dataclass(frozen=True, slots=True)
class Cover:
    """Who covers at an instant. `name` and `telephone` are empty when the programme has named nobody for it."""

    in_hours: bool
    name: str = ""
    telephone: str = ""
    email: str = ""

    @property
    def is_known(self) -> bool:
        """Whether somebody is there."""
        return self.in_hours or bool(self.name)


def cover_at(programme: Programme, at: datetime) -> Cover:
    """Who covers at `at`, by the programme's rules.

    `rules["office"]`: {"zone", "days" (Monday is 0), "from", "until"}; `rules["out_of_hours"]`: {"name", "telephone",
    "email"}. Without office hours every hour is one.
    """
    if _in_hours(programme.rules.get("office"), at):
        return Cover(in_hours=True)
    named: dict[str, Any] = programme.rules.get("out_of_hours") or {}
    return Cover(False, named.get("name", ""), named.get("telephone", ""), named.get("email", ""))


def _in_hours(office: dict[str, Any] | None, at: datetime) -> bool:
    if not office:
        return True
    there = at.astimezone(ZoneInfo(office.get("zone", "UTC")))
    begins, ends = time.fromisoformat(office["from"]), time.fromisoformat(office["until"])
    return there.weekday() in office.get("days", WORKING_DAYS) and begins <= there.time() < ends


def to_be_told(programme: Programme, at: datetime) -> list[Account]:
    """The coordinators of a programme; outside office hours whoever covers as well, if they have an account here."""
    held = Role.objects.filter(programme=programme, kind__in=COORDINATING, from_at__lte=at)
    ids = set(held.exclude(until_at__lte=at).values_list("account_id", flat=True))
    cover = cover_at(programme, at)
    told = Account.objects.filter(pk__in=ids, is_active=True)
    if cover.email:
        told = told | Account.objects.filter(email__iexact=cover.email, is_active=True)
    return list(told.distinct().order_by("id"))
