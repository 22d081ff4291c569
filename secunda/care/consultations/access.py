"""Who reads the thread of a case."""

from __future__ import annotations

from django.db.models import QuerySet

from secunda.care.cases.models import Case
from secunda.care.consultations.models import Message


def thread(case: Case) -> QuerySet[Message]:
    """The messages of a case in order. Row security leaves a blind expert with none."""
    return Message.objects.filter(case=case).select_related("author").order_by("sent_at", "id")


def unread(case: Case, *, by_staff: bool) -> int:
    """How many messages the other side wrote that this side has not opened."""
    theirs = Message.objects.filter(case=case, read_at=None)
    return (theirs.exclude(author_role="staff") if by_staff else theirs.filter(author_role="staff")).count()
