"""Records brought to a state through the house's own actions, on real bytes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from secunda.care.cases.models import Case
from secunda.care.cases.tests.factories import Cast, acting, now
from secunda.care.records import actions as records
from secunda.care.records.models import Record
from secunda.foundation.accounts.models import Account
from secunda.foundation.vault import actions as vault
from secunda.foundation.vault.models import Object
from secunda.reading.tests import pdfs, scans

LARGEST = 10_000_000


def a_pdf(pages: int = 1, mark: str = "") -> bytes:
    """A PDF with empty pages; another `mark` makes other bytes."""
    return pdfs.plain(pages) + f"%{mark}\n".encode()


def a_scan(number: int = 1, /, **values: Any) -> bytes:
    """A little CT slice of Ana's, the `number`-th of its series."""
    return scans.scan(SOPInstanceUID=f"1.2.3.4.{number}", InstanceNumber=str(number), **values)


def in_vault(case: Case, content: bytes, by: Account | None = None, at: datetime | None = None) -> Object:
    """A complete object of the case's evidence. Inside a principal."""
    return vault.write(
        case_id=case.id, programme_id=case.programme_id, klass="evidence", media_type="application/octet-stream",
        chunks=[content], limit=LARGEST, by_id=by.id if by else None, at=at or now(),
    )  # fmt: skip


def a_sent_file(
    them: Cast,
    case: Case,
    content: bytes | None = None,
    name: str = "report.pdf",
    by: Account | None = None,
    at: datetime | None = None,
) -> records.Received:
    """What `receive` answers to a file that Ana (or `by`) sent; nobody has looked at it yet."""
    by, at = by or them.ana, at or now()
    with acting(by, them.programme):
        kept = in_vault(case, a_pdf() if content is None else content, by, at)
        return records.receive(case=case, by=by, link=None, name=name, kept=kept, at=at)


def a_received_record(them: Cast, case: Case, **how: Any) -> Record:
    """A file that Ana (or `by`) sent and that was looked at: accepted, or refused if it is bad."""
    record = a_sent_file(them, case, **how).record
    assert record is not None
    with acting(how.get("by") or them.ana, them.programme):
        return records.check(record=record, at=now())


def a_sealed_record(them: Cast, case: Case, title: str = "Letter", **how: Any) -> Record:
    """A record that Cleo confirmed as the patient's and sealed to a blind expert."""
    return _decided(them, a_received_record(them, case, **how), "sealed", title)


def an_open_record(them: Cast, case: Case, title: str = "Core biopsy report", **how: Any) -> Record:
    """A record that Cleo confirmed as the patient's and opened to a blind expert."""
    return _decided(them, a_received_record(them, case, **how), "open", title)


def _decided(them: Cast, record: Record, blinding: str, title: str) -> Record:
    at = now()
    with acting(them.cleo, them.programme):
        records.confirm_identity(record=record, by=them.cleo, at=at)
        records.classify(record=record, blinding=blinding, title=title, by=them.cleo, at=at)
        record.refresh_from_db()
    return record
