"""Taking files: from the wire straight into the vault, one sentence a file, with or without script.

`upload_view` makes the view of a portal's upload form. What may be sent where is asked before a byte is read; each
file goes to the vault segment by segment as it arrives (never to a disk in the clear, never whole into memory); rows
are written and locks taken only after the last byte.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from secunda.care.cases.models import Case, Link
from secunda.care.records import access, rules, sentences
from secunda.care.records import actions as records
from secunda.care.records.look import Found, look
from secunda.care.records.models import Record
from secunda.foundation.accounts.models import Account
from secunda.foundation.errors import Refused
from secunda.foundation.vault import actions as vault
from secunda.foundation.vault.models import Object
from secunda.portals.parts.refusals import UPLOAD
from secunda.reading.isolated import NoReader
from secunda.reading.names import display_name, is_changed

if TYPE_CHECKING:
    File = UploadedFile[bytes]
else:
    File = UploadedFile

FIELD = "file"
LOOKED_AT_ONCE = 20 * 1024 * 1024  # larger files are answered at once and checked by a job
UNKNOWN_YET = "application/octet-stream"


@dataclass(frozen=True)
class Sender:
    """Who sends files to which case: an account or the holder of a link. Made by a portal that has asked `access`."""

    case: Case
    by: Account | None
    link: Link | None = None


@dataclass(frozen=True)
class Taken:
    """What became of one file: whether it is in the case, the sentence for its sender, its line if they may see it."""

    ok: bool
    sentence: str
    record: Record | None = None


SenderOf = Callable[..., Sender]
RowOf = Callable[[HttpRequest, Sender, Record], str]
BackTo = Callable[[Sender], str]


def upload_view(sender_of: SenderOf, *, row: RowOf, back: BackTo) -> Callable[..., HttpResponse]:
    """The view of an upload form.

    `sender_of(request, **kwargs)` says who sends to which case and raises `Hidden` or `Refused` before a byte is read;
    `row` writes the line of a record as HTML; `back` is where the plain form returns to. A request of the island
    (`X-Requested-With: upload`, one file) is answered by JSON `{ok, sentence, id, row_html}`.
    """

    def answered(request: HttpRequest, handler: IntoVault, **kwargs: Any) -> HttpResponse:
        arrived = _arrived(request, handler)
        sender = sender_of(request, **kwargs)  # asked again: minutes may have passed since the first byte
        taken = handler.turned_away + [take(one, sender, timezone.now()) for one in arrived]
        if request.headers.get("X-Requested-With") == UPLOAD:
            return _as_json(request, sender, taken, row)
        _tell(request, taken)
        return redirect(back(sender))

    protected = csrf_protect(answered)

    # Django's CSRF check reads the whole body, so the vault has to stand ready before it, and it comes after.
    @csrf_exempt
    @require_POST
    def view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        sender = sender_of(request, **kwargs)
        _require_taking(request, sender)
        handler = IntoVault(request, sender, timezone.now())
        request.upload_handlers = [handler]
        try:
            return protected(request, handler, **kwargs)
        except TooManyFilesSent:
            raise Refused(
                _("Please send at most %(most)s files at a time.")
                % {"most": settings.DATA_UPLOAD_MAX_NUMBER_FILES},
                status=413,
            ) from None
        finally:
            handler.abort()

    return view


def _require_taking(request: HttpRequest, sender: Sender) -> None:
    """Everything that can be known before the first byte."""
    rules.require_taking(sender.case.state)
    rules.require_length(int(request.META.get("CONTENT_LENGTH") or 0), settings.UPLOAD_LIMIT)
    rules.require_room(*access.room_taken(sender.case))


class Arrived(File):
    """A file whose last byte came: sealed in the vault, but no object yet. Closing it leaves nothing behind."""

    def __init__(self, name: str, writer: vault.Writer) -> None:
        super().__init__(file=None, name=name, size=writer.size)
        self.writer = writer
        self.sent_as = name

    def close(self) -> None:
        """Drop it, unless it was made an object."""
        self.writer.abort()


class IntoVault(FileUploadHandler):
    """Seals each file's bytes into the vault while they arrive. `turned_away`: the files it dropped, and why."""

    def __init__(self, request: HttpRequest, sender: Sender, at: datetime) -> None:
        super().__init__(request)
        self.turned_away: list[Taken] = []
        self._sender = sender
        self._at = at
        self._writers: list[vault.Writer] = []

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """The first bytes of a file are about to come. Files of other fields are passed over."""
        super().new_file(*args, **kwargs)
        if self.field_name != FIELD:
            raise SkipFile
        self._or_turn_away(self._open)

    def _open(self) -> None:
        case, by = self._sender.case, self._sender.by
        self._writers.append(
            vault.Writer(
                case_id=case.id, programme_id=case.programme_id, klass="evidence", media_type=UNKNOWN_YET,
                limit=settings.UPLOAD_LIMIT, by_id=by.id if by else None, at=self._at,
            )
        )  # fmt: skip

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """The next bytes of the file. A file over the limit is dropped, and those after it are taken."""
        self._or_turn_away(lambda: self._writers[-1].write(raw_data))
        return None

    def _or_turn_away(self, step: Callable[[], None]) -> None:
        try:
            step()
        except Refused as refusal:
            name = display_name(self.file_name or "")
            self.turned_away.append(Taken(ok=False, sentence=_named(name, refusal.sentence)))
            raise SkipFile from None

    def file_complete(self, file_size: int) -> Arrived:
        """The last byte came."""
        return Arrived(self.file_name or "", self._writers[-1])

    def upload_interrupted(self) -> None:
        """The sender went away in the middle of a file."""
        self.abort()

    def abort(self) -> None:
        """Drop every file that was not made an object. Harmless when there is none."""
        for writer in self._writers:
            writer.abort()


