"""Days as health data exports write them, as ISO 8601 cut to what is stated. What is no day is left out."""

from __future__ import annotations

import re
from datetime import date

from secunda.reading.facts import Precision

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ].*)?)?)?", re.DOTALL)
_HL7 = re.compile(r"(\d{4})(?:(\d{2})(?:(\d{2})(?:\d{2,}.*)?)?)?", re.DOTALL)


def of_iso(written: str) -> str:
    """A FHIR date or instant: "2004-01-19T08:00:00+01:00" is "2004-01-19"; empty for anything else."""
    return _cut(_ISO.fullmatch(written.strip()))


def of_hl7(written: str) -> str:
    """A time stamp of HL7 v2 or CDA: "200401190800-0500" is "2004-01-19"; empty for anything else."""
    return _cut(_HL7.fullmatch(written.strip()))


def precision_of(day: str) -> Precision:
    """How much of a day is stated."""
    return "year" if len(day) == 4 else "month" if len(day) == 7 else "day"


def _cut(found: re.Match[str] | None) -> str:
    if found is None:
        return ""
    stated = [part for part in found.groups() if part]
    try:
        day = date(*(int(part) for part in [*stated, "1", "1"][:3]))
    except ValueError:
        return ""
    return day.isoformat()[: (4, 7, 10)[len(stated) - 1]]
