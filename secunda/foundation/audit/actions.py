"""Writing one event, in the transaction of what it tells."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection

from secunda.foundation.audit import verbs

_APPEND = "select audit_append(%s, %s, %s, %s, %s, %s, %s, %s)"


def record(
    *,
    verb: str,
    at: datetime,
    case_id: int | None = None,
    programme_id: int | None = None,
    object_type: str = "",
    object_id: UUID | None = None,
    purpose: str = "second_opinion",
    outcome: str = "ok",
) -> int:
    """Append an event to the chain of the case, else of the programme, else of the deployment; returns its number.

    Who acted, for whom, in which role and session is read by the database from the transaction's principal; so is
    the programme when none is given. `object_id` is a public id. The chain stays locked until the transaction ends.
    A refusal (`outcome="refused"`) is recorded in a transaction of its own, after the refused one was rolled back.
    Raises verbs.UnknownWord for a word outside the vocabulary, RuntimeError outside a transaction,
    ValueError for an instant without a zone.
    """
    verbs.check(verb=verb, object_type=object_type, purpose=purpose, outcome=outcome)
    if not connection.in_atomic_block:
        raise RuntimeError("an event is written in the transaction of what it tells")
    if at.tzinfo is None:
        raise ValueError("an event's instant needs its zone")
    with connection.cursor() as cursor:
        cursor.execute(_APPEND, (verb, at, case_id, programme_id, object_type, object_id, purpose, outcome))
        (seq,) = cursor.fetchone() or (0,)
    return int(seq)
