"""May it happen? Who may say what of a fact, what is read at all, and how often it is tried. Pure: no I/O, no clock."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from secunda.care.cases.access import OWN_ROLES
from secunda.care.cases.models import Party
from secunda.care.chart.models import Fact, FactRevision
from secunda.care.chart.vocabulary import is_known
from secunda.care.records.access import STAFF_ROLE
from secunda.care.records.rules import require_clinical_date
from secunda.foundation.errors import Refused

READER = "secunda.reading 1"
"""Name and version of the reader. Another version reads every record again that nobody reads yet."""

PERSON = "person"
MOST_TRIES = 3
UNREAD_KINDS = frozenset({"dicom", "slide", "vcf"})
LONGEST_VALUE = 400
LONGEST_REASON = 1_000
LONGEST_SENTENCE = 1_000
MOST_SENTENCES = 200

A = FactRevision.Action
_OWN = frozenset({A.ADD, A.CORRECT, A.REJECT, A.RESTORE})
_EVERYTHING = frozenset(A)
S = Fact.Standing
# What of a document's days is the record's own, best first, and by which role records know it.
_ROLES = {
    "collected": "collected", "performed": "performed", "study": "performed", "series": "performed",
    "discharged": "reported", "reported": "reported", "issued": "reported", "admitted": "performed",
    "received": "received",
}  # fmt: skip


def may(role: str, *, blind: bool, action: str) -> bool:
    """Whether somebody in this role may do this to facts. Whoever is blind to the case may only read."""
    if blind:
        return False
    if role in OWN_ROLES:
        return action in _OWN
    return role in (STAFF_ROLE, Party.Role.EXPERT) and action in _EVERYTHING


def require_may(role: str, *, blind: bool, action: str) -> None:
    """Raise `Refused` with the reason why `may` says no."""
    if may(role, blind=blind, action=action):
        return
    if blind:
        raise Refused(
            _("You can change what was read from the records once you have committed your reading.")
        )
    if role in OWN_ROLES:
        raise Refused(_("You can correct, add and reject. Confirming is left to the programme's staff."))
    raise Refused(_("Only the patient's side, the programme's staff and the expert can change this."))


def require_still_theirs(fact: Fact, role: str) -> None:
    """Raise `Refused` when the patient's side would change what staff or an expert have decided already."""
    if role in OWN_ROLES and fact.standing != S.READ and not fact.is_from_patient:
        raise Refused(
            _(
                "This was looked at and decided by the programme. If it is wrong, please tell your coordinator."
            )
        )


def require_standing(fact: Fact, action: str) -> None:
    """Raise `Refused` when a fact cannot be changed so: rejected and merged ones are restored first."""
    gone = fact.standing in (S.REJECTED, S.MERGED)
    if action == A.RESTORE:
        if fact.standing == S.READ or (fact.read is None and not gone):
            raise Refused(_("There is nothing to restore: nobody has changed it."))
    elif gone:
        raise Refused(_("This was rejected or merged. Restore it first."))


def require_value(value: str) -> str:
    """The value without spaces around it; raises `Refused` when there is none, or too much of it."""
    if not value.strip():
        raise Refused(_("Please say what it should be."))
    if len(value.strip()) > LONGEST_VALUE:
        raise Refused(_("That is too long. At most 400 letters can be kept."))
    return value.strip()


def require_name(name: str) -> str:
    """The name; raises `Refused` unless it is of reading's vocabulary, or an analyte."""
    if not is_known(name):
        raise Refused(_("Please choose what this value is."))
    return name


def require_day(written: str, today: date) -> str:
    """The day, month or year as ISO 8601, or nothing; raises `Refused` for what is none, or lies in the future."""
    require_clinical_date(written.strip(), today)
    return written.strip()


def require_box(box: tuple[float, float, float, float], width: float, height: float) -> None:
    """Raise `Refused` unless a box has an area on a page of that size in points."""
    x0, y0, x1, y1 = box
    if not (0 <= x0 < x1 <= width + 1 and 0 <= y0 < y1 <= height + 1):
        raise Refused(_("Please mark a part of the page."))


def own_day(dates: list[dict[str, str]], today: date) -> tuple[str, str] | None:
    """The record's own day and its role among the days a document states; None when it states none that has come.

    Of several days in the best role the latest.
    """
    for role, known_as in _ROLES.items():
        days = [d["value"] for d in dates if d["role"] == role and d["value"] <= today.isoformat()]
        if days:
            return max(days), known_as
    return None
