"""A file that comes over many requests: begun, gone on with, whole, given up. What came stays, whoever is killed.

Bytes are the vault's and are on the disk before anybody is told; the row here says whose they are and for how long they
are waited for. A request that takes bytes holds no lock and, if its door lets it, no transaction while they come.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from secunda.care.cases.models import Case, Link
from secunda.care.records import access, rules
from secunda.care.records.actions.receive import LONGEST_NAME, receive
from secunda.care.records.models import Arrival, Record
from secunda.foundation import queue
from secunda.foundation.accounts import principal
from secunda.foundation.accounts.models import Account
from secunda.foundation.errors import Refused
from secunda.foundation.vault import actions as vault
from secunda.reading.names import display_name

WAITED_FOR = timedelta(days=7)
ASKED_FOR = timedelta(days=7)  # how long a sender may ask what became of a file
FORGOTTEN_AFTER = timedelta(minutes=10)
UNKNOWN_YET = "application/octet-stream"
ARRIVING = Arrival.State.ARRIVING


@dataclass(frozen=True)
class Named:
    """What a device says of a file it is going to send; none of it is believed."""

    name: str
    length: int
    folder: str = ""
    beside_programs: bool = False
    modified_ms: int | None = None


@contextmanager
def _of(case: Case, by: Account | None) -> Iterator[None]:
    """Act for the case: who sends may see less of it than what has to be asked and written here."""
    with principal.as_case(case.id, case.programme_id, account_id=by.id if by else None):
        yield


@transaction.atomic
def begin(*, case: Case, by: Account | None, length: int, at: datetime) -> vault.Growing:
    """A place in the vault for a file of `length` bytes; nobody waits for it before `keep`.

    Raises `Refused` when the case takes nothing, the file is too large, or there is no room, and as `vault.begin`.
    """
    with _of(case, by):
        rules.require_taking(case.state)
        rules.require_announced(length)
        rules.require_room(*access.room_taken(case), coming=length)
        return vault.begin(
            case_id=case.id, programme_id=case.programme_id, klass="evidence", media_type=UNKNOWN_YET, size=length,
            by_id=by.id if by else None, at=at,
        )  # fmt: skip


@transaction.atomic
def keep(
    *, case: Case, by: Account | None, link: Link | None, growing: vault.Growing, named: Named, at: datetime
) -> Arrival:
    """Wait for the rest of a file that was begun. What has come of it is on the disk before the row is made."""
    with _of(case, by):
        growing.keep()
        return Arrival.objects.create(
            case=case, programme_id=case.programme_id, object=growing.object, by=by, link=link,
            name=display_name(named.name)[:LONGEST_NAME], folder=_folder(named.folder),
            beside_programs=named.beside_programs, modified_ms=named.modified_ms, length=named.length,
            offset=growing.marked, begun_at=at, touched_at=at, expires_at=at + WAITED_FOR,
        )  # fmt: skip


def _folder(said: str) -> str:
    """The folders above a file, each made presentable; the last ones if there are too many."""
    return "/".join(display_name(part) for part in said.split("/") if part)[-LONGEST_NAME:]


@transaction.atomic
def go_on(*, arrival: Arrival, at: datetime) -> vault.Growing:
    """Go on where a file stopped. Raises `Refused` when it ended or its case takes no more, and as `vault.resume`."""
    with _of(arrival.case, arrival.by):
        rules.require_taking(arrival.case.state)
        if arrival.state != ARRIVING or arrival.object is None:
            raise Refused(_("This file has arrived already."), code="arrived", status=409)
        if arrival.expires_at < at:
            raise Refused(
                _("We have waited too long for this file. Please send it again."), code="expired", status=410
            )
        return vault.resume(arrival.object)


@transaction.atomic
def note(*, arrival: Arrival, offset: int, at: datetime) -> None:
    """Write down how far a file is, and wait for it anew."""
    with _of(arrival.case, arrival.by):
        Arrival.objects.filter(pk=arrival.pk, state=ARRIVING).update(
            offset=offset, touched_at=at, expires_at=at + WAITED_FOR
        )


@transaction.atomic
def arrived(*, arrival: Arrival, growing: vault.Growing, at: datetime) -> vault.Object | None:
    """The last byte came: the ready object, which nothing else points at yet; None when somebody was quicker.

    The caller gives it to `receive`, and says with `settle_arrival` what became of it, in the same transaction.
    """
    with _of(arrival.case, arrival.by):
        now = Arrival.objects.select_for_update(of=("self",), no_key=True).get(pk=arrival.pk)
        if now.state != ARRIVING:
            return None
        kept = growing.finish()
        now.state, now.object, now.offset = Arrival.State.TAKEN, None, now.length
        now.touched_at, now.expires_at = at, at + ASKED_FOR
        now.save()
        return kept


@transaction.atomic
def settle_arrival(*, arrival: Arrival, record: Record | None, said: str = "") -> None:
    """Write down what became of a file that arrived: its record, or why it was not taken."""
    of_it: dict[str, object] = {"record": record, "said": said[:500]}
    if said:
        of_it |= {"state": Arrival.State.REFUSED, "name": "", "folder": "", "modified_ms": None}
    with _of(arrival.case, arrival.by):
        Arrival.objects.filter(pk=arrival.pk).update(**of_it)


@transaction.atomic
def give_up(*, arrival: Arrival, at: datetime) -> None:
    """Stop waiting for a file and drop what came of it. Harmless when it ended already."""
    with _of(arrival.case, arrival.by):
        found = (
            Arrival.objects.select_for_update(of=("self",), no_key=True)
            .select_related("object")
            .get(pk=arrival.pk)
        )
        if found.state != ARRIVING or found.object is None:
            return
        dropped = found.object
        found.state, found.object = Arrival.State.GONE, None
        found.name, found.folder, found.modified_ms = "", "", None
        found.touched_at, found.expires_at = at, at + ASKED_FOR
        found.save()
        vault.discard(dropped)


@transaction.atomic
def take_whole(*, arrival: Arrival, at: datetime) -> None:
    """Make a file whose last byte came a record, when the request that brought it did not live to do so."""
    if arrival.state != ARRIVING or arrival.object is None:
        return
    name = arrival.name
    with vault.resume(arrival.object) as growing:
        if not growing.is_whole:
            return
        kept = arrived(arrival=arrival, growing=growing, at=at)
    if kept is None:
        return
    try:
        with transaction.atomic():
            received = receive(
                case=arrival.case, by=arrival.by, link=arrival.link, name=name, kept=kept, at=at
            )
    except Refused as refusal:
        kept.delete()
        settle_arrival(arrival=arrival, record=None, said=refusal.sentence)
    else:
        settle_arrival(arrival=arrival, record=received.record)


def tidy_arrivals(*, at: datetime) -> int:
    """Take what is whole and was forgotten, give up what nobody went on with; returns how many arrivals that were.

    Runs as the programme's own chore. Rows that nobody may ask about any more go too.
    """
    quiet = Arrival.objects.filter(state=ARRIVING, touched_at__lt=at - FORGOTTEN_AFTER)
    tidied = 0
    for arrival in quiet.select_related("object", "case", "by"):
        tidied += _tidied(arrival, at)
    Arrival.objects.filter(expires_at__lt=at).exclude(state=ARRIVING).delete()
    return tidied


def _tidied(arrival: Arrival, at: datetime) -> bool:
    assert arrival.object is not None  # a constraint: what is waited for has its bytes
    try:
        is_whole = vault.offset_of(arrival.object) == arrival.length
    except (vault.Erased, vault.Damaged):
        is_whole = False
    if is_whole:
        return queue.named("records.take_whole").defer_once(
            str(arrival.public_id), arrival_id=arrival.public_id, case_id=arrival.case_id,
            programme_id=arrival.programme_id,
        )  # fmt: skip
    if arrival.expires_at < at:
        give_up(arrival=arrival, at=at)
        return True
    return False
