"""A request's bytes into the vault, and what becomes of a file after its last byte."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.http import HttpRequest
from django.http.request import UnreadablePostError
from django.utils.translation import gettext as _

from secunda.care.records import actions as records
from secunda.care.records import sentences
from secunda.care.records.look import left_out
from secunda.care.records.models import Arrival
from secunda.foundation.errors import Refused
from secunda.foundation.vault import actions as vault
from secunda.portals.parts.taking import Ready, Sender, Taken, look_now, take
from secunda.portals.parts.tus_requests import Checksum

READ_AT_ONCE = 256 * 1024
ARRIVING = Arrival.State.ARRIVING


def receive(request: HttpRequest, growing: vault.Growing, expected: Checksum | None) -> None:
    """The request's bytes, on the disk: of a broken line what came, of changed ones none; then `Refused` (460)."""
    if not connection.in_atomic_block:
        connection.close()  # back to the pool: what comes may take its time
    try:
        while piece := request.read(READ_AT_ONCE):
            if expected is not None:
                expected.so_far.update(piece)
            growing.write(piece, marking=expected is None)
    except UnreadablePostError:
        pass  # the sender is gone and will ask how far we are
    finally:
        if expected is not None and not expected.fits:
            growing.rewind()
        growing.mark()
    if expected is not None and not expected.fits:
        raise Refused(
            _("These bytes were changed on their way. Please send them again."), code="changed", status=460
        )


def end(growing: vault.Growing, arrival: Arrival, sender: Sender, at: datetime) -> Taken | None:
    """After the last byte the file is looked at, if it is small, and becomes a record. None before, or if it is one."""
    if not growing.is_whole:
        return None
    name = arrival.name
    with transaction.atomic():
        kept = records.arrived(arrival=arrival, growing=growing, at=at)
        if kept is None:
            return None
        taken = _left_out(kept, arrival) or take(Ready(kept, look_now(kept, name), name), sender, at)
        records.settle_arrival(arrival=arrival, record=taken.record, said="" if taken.ok else taken.why)
    return taken


def _left_out(kept: vault.Object, arrival: Arrival) -> Taken | None:
    """Drop a file that is none of the records of the disc whose folder is being sent; None for all others."""
    if not arrival.folder:
        return None
    code = left_out(kept, folder=arrival.folder, name=arrival.name, beside_programs=arrival.beside_programs)
    if not code:
        return None
    kept.delete()
    why = str(sentences.LEFT_OUT[code])
    return Taken(ok=False, sentence=why, why=why, left_out=True)


def end_now(arrival: Arrival, sender: Sender, at: datetime) -> None:
    """The last byte is here, but the request that brought it was killed before the file was a record."""
    try:
        growing = records.go_on(arrival=arrival, at=at)
    except Refused:
        return  # somebody is at it just now, or the case has ended meanwhile: the job of the records sees to it
    with growing:
        end(growing, arrival, sender, at)
