"""What a specialist will look for in the records of a condition: versioned rule data, read here and nowhere else.

A guide for people, not a check: nothing here knows yet whether a record is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from secunda.care.records.wording import LABELS

RULES = Path(__file__).parent / "rules" / "completeness.yaml"
UNIVERSAL = "universal"
PATIENT = "patient"


@dataclass(frozen=True)
class Row:
    """One thing a specialist needs. `item` and `detail` are for clinicians; `label` and `help` are for patients."""

    id: str
    condition: str
    item: str
    detail: str
    level: str
    max_age_days: int | None
    asked_of: str
    tag: str
    version: int
    reviewer: str | None
    valid_until: date

    @property
    def is_needed(self) -> bool:
        """Whether it is needed in every case of the condition; otherwise it helps, or depends."""
        return self.level == "R"

    @property
    def is_consensus(self) -> bool:
        """Whether the row, or a part of it, has no published source (evidence tag C)."""
        return any(part.strip().startswith("C") for part in self.tag.split(";"))

    @property
    def is_reviewed(self) -> bool:
        """Whether a clinician has signed it; if not, every screen that shows it says so."""
        return self.reviewer is not None

    @property
    def label(self) -> str | Promise:
        """What patients call it."""
        return LABELS[self.id][0] if self.id in LABELS else self.item

    @property
    def help(self) -> str | Promise:
        """A word of help for patients; may be empty."""
        return LABELS[self.id][1] if self.id in LABELS else ""

    @property
    def age_in_words(self) -> str:
        """How old it may be: "not older than 6 months"; empty for no limit."""
        days = self.max_age_days
        if days is None:
            return ""
        if days < 60:
            weeks = round(days / 7)
            said = ngettext("%(n)s week", "%(n)s weeks", weeks) % {"n": weeks}
        else:
            months = round(days / 30.4)
            said = ngettext("%(n)s month", "%(n)s months", months) % {"n": months}
        return _("not older than %(time)s") % {"time": said}


@cache
def rows() -> tuple[Row, ...]:
    """Every row, in the order of the file."""
    written: dict[str, Any] = yaml.safe_load(RULES.read_text())
    shared = {name: written[name] for name in ("version", "reviewer", "valid_until")}
    return tuple(Row(**{"detail": "", **shared, **row}) for row in written["rows"])


def rows_for(family: str) -> list[Row]:
    """What counts for a condition family, what every case needs included; for an unknown family only the latter."""
    return [row for row in rows() if row.condition in (UNIVERSAL, family)]


def asked_of_patient(family: str) -> list[Row]:
    """What the patient can send: what the condition needs first, then what every case needs, then what helps."""
    asked = [row for row in rows_for(family) if row.asked_of == PATIENT]
    return sorted(asked, key=lambda row: (not row.is_needed, row.condition == UNIVERSAL))
