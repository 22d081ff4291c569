"""What a named member of staff says of a record: what a blind expert may see, and whose it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from secunda.care.cases import actions as cases
from secunda.care.cases.models import Case
from secunda.care.records import access, rules, sentences
from secunda.care.records.actions.check import CLASSIFY_TASK, CONFIRM_TASK
from secunda.care.records.models import Record, SealedPassage
from secunda.foundation.accounts.models import Account
from secunda.foundation.audit import actions as audit
from secunda.foundation.errors import Refused

LONGEST_TITLE = 200


@transaction.atomic
def classify(
    *, record: Record, blinding: str, title: str, by: Account, at: datetime, clinical_date: str | None = None
) -> str:
    """Say whether a record, with the study it belongs to, is open or sealed to a blind expert, and name it neutrally.

    `clinical_date` is the day it reports on, as a person read it (YYYY, YYYY-MM or YYYY-MM-DD, "" for unknown); None
    leaves what is known. Returns the sentence that says what follows. "Open with sealed passages" opens the pages
    without those passages, once at least one is sealed (`chart.seal_passage`); the file stays sealed. Raises `Refused`
    for a record that is not accepted or has sealed passages that "open" would show, a word that is no classification,
    or a date that cannot be right.
    """
    if blinding not in Record.Blinding.values:
        raise Refused(_("Please choose whether the specialist may see this record from the start."))
    if len(title.strip()) > LONGEST_TITLE:
        raise Refused(_("The title is too long. At most 200 letters can be kept."))
    _require_accepted(record)
    _require_no_passages(record, blinding)
    said: dict[str, Any] = {
        "blinding": blinding,
        "title": title.strip(),
        "classified_by": by,
        "classified_at": at,
    }
    if clinical_date is not None and clinical_date != record.clinical_date:
        rules.require_clinical_date(clinical_date, at.date())
        said |= {"clinical_date": clinical_date, "clinical_date_role": "reported" if clinical_date else ""}
    _accepted(record).update(**said)
    for name, value in said.items():
        setattr(record, name, value)
    _tell(record, "record.classified", at)
    if not access.unclassified(record.case):
        cases.finish_tasks(case=record.case, kind=CLASSIFY_TASK, by=by, at=at)
    return str(sentences.CLASSIFIED[blinding])


@transaction.atomic
def seal_rest(*, case: Case, by: Account, at: datetime) -> int:
    """Leave sealed to a blind expert every accepted record that nobody has decided about; returns how many lines.

    Each line is told in the audit, as if it had been decided about by itself; none gets a title.
    """
    left = list(access.listed(case).filter(state=Record.State.ACCEPTED, classified_at=None))
    heads = {one.instance.study_uid if access.instance_of(one) else one.pk: one for one in reversed(left)}
    Record.objects.filter(pk__in=[one.pk for one in left]).update(
        blinding=Record.Blinding.SEALED, classified_by=by, classified_at=at
    )
    for one in heads.values():
        _tell(one, "record.classified", at)
    cases.finish_tasks(case=case, kind=CLASSIFY_TASK, by=by, at=at)
    return len(heads)


@transaction.atomic
def confirm_identity(*, record: Record, by: Account, at: datetime) -> None:
    """A named member of staff has looked: this record, with the study it belongs to, is the patient's.

    Only then an expert may see a record on which the name was absent or another. Confirming twice keeps the first.
    """
    _require_accepted(record)
    confirmed = _accepted(record).filter(identity_confirmed_at=None).exclude(identity=Record.Identity.MATCH)
    if not confirmed.update(identity_confirmed_by=by, identity_confirmed_at=at):
        return
    record.identity_confirmed_by, record.identity_confirmed_at = by, at
    _tell(record, "record.identity_confirmed", at)
    if not access.unconfirmed(record.case):
        cases.finish_tasks(case=record.case, kind=CONFIRM_TASK, by=by, at=at)


@transaction.atomic
def release_unscanned(*, record: Record, by: Account, at: datetime) -> None:
    """A named member of staff lets experts open a record that was too large for the virus scanner. Twice is once."""
    _require_accepted(record)
    held = _accepted(record).filter(scanned="too_large", scan_released_at=None)
    if held.update(scan_released_by=by, scan_released_at=at):
        record.scan_released_by, record.scan_released_at = by, at
        _tell(record, "record.scan_released", at)


def _require_accepted(record: Record) -> None:
    if record.state != Record.State.ACCEPTED:
        raise Refused(_("Only a record that was accepted can be classified or confirmed."))


def _require_no_passages(record: Record, blinding: str) -> None:
    """Nothing that somebody has sealed opens by a classification of the whole."""
    if blinding == Record.Blinding.OPEN and SealedPassage.objects.filter(record=record).exists():
        raise Refused(
            _(
                "Passages of this record are sealed, so it can only be open with sealed passages. Unseal them first."
            )
        )


def _accepted(record: Record) -> QuerySet[Record]:
    return access.same_line(record).filter(state=Record.State.ACCEPTED)


def _tell(record: Record, verb: str, at: datetime) -> None:
    audit.record(
        verb=verb, at=at, case_id=record.case_id, programme_id=record.programme_id, object_type="record",
        object_id=record.public_id,
    )  # fmt: skip
