"""Who reads which read, opinion, report and answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from secunda.care.assignment.models import Assignment
from secunda.care.cases.models import Case, Party
from secunda.care.opinions import canonical
from secunda.care.opinions.models import Addendum, Author, Opinion, QualityCheck, Read, Rendering
from secunda.foundation.accounts.models import Account, Programme
from secunda.foundation.errors import Hidden

IN_WORK = (Opinion.State.DRAFT, Opinion.State.QUALITY_CHECK, Opinion.State.PASSED)


def own_read(assignment: Assignment, account: Account) -> Read | None:
    """The expert's own read on an assignment, if it was begun."""
    return Read.objects.filter(assignment=assignment, account=account).first()


def opinions_of(case: Case) -> QuerySet[Opinion]:
    """Every version that the person may see, newest first."""
    return Opinion.objects.filter(case=case).order_by("-version")


def own_opinion(account: Account, case: Case) -> Opinion | None:
    """The version that this author works on, else the newest that they signed."""
    mine = Author.objects.filter(case=case, account=account).values("opinion_id")
    return opinions_of(case).filter(id__in=mine).select_related("case__programme").first()


def released(case: Case) -> Opinion | None:
    """The version that is in force for the patient."""
    return opinions_of(case).filter(state=Opinion.State.RELEASED).select_related("case__programme").first()


def readable(case: Case, public_id: UUID) -> Opinion:
    """A released version, in force or superseded, for the patient's side; raises `Hidden`."""
    found = opinions_of(case).filter(public_id=public_id).exclude(released_at=None).first()
    if found is None:
        raise Hidden
    return found


def report(opinion: Opinion, reader: str, language: str) -> Rendering:
    """The PDF for a reader in a language; raises `Hidden` while there is none."""
    found = (
        Rendering.objects.filter(opinion=opinion, reader=reader, language=language)
        .select_related("object")
        .first()
    )
    if found is None:
        raise Hidden
    return found


def to_check(account: Account, programme: Programme, at: datetime) -> QuerySet[Opinion]:
    """Opinions that wait for this quality reviewer."""
    mine = Party.objects.filter(account=account, programme=programme, role=Party.Role.REVIEWER, ended_at=None)
    return Opinion.objects.filter(
        case_id__in=mine.values("case_id"), state=Opinion.State.QUALITY_CHECK
    ).select_related("case__patient")


def for_check(account: Account, programme: Programme, public_id: UUID, at: datetime) -> Opinion:
    """One of them; raises `Hidden`."""
    found = to_check(account, programme, at).filter(public_id=public_id).first()
    if found is None:
        raise Hidden
    return found


def last_check(opinion: Opinion) -> QualityCheck | None:
    """The newest quality check of an opinion."""
    return (
        QualityCheck.objects.filter(opinion=opinion)
        .select_related("reviewer")
        .order_by("-made_at", "-id")
        .first()
    )


def addenda(opinion: Opinion) -> QuerySet[Addendum]:
    """Follow-up questions of an opinion in order."""
    return Addendum.objects.filter(opinion=opinion).select_related("answered_by").order_by("asked_at")


@dataclass(frozen=True)
class Signer:
    """One author as the verification page shows them."""

    name: str
    specialty: str
    jurisdiction: str
    licence: str
    institution: str


@dataclass(frozen=True)
class Verification:
    """What anybody with a report's code may know of it: nothing of its content."""

    signed_by: tuple[Signer, ...]
    signed_at: datetime
    version: int
    state: str
    sha256: str
    genuine: bool
    case_id: int  # for the line in the case's audit; shown to nobody
    public_id: UUID


def verification(code: str, programme: Programme) -> Verification | None:
    """What a typed code stands for in this programme; None when it stands for nothing.

    `genuine` is False when the stored bytes no longer hash to what was signed.
    """
    printed = canonical.read_code(code)
    if printed is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("select * from app_verify(%s, %s)", [printed, programme.pk])
        row = cursor.fetchone()
    if row is None:
        return None
    signed_at, version, state, sha256, genuine, signers, *which = row
    known = {"released": "current", "signed": "current"}
    people = tuple(Signer(**one) for one in json.loads(signers or "[]"))  # Django leaves jsonb as text
    return Verification(people, signed_at, version, known.get(state, state), sha256, genuine, *which)
