"""Consents: given for one purpose, withdrawn as easily, effective at once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from secunda.care.cases import rules
from secunda.care.cases.actions.move import locked, move
from secunda.care.cases.actions.tasks import add_task
from secunda.care.cases.consents import CROSS_BORDER, OPINION, PURPOSES, text_sha256
from secunda.care.cases.models import Case, Consent, Link, Party
from secunda.foundation.accounts.models import Account
from secunda.foundation.audit import actions as audit
from secunda.foundation.errors import Refused


@transaction.atomic
def give_consent(
    *, case: Case, purpose: str, language: str, by: Account | None, at: datetime, country: str = ""
) -> Consent:
    """Keep a consent with the hash of the text shown in `language`. A live one to the same purpose is returned."""
    if purpose not in PURPOSES:
        raise Refused(_("There is no such consent."))
    live = Consent.objects.filter(case=case, purpose=purpose, country=country, withdrawn_at=None).first()
    if live:
        return live
    consent = Consent.objects.create(
        case=case, programme_id=case.programme_id, purpose=purpose, version=PURPOSES[purpose].version,
        text_sha256=text_sha256(purpose, language), language=language, country=country, given_by=by, given_at=at,
    )  # fmt: skip
    audit.record(
        verb="consent.given", at=at, case_id=case.id, programme_id=case.programme_id,
        object_type="consent", object_id=consent.public_id,
    )  # fmt: skip
    return consent


@transaction.atomic
def withdraw_consent(*, consent: Consent, by: Account, at: datetime) -> None:
    """Withdraw at once: for the opinion itself, readers lose the case, links end and an unsigned case is cancelled."""
    one = Consent.objects.select_for_update(no_key=True).get(pk=consent.pk)
    if one.withdrawn_at:
        return
    one.withdrawn_at, one.withdrawn_by = at, by
    one.save(update_fields=("withdrawn_at", "withdrawn_by"))
    case = locked(one.case)
    audit.record(
        verb="consent.withdrawn", at=at, case_id=case.id, programme_id=case.programme_id,
        object_type="consent", object_id=one.public_id,
    )  # fmt: skip
    if one.purpose in (OPINION, CROSS_BORDER):
        stop_readers(case, at)
        add_task(case=case, kind="consent_withdrawn", due_at=at, at=at, about_id=one.public_id)
    if one.purpose == OPINION:
        _stop_everything(case, by, at)


@transaction.atomic
def cancel(*, case: Case, by: Account, at: datetime) -> Case:
    """The patient's side ends the case: nobody reads on, links end, and staff tell everybody who was at work.

    Raises `Refused` once the opinion is signed.
    """
    now = locked(case)
    stop_readers(now, at)
    add_task(case=now, kind="case_cancelled", due_at=at, at=at)
    _end_links(now, by, at)
    audit.record(
        verb="case.cancelled", at=at, case_id=now.id, programme_id=now.programme_id, object_type="case",
        object_id=now.public_id,
    )  # fmt: skip
    return move(now, Case.State.CANCELLED, by=by, role=rules.REQUESTER, at=at)


def stop_readers(case: Case, at: datetime) -> None:
    """End the parts of everybody who reads or checks the case, at once."""
    readers = Party.objects.filter(
        case=case, role__in=(Party.Role.EXPERT, Party.Role.REVIEWER), ended_at=None
    )
    readers.update(ended_at=at)


def _stop_everything(case: Case, by: Account, at: datetime) -> None:
    _end_links(case, by, at)
    if rules.REQUESTER in rules.MOVES.get((case.state, Case.State.CANCELLED), frozenset()):
        move(case, Case.State.CANCELLED, by=by, role=rules.REQUESTER, at=at)


def _end_links(case: Case, by: Account, at: datetime) -> None:
    Link.objects.filter(case=case, revoked_at=None).update(revoked_at=at, revoked_by=by)
