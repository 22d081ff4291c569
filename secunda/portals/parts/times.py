"""Times in words: weekdays, the reader's zone, what is left. Plain text in the active language."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, get_timezone_location
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def locale() -> Locale:
    """The locale of the active language; plain English is British, for its order of day and month."""
    language = translation.get_language() or "en"
    return Locale.parse("en_GB" if language == "en" else language.replace("-", "_"))


def zone_of(zone: str | tzinfo | None) -> tzinfo:
    """A zone by IANA name, or the one Django made current for this request."""
    if isinstance(zone, str) and zone:
        return ZoneInfo(zone)
    return zone if isinstance(zone, tzinfo) else timezone.get_current_timezone()


def day(value: date | datetime, zone: str | tzinfo | None = None) -> str:
    """“Tuesday 24 November 2026”. An instant becomes the day it is in `zone`."""
    where = locale()
    pattern = "EEEE d MMMM y" if where.language == "en" else "full"
    return format_date(_day_in(value, zone), format=pattern, locale=where)


def short_day(value: date | datetime, zone: str | tzinfo | None = None) -> str:
    """“24 Nov 2026”."""
    return format_date(_day_in(value, zone), format="medium", locale=locale())


def time_of_day(value: datetime, zone: str | tzinfo | None = None) -> str:
    """“14:02”, always in 24 hours."""
    return format_time(value.astimezone(zone_of(zone)).timetz(), format="HH:mm", locale=locale())


def moment(value: datetime, zone: str | tzinfo | None = None) -> str:
    """“Tuesday 24 November 2026 at 14:02 (Lisbon time)”."""
    where = zone_of(zone)
    words = {"day": day(value, where), "time": time_of_day(value, where), "place": place(where)}
    return _("%(day)s at %(time)s (%(place)s)") % words


def place(where: tzinfo) -> str:
    """The name people use for a zone: “Lisbon time”; “UTC” for UTC."""
    key = getattr(where, "key", "UTC")
    if key in ("UTC", "Etc/UTC"):
        return "UTC"
    city = get_timezone_location(where, locale=locale(), return_city=True)
    return _("%(city)s time") % {"city": city}


def span(length: timedelta) -> str:
    """How long, with no more than two units: “2 days and 4 hours”, “31 hours”, “12 minutes”."""
    minutes = max(0, int(length.total_seconds() // 60))
    hours, days = minutes // 60, minutes // 1440
    if hours >= 48:
        rest = hours - days * 24
        days_words = ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
        if not rest or days >= 4:
            return days_words
        return _("%(days)s and %(hours)s") % {"days": days_words, "hours": _hours(rest)}
    if hours >= 1:
        return _hours(hours)
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}


def left(due_at: datetime, now: datetime) -> str:
    """“31 hours left” or “3 hours late”."""
    if due_at >= now:
        return _("%(span)s left") % {"span": span(due_at - now)}
    return _("%(span)s late") % {"span": span(now - due_at)}


def month_of(year: int, month: int) -> str:
    """“November 2026”, for clinical dates known to the month."""
    return format_skeleton("yMMMM", date(year, month, 1), locale=locale())


def _hours(hours: int) -> str:
    return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}


def _day_in(value: date | datetime, zone: str | tzinfo | None) -> date:
    return value.astimezone(zone_of(zone)).date() if isinstance(value, datetime) else value
