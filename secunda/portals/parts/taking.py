"""What becomes of a file that lies whole in the vault: looked at, made a record, and said in one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from secunda.care.cases.models import Case, Link
from secunda.care.records import actions as records
from secunda.care.records import sentences
from secunda.care.records.look import Found, look
from secunda.care.records.models import Record
from secunda.foundation.accounts.models import Account
from secunda.foundation.errors import Refused
from secunda.foundation.vault import actions as vault
from secunda.foundation.vault.models import Object
from secunda.reading.isolated import NoReader
from secunda.reading.names import display_name, is_changed

LOOKED_AT_ONCE = 20 * 1024 * 1024  # larger files are answered at once and checked by a job


@dataclass(frozen=True)
class Sender:
    """Who sends files to which case: an account or the holder of a link. Made by a portal that has asked `access`."""

    case: Case
    by: Account | None
    link: Link | None = None


@dataclass(frozen=True)
class Taken:
    """What became of one file: whether it is in the case, the sentence for its sender, its line if they may see it.

    `why` is the reason alone, for a place where the file's name stands already. `left_out`: it is none of the records
    of the disc whose folder was sent, and nobody misses it.
    """

    ok: bool
    sentence: str
    record: Record | None = None
    why: str = ""
    left_out: bool = False


@dataclass(frozen=True)
class Ready:
    """A file that lies whole in the vault and that was looked at, unless it is large."""

    kept: Object
    found: Found | None
    sent_as: str

    @property
    def name(self) -> str:
        """The name as shown to people."""
        return display_name(self.sent_as)


def ready(writer: vault.Writer, sent_as: str) -> Ready | Taken:
    """Finish a file and look at it. Locks nothing: a look may take a while."""
    name = display_name(sent_as)
    try:
        kept = writer.finish()
    except Refused as refusal:
        return not_taken(name, refusal.sentence)
    return Ready(kept, look_now(kept, name), sent_as)


def take(file: Ready, sender: Sender, at: datetime) -> Taken:
    """Make a file a record of the sender's case, and say what became of it. One file's refusal is its own."""
    try:
        with transaction.atomic():
            return _taken(file, sender, at)
    except Refused as refusal:
        file.kept.delete()
        return not_taken(file.name, refusal.sentence)


def _taken(file: Ready, sender: Sender, at: datetime) -> Taken:
    received = records.receive(
        case=sender.case, by=sender.by, link=sender.link, name=file.sent_as, kept=file.kept, at=at,
        looked_at=file.found is not None,
    )  # fmt: skip
    if not received.is_new or received.record is None:
        return Taken(ok=True, sentence=_already(file.name, received.record), record=received.record)
    record = received.record
    if file.found is not None:
        record = records.settle(record=record, found=file.found, at=at)
    return _said(record, file.name, renamed=is_changed(file.sent_as))


def look_now(kept: Object, name: str) -> Found | None:
    """What a small file is; None for a large one, or while no reading process can be had: then the job finds out."""
    if kept.size > getattr(settings, "UPLOAD_LOOKED_AT_ONCE", LOOKED_AT_ONCE):
        return None
    try:
        return look(kept, name=name)
    except NoReader:
        return None


def _said(record: Record, name: str, *, renamed: bool) -> Taken:
    if record.state == Record.State.REFUSED:
        return not_taken(name, sentences.why_refused(record), record)
    parts = [_("“%(name)s” has arrived.") % {"name": name}]
    if record.state == Record.State.RECEIVED:
        parts = [_("“%(name)s” has arrived and is being checked.") % {"name": name}]
    if record.identity == Record.Identity.MISMATCH:
        parts.append(_("It carries another name or date of birth, so your coordinator looks at it first."))
    if renamed:
        parts.append(str(sentences.NAME_CHANGED))
    return Taken(ok=True, sentence=" ".join(parts), record=record)


def not_taken(name: str, why: str, record: Record | None = None) -> Taken:
    """A file that was not taken, and why."""
    sentence = _("“%(name)s” was not taken. %(why)s") % {"name": name, "why": why}
    return Taken(ok=False, sentence=sentence, record=record, why=why)


def _already(name: str, known: Record | None) -> str:
    if known is None:
        return _("“%(name)s” is in this case already.") % {"name": name}
    return _("“%(name)s” is in this case already, as number %(number)s, so it was not added again.") % {
        "name": name,
        "number": known.number,
    }
