"""What people say of facts: confirmed, corrected, added, merged, rejected, restored. Each is kept in the history."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from secunda.care.chart import rules
from secunda.care.chart.access import View
from secunda.care.chart.models import Fact, FactRevision
from secunda.care.records.models import Record
from secunda.foundation.audit import actions as audit
from secunda.foundation.errors import Hidden, Refused

KEPT = ("name", "value", "unit", "date", "assertion", "standing", "is_from_patient")
A, S = FactRevision.Action, Fact.Standing
VERBS = {
    A.ADD: "fact.added", A.CONFIRM: "fact.confirmed", A.CORRECT: "fact.corrected", A.REJECT: "fact.rejected",
    A.MERGE: "fact.merged", A.RESTORE: "fact.restored",
}  # fmt: skip


@transaction.atomic
def confirm(*, view: View, fact: Fact, at: datetime) -> Fact:
    """Say that a value is right as it stands. Twice keeps the first. Raises `Refused`."""
    rules.require_may(view.role, blind=view.blind, action=A.CONFIRM)
    now = _locked(view, fact)
    if now.standing == S.CONFIRMED:
        return now
    rules.require_standing(now, A.CONFIRM)
    return _change(view, now, A.CONFIRM, at, standing=S.CONFIRMED)


@transaction.atomic
def correct(
    *,
    view: View,
    fact: Fact,
    value: str,
    at: datetime,
    unit: str | None = None,
    date: str | None = None,
    reason: str = "",
) -> Fact:
    """Say what a value should be, and its unit and day where they are wrong (None leaves them).

    By the patient's side it stays unconfirmed, and a blind expert does not see it until staff have confirmed it. What
    the software read stays in the history. Raises `Refused`.
    """
    rules.require_may(view.role, blind=view.blind, action=A.CORRECT)
    now = _locked(view, fact)
    rules.require_still_theirs(now, view.role)
    rules.require_standing(now, A.CORRECT)
    said: dict[str, Any] = {"value": rules.require_value(value), "standing": S.CORRECTED}
    if unit is not None:
        said["unit"] = unit.strip()[:40]
    if date is not None:
        said["date"] = rules.require_day(date, at.date())
    return _change(view, now, A.CORRECT, at, reason=reason, **said)


@transaction.atomic
def add(
    *,
    view: View,
    record: Record,
    name: str,
    value: str,
    at: datetime,
    page: int | None = None,
    box: tuple[float, float, float, float] | None = None,
    quote: str = "",
    unit: str = "",
    date: str = "",
    assertion: str = "affirmed",
    detail: dict[str, str] | None = None,
) -> Fact:
    """Add what the software did not find, with the record (and page, box in points, quote) where it stands.

    `name` is of reading's vocabulary. The record was found through `access.find_document`. Raises `Refused`.
    """
    rules.require_may(view.role, blind=view.blind, action=A.ADD)
    fact = Fact(
        case_id=record.case_id, programme_id=record.programme_id, record=record, name=rules.require_name(name),
        value=rules.require_value(value), unit=unit.strip()[:40], page=page, box=list(box) if box else None,
        assertion=assertion, quote=quote.strip(), date=rules.require_day(date, at.date()), detail=detail or {},
        read_by=rules.PERSON, standing=S.ADDED, is_from_patient=view.is_own, decided_by=view.account, decided_at=at,
    )  # fmt: skip
    fact.save()
    _remember(view, fact, A.ADD, at, was=None)
    return fact


@transaction.atomic
def reject(*, view: View, fact: Fact, at: datetime, reason: str = "") -> Fact:
    """Say that a value is wrong and should not stand.

    By the patient's side it is gone for them, and marked as disputed for everybody else. Raises `Refused`.
    """
    rules.require_may(view.role, blind=view.blind, action=A.REJECT)
    now = _locked(view, fact)
    rules.require_still_theirs(now, view.role)
    if now.standing == S.REJECTED and now.is_from_patient and not view.is_own:
        return _change(view, now, A.REJECT, at, reason=reason, standing=S.REJECTED)
    rules.require_standing(now, A.REJECT)
    return _change(view, now, A.REJECT, at, reason=reason, standing=S.REJECTED)


@transaction.atomic
def restore(*, view: View, fact: Fact, at: datetime) -> Fact:
    """Take back what people said of a fact: as the software read it, or as it was added. Raises `Refused`."""
    rules.require_may(view.role, blind=view.blind, action=A.RESTORE)
    now = _locked(view, fact)
    rules.require_still_theirs(now, view.role)
    rules.require_standing(now, A.RESTORE)
    if now.read is None:
        first = FactRevision.objects.filter(fact=now, action=A.ADD).get()
        said = {name: first.now[name] for name in KEPT}
        return _change(view, now, A.RESTORE, at, merged_into=None, **said)
    read = {name: now.read[name] for name in KEPT if name in now.read}
    return _change(view, now, A.RESTORE, at, standing=S.READ, merged_into=None, **read)


@transaction.atomic
def merge(*, view: View, facts: Collection[Fact], into: Fact, at: datetime) -> Fact:
    """Say that these facts are the same as another, which stands for all of them.

    They may come from several documents and have to be of one name. Raises `Refused`.
    """
    rules.require_may(view.role, blind=view.blind, action=A.MERGE)
    kept = _locked(view, into)
    rules.require_standing(kept, A.MERGE)
    for fact in sorted(facts, key=lambda one: one.pk):
        if fact.pk == kept.pk:
            continue
        if fact.name != kept.name:
            raise Refused(_("Only values of the same kind can be one."))
        now = _locked(view, fact)
        rules.require_standing(now, A.MERGE)
        _change(view, now, A.MERGE, at, standing=S.MERGED, merged_into=kept)
    return kept


def _locked(view: View, fact: Fact) -> Fact:
    """The fact as it is now, locked; raises `Hidden` when it went with its record or is of another case."""
    now = Fact.objects.select_for_update(of=("self",), no_key=True).filter(pk=fact.pk, case=view.case).first()
    if now is None:
        raise Hidden
    return now


def _change(view: View, fact: Fact, action: str, at: datetime, *, reason: str = "", **said: Any) -> Fact:
    was = _kept(fact)
    for name, value in said.items():
        setattr(fact, name, value)
    fact.is_from_patient = said.get("is_from_patient", view.is_own and fact.standing != S.READ)
    fact.decided_by, fact.decided_at = view.account, at
    fact.save()
    _remember(view, fact, action, at, was=was, reason=reason)
    return fact


def _remember(
    view: View, fact: Fact, action: str, at: datetime, *, was: dict[str, Any] | None, reason: str = ""
) -> None:
    FactRevision.objects.create(
        case_id=fact.case_id, programme_id=fact.programme_id, fact=fact, action=action, by=view.account, role=view.role,
        at=at, was=was, now=_kept(fact), reason=reason.strip()[: rules.LONGEST_REASON], merged_into=fact.merged_into,
    )  # fmt: skip
    audit.record(
        verb=VERBS[A(action)], at=at, case_id=fact.case_id, programme_id=fact.programme_id, object_type="fact",
        object_id=fact.public_id,
    )  # fmt: skip


def _kept(fact: Fact) -> dict[str, Any]:
    return {name: getattr(fact, name) for name in KEPT}