def _arrived(request: HttpRequest, handler: IntoVault) -> list[Arrived]:
    arrived = [one for one in request.FILES.getlist(FIELD) if isinstance(one, Arrived)]
    if not arrived and not handler.turned_away:
        raise Refused(_("Please choose a file first."), code="no_file", status=422)
    return arrived


def take(arrived: Arrived, sender: Sender, at: datetime) -> Taken:
    """Make a complete file a record of the sender's case, and say what became of it. One file's refusal is its own."""
    name = display_name(arrived.sent_as)
    try:
        with transaction.atomic():
            return _taken(arrived, sender, name, at)
    except Refused as refusal:
        return Taken(ok=False, sentence=_named(name, refusal.sentence))


def _taken(arrived: Arrived, sender: Sender, name: str, at: datetime) -> Taken:
    kept = arrived.writer.finish()
    found = _look_now(kept, name)  # before anything is locked: it may take a while
    received = records.receive(
        case=sender.case, by=sender.by, link=sender.link, name=arrived.sent_as, kept=kept, at=at
    )
    if not received.is_new or received.record is None:
        return Taken(ok=True, sentence=_already(name, received.record), record=received.record)
    record = received.record
    if found is not None:
        record = records.settle(record=record, found=found, at=at)
    return _said(record, name, renamed=is_changed(arrived.sent_as))


def _look_now(kept: Object, name: str) -> Found | None:
    """What a small file is; None for a large one, or while no reading process can be had: then the job finds out."""
    if kept.size > LOOKED_AT_ONCE:
        return None
    try:
        return look(kept, name=name)
    except NoReader:
        return None


def _said(record: Record, name: str, *, renamed: bool) -> Taken:
    if record.state == Record.State.REFUSED:
        return Taken(ok=False, sentence=_named(name, sentences.why_refused(record)), record=record)
    parts = [_("“%(name)s” has arrived.") % {"name": name}]
    if record.state == Record.State.RECEIVED:
        parts = [_("“%(name)s” has arrived and is being checked.") % {"name": name}]
    if record.identity == Record.Identity.MISMATCH:
        parts.append(_("It carries another name or date of birth, so your coordinator looks at it first."))
    if renamed:
        parts.append(str(sentences.NAME_CHANGED))
    return Taken(ok=True, sentence=" ".join(parts), record=record)


def _named(name: str, sentence: str) -> str:
    return _("“%(name)s” was not taken. %(why)s") % {"name": name, "why": sentence}


def _already(name: str, known: Record | None) -> str:
    if known is None:
        return _("“%(name)s” is in this case already.") % {"name": name}
    return _("“%(name)s” is in this case already, as number %(number)s, so it was not added again.") % {
        "name": name,
        "number": known.number,
    }


def _as_json(request: HttpRequest, sender: Sender, taken: list[Taken], row: RowOf) -> JsonResponse:
    one = taken[0]
    line = (
        {"id": str(one.record.public_id), "row_html": row(request, sender, one.record)} if one.record else {}
    )
    return JsonResponse({"ok": one.ok, "sentence": one.sentence, **line})


def _tell(request: HttpRequest, taken: list[Taken]) -> None:
    """One message for what came, and one for each file that did not."""
    came = [one for one in taken if one.ok]
    if len(came) == 1:
        messages.success(request, came[0].sentence)
    elif came:
        said = ngettext("%(n)s file has arrived.", "%(n)s files have arrived.", len(came))
        messages.success(request, said % {"n": len(came)})
    for one in taken:
        if not one.ok:
            messages.error(request, one.sentence)
