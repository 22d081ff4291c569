"""Links: keys that stand for no person. Only the SHA-256 of a token is kept."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import connection, transaction

from secunda.care.cases.models import Case, Link
from secunda.foundation.accounts.models import Account, Programme
from secunda.foundation.audit import actions as audit


def hashed(token: str) -> bytes:
    """The form in which a link's token is kept."""
    return hashlib.sha256(token.encode()).digest()


def live_link(*, programme: Programme, token: str, kind: str) -> int | None:
    """The id of the live link of that kind which a token opens in this programme, else None. Tells nothing more."""
    with connection.cursor() as cursor:
        cursor.execute("select app_link(%s, %s, %s)", [hashed(token), programme.id, kind])
        row = cursor.fetchone()
    return int(row[0]) if row and row[0] else None


@transaction.atomic
def make_link(
    *, case: Case, kind: str, token: str, expires_at: datetime, by: Account | None, at: datetime
) -> Link:
    """Keep a link whose token the caller hands out, once."""
    link = Link.objects.create(
        case=case, programme_id=case.programme_id, kind=kind, token_hash=hashed(token), created_by=by, created_at=at,
        not_before_at=at, expires_at=expires_at,
    )  # fmt: skip
    audit.record(
        verb="link.created", at=at, case_id=case.id, programme_id=case.programme_id, object_type="link",
        object_id=link.public_id,
    )  # fmt: skip
    return link


@transaction.atomic
def revoke_link(*, link: Link, by: Account, at: datetime) -> None:
    """End a link at once; ending it twice keeps the first."""
    if Link.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=at, revoked_by=by):
        audit.record(
            verb="link.revoked", at=at, case_id=link.case_id, programme_id=link.programme_id, object_type="link",
            object_id=link.public_id,
        )  # fmt: skip
