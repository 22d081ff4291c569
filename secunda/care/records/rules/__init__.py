"""May it happen? Who may send, remove and open records, and how much there may be. Pure: no I/O, no clock."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from secunda.care.cases.models import Case
from secunda.care.cases.request import PARTIAL_DATE
from secunda.care.cases.rules import ENDED
from secunda.care.records.models import Record
from secunda.foundation.errors import Refused

MEBIBYTE = 1024**2
MOST_RECORDS = 20_000  # a case; settings.RECORDS_MOST says otherwise
MOST_BYTES = 60 * 1000**3  # a case; settings.RECORDS_ROOM
LARGEST = 10 * 1000**3  # a file; settings.RECORDS_LARGEST
MOST_ATTACHED = 1_000  # documents taken out of one export; settings.RECORDS_ATTACHED

S = Case.State
BEFORE_REVIEW = frozenset(
    {S.DRAFT, S.EMERGENCY, S.SUBMITTED, S.RECORDS_NEEDED, S.RECORDS_COMPLETE, S.ASSIGNMENT}
)
KEPT = frozenset({Record.State.RECEIVED, Record.State.ACCEPTED, Record.State.UNPACKED})
LISTED = KEPT | {Record.State.REFUSED}


def require_taking(case_state: str) -> None:
    """Raise `Refused` when a case has ended: nothing more is added to it."""
    if case_state in ENDED:
        raise Refused(_("This case has ended, so no more records can be added to it."), code="case_ended")


def require_room(count: int, size: int, *, coming: int = 0) -> None:
    """Raise `Refused` unless one more file of `coming` bytes fits beside `count` files of `size` bytes together."""
    most = getattr(settings, "RECORDS_MOST", MOST_RECORDS)
    if count >= most:
        raise Refused(
            _("This case already has %(most)s files, which is as many as can be kept for now. "
              "Please ask your coordinator which ones matter.") % {"most": most},
            code="too_many",
        )  # fmt: skip
    room = getattr(settings, "RECORDS_ROOM", MOST_BYTES)
    if size + coming > room:
        raise Refused(
            _("Together the files of this case would be larger than %(most)s, which is as much as can be kept for now. "
              "Please ask your coordinator which ones matter.") % {"most": filesizeformat(room)},
            code="too_much",
        )  # fmt: skip


def largest() -> int:
    """Bytes of the largest file that is taken, piece by piece."""
    most: int = getattr(settings, "RECORDS_LARGEST", LARGEST)
    return most


def most_attached() -> int:
    """How many documents are taken out of one health data export."""
    most: int = getattr(settings, "RECORDS_ATTACHED", MOST_ATTACHED)
    return most


def require_announced(length: int) -> None:
    """Raise `Refused` (413) when a file of `length` bytes is larger than any that is taken."""
    if length > largest():
        raise Refused(
            _("This file has %(size)s, and at most %(limit)s can be taken. "
              "Please tell your coordinator that you have it.")
            % {"size": filesizeformat(length), "limit": filesizeformat(largest())},
            code="too_large",
            status=413,
        )  # fmt: skip


def require_length(length: int, limit: int) -> None:
    """Raise `Refused` (413) when what is coming, `length` bytes in one go, cannot be taken; nothing of it was read."""
    if length > limit + MEBIBYTE:  # the form around the files
        sentence = _(
            "This is %(size)s MB, and at most %(limit)s MB can be sent in one go. Send fewer files at a time. "
            "If a single file is larger, please tell your coordinator."
        )
        words = {"size": length // MEBIBYTE, "limit": limit // MEBIBYTE}
        raise Refused(sentence % words, code="too_large", status=413)


def may_remove(record: Record, case_state: str, *, account_id: int | None, as_staff: bool) -> bool:
    """Whether somebody may take a record out: who sent it, or staff, as long as nobody reads the case.

    A line that only says why a file was refused may always be taken away by who sent it.
    """
    if not as_staff and (account_id is None or record.uploaded_by_id != account_id):
        return False
    return record.state == Record.State.REFUSED or (record.state in KEPT and case_state in BEFORE_REVIEW)


def require_removable(record: Record, case_state: str, *, account_id: int | None, as_staff: bool) -> None:
    """Raise `Refused` with the reason why `may_remove` says no."""
    if may_remove(record, case_state, account_id=account_id, as_staff=as_staff):
        return
    if not as_staff and record.uploaded_by_id != account_id:
        raise Refused(_("Only the person who sent this record, or your coordinator, can remove it."))
    raise Refused(_("The case is already being read, so nothing can be taken out of it now."))


def require_rejectable(record: Record, case_state: str) -> None:
    """Raise `Refused` unless staff may say of a record that it is somebody else's: before anybody relies on it."""
    if record.state != Record.State.ACCEPTED:
        raise Refused(_("Only a record that was accepted can be called somebody else's."))
    if is_certain(record) and case_state not in BEFORE_REVIEW:
        raise Refused(
            _("The case is already being read with this record in it, so it can no longer be taken out here. "
              "Please tell the medical director.")
        )  # fmt: skip


def require_clinical_date(written: str, today: date) -> None:
    """Raise `Refused` unless this is no date, or a year, a month or a day that has come (YYYY, YYYY-MM, YYYY-MM-DD)."""
    if not written:
        return
    try:
        day = date.fromisoformat((written + "-01-01")[:10]) if PARTIAL_DATE.match(written) else None
    except ValueError:
        day = None
    if day is None:
        raise Refused(
            _("Please write the date as a year, a month and a year, or a full date."), code="no_date"
        )
    if day > today:
        raise Refused(_("The date of this record lies in the future. Please check it."), code="future_date")


def is_certain(record: Record) -> bool:
    """Whether it is sure whose record this is: name and birth date agree, or a named person has confirmed it."""
    return record.identity == Record.Identity.MATCH or record.identity_confirmed_at is not None
