"""The files on their way to a case, as their sender may know of them."""

from __future__ import annotations

from contextlib import AbstractContextManager
from uuid import UUID

from secunda.care.cases.models import Case, Link
from secunda.care.records import rules
from secunda.care.records.models import Arrival
from secunda.foundation.accounts import principal
from secunda.foundation.accounts.models import Account


def _of(case: Case, by: Account | None) -> AbstractContextManager[None]:
    """Act for the case: a sender by a link sees none of its rows; each question here names the sender."""
    return principal.as_case(case.id, case.programme_id, account_id=by.id if by else None)


def find_arrival(*, case: Case, by: Account | None, link: Link | None, arrival_id: UUID) -> Arrival | None:
    """The file that this sender sends to this case under this address; None if there is no such thing for them."""
    with _of(case, by):
        found = Arrival.objects.select_related("object", "case", "by", "link", "record")
        return found.filter(case=case, by=by, link=link, public_id=arrival_id).first()


def waited_for(*, case: Case, by: Account | None, link: Link | None) -> list[Arrival]:
    """The files that this sender began to send to this case and that are not whole, the oldest first."""
    with _of(case, by):
        found = Arrival.objects.filter(case=case, by=by, link=link, state=Arrival.State.ARRIVING)
        return list(found.order_by("begun_at", "id"))


def came_whole(*, case: Case, by: Account | None, link: Link | None) -> list[Arrival]:
    """The files that this sender has sent to this case of late and that it keeps: they need not come again."""
    with _of(case, by):
        found = Arrival.objects.filter(case=case, by=by, link=link, record__state__in=rules.KEPT)
        return list(found.only("name", "folder", "length", "modified_ms"))
