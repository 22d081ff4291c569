"""Sealing a passage of a page: the database takes its words out of what a blind expert reads, searches and sees."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from secunda.care.chart import rules
from secunda.care.chart.access import View
from secunda.care.chart.models import PageText
from secunda.care.records import actions as records
from secunda.care.records.models import Record, SealedPassage
from secunda.foundation.audit import actions as audit
from secunda.foundation.errors import Hidden, Refused


@transaction.atomic
def seal_passage(
    *, view: View, record: Record, page: int, box: tuple[float, float, float, float], at: datetime
) -> SealedPassage:
    """Seal a box (points from the top left) of a page to blind experts: picture, words, facts, search and summary.

    A record that was open from the start is open with sealed passages from now on, so that its file does not open any
    more. Staff only; the record was found through `access.find_document`. Raises `Refused` and `Hidden`.
    """
    now = _locked(view, record)
    where = PageText.objects.filter(record=now, number=page).first()
    if where is None or not where.width:
        raise Refused(
            _("This page has no places that could be marked. You can seal the whole record instead.")
        )
    rules.require_box(box, where.width, where.height)
    passage = SealedPassage.objects.create(
        case_id=now.case_id, programme_id=now.programme_id, record=now, page=page, box=[round(edge, 1) for edge in box],
        by=view.account, at=at,
    )  # fmt: skip
    if now.blinding == Record.Blinding.OPEN:
        _open_in_part(view, now, at)
    _tell(now, "passage.sealed", at)
    return passage


@transaction.atomic
def unseal_passage(*, view: View, passage_id: int, at: datetime) -> None:
    """Take a sealed passage back. With its last one the record is sealed as a whole, until it is classified again.

    Staff only. Raises `Hidden` for a passage that is gone or of another case.
    """
    passage = SealedPassage.objects.filter(pk=passage_id, case=view.case).select_related("record").first()
    if passage is None:
        raise Hidden
    now = _locked(view, passage.record)
    was_open = now.classified_at is not None and passage.at <= now.classified_at
    passage.delete()
    if was_open and now.blinding == Record.Blinding.PASSAGES and now.sealed_passages.exists():
        _open_in_part(view, now, at)  # what is left was perhaps sealed after the record was classified
    _tell(now, "passage.unsealed", at)


def _open_in_part(view: View, record: Record, at: datetime) -> None:
    records.classify(
        record=record, blinding=Record.Blinding.PASSAGES, title=record.title, by=view.account, at=at
    )


def _locked(view: View, record: Record) -> Record:
    if not view.is_staff:
        raise Refused(_("Only the programme's staff can seal and unseal passages."))
    now = (
        Record.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk=record.pk, case=view.case)
        .first()
    )
    if now is None or now.state != Record.State.ACCEPTED:
        raise Hidden
    return now


def _tell(record: Record, verb: str, at: datetime) -> None:
    audit.record(
        verb=verb, at=at, case_id=record.case_id, programme_id=record.programme_id, object_type="record",
        object_id=record.public_id,
    )  # fmt: skip
