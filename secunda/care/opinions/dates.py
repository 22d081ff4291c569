"""Days and instants of a report in words, in the active language and the patient's time zone."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time
from django.utils import translation
from django.utils.translation import gettext as _


def locale() -> Locale:
    """The locale of the active language; plain English is British, for its order of day and month."""
    language = translation.get_language() or "en"
    try:
        return Locale.parse("en_GB" if language == "en" else language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")


def zone(name: str) -> tzinfo:
    """The time zone of that IANA name, or UTC."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def day(value: date | None) -> str:
    """“24 November 2026”; empty for None."""
    return format_date(value, "long", locale()) if value else ""


def day_of(value: datetime | None, where: tzinfo) -> str:
    """The day an instant falls on there; empty for None."""
    return day(value.astimezone(where).date()) if value else ""


def moment(value: datetime, where: tzinfo) -> str:
    """“24 November 2026 at 14:02 (Europe/Lisbon)”."""
    local = value.astimezone(where)
    name = getattr(where, "key", "UTC")
    clock = format_time(local.time(), "HH:mm", locale=locale())
    return _("%(day)s at %(time)s (%(zone)s)") % {"day": day(local.date()), "time": clock, "zone": name}


def partial(text: str) -> str:
    """A clinical date of any precision ("2026", "2026-05", "2026-05-03") in words; anything else as it stands."""
    parts = text.split("-")
    try:
        if len(parts) == 3:
            return day(date.fromisoformat(text))
        if len(parts) == 2 and len(parts[0]) == 4:
            return format_skeleton("yMMMM", datetime(int(parts[0]), int(parts[1]), 1), locale=locale())  # noqa: DTZ001
    except ValueError:
        pass
    return text
