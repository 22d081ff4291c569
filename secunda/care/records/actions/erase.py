"""Erasing a case's evidence: its key, its bytes and everything that was read from them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from secunda.care.cases.models import Case
from secunda.care.records.actions.arriving import give_up
from secunda.care.records.actions.remove import forget, require_no_hold
from secunda.care.records.models import Arrival, Record
from secunda.foundation.accounts.models import Account
from secunda.foundation.audit import actions as audit
from secunda.foundation.vault import actions as vault
from secunda.foundation.vault.models import Erasure


@transaction.atomic
def erase(*, case: Case, by: Account | None, at: datetime, reason: str) -> int:
    """Destroy the evidence of a case for good; returns how many records there were. Done twice it changes nothing.

    The signed opinion has its own key and stays. Of each record the number, size and SHA-256 stay, so that the opinion
    can still say what it rests on. `reason` is a code ("retention", "withdrawn"). Whether it is time is the caller's to
    decide; raises `Refused` under a legal hold. Runs as the case's job or as its staff.
    """
    Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    require_no_hold(case)
    kept = Record.objects.filter(case=case).exclude(state=Record.State.REMOVED, object=None)
    erased = list(kept.select_for_update(of=("self",), no_key=True).select_related("object"))
    for record in erased:
        forget(record, at)
    for arrival in Arrival.objects.filter(case=case, state=Arrival.State.ARRIVING).select_related(
        "case", "by"
    ):
        give_up(arrival=arrival, at=at)
    if _destroy_key(case, by, at, reason):
        audit.record(
            verb="evidence.erased", at=at, case_id=case.id, programme_id=case.programme_id, object_type="case",
            object_id=case.public_id, purpose="law",
        )  # fmt: skip
    return len(erased)


def _destroy_key(case: Case, by: Account | None, at: datetime, reason: str) -> bool:
    """Destroy the key that every case has from its first click on; False if that was done before."""
    if Erasure.objects.filter(case_id=case.id, klass="evidence").exists():
        return False
    vault.erase(case_id=case.id, klass="evidence", by_id=by.id if by else None, at=at, reason=reason)
    return True
