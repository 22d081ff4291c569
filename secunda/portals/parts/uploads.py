"""Taking files: from the wire straight into the vault, one sentence a file, with or without script.

`upload_view` makes the view of a portal's upload form. What may be sent where is asked before a byte is read; each
file goes to the vault segment by segment as it arrives (never to a disk in the clear, never whole into memory); rows
are written and locks taken only after the last byte.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.http.multipartparser import MultiPartParser
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from secunda.care.records import access, rules
from secunda.care.records.models import Record
from secunda.foundation.errors import Refused
from secunda.foundation.vault import actions as vault
from secunda.portals.parts.refusals import UPLOAD
from secunda.portals.parts.taking import Sender, Taken, not_taken, ready, take
from secunda.reading.names import display_name

if TYPE_CHECKING:
    File = UploadedFile[bytes]
else:
    File = UploadedFile

__all__ = ("Arrived", "IntoVault", "Sender", "upload_view")

FIELD = "file"
UNKNOWN_YET = "application/octet-stream"

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
        taken, sender = _taken(request, handler, lambda: sender_of(request, **kwargs))
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
            raise _too_many_at_once() from None
        finally:
            handler.abort()

    return view


def _taken(
    request: HttpRequest, handler: IntoVault, asked_again: Callable[[], Sender]
) -> tuple[list[Taken], Sender]:
    """What became of each file, and who sent them: asked again, for minutes may have passed since the first byte."""
    files = [
        ready(one.writer, one.sent_as) for one in _arrived(request, handler)
    ]  # before anything is locked
    sender, at = asked_again(), timezone.now()
    came = [one if isinstance(one, Taken) else take(one, sender, at) for one in files]
    return handler.turned_away + came, sender


def _too_many_at_once() -> Refused:
    most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
    return Refused(_("Please send at most %(most)s files at a time.") % {"most": most}, status=413)


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


class KeepsNames(MultiPartParser):
    """Django's parser, but for names: it would cut a folder off before we could say so."""

    def sanitize_file_name(self, file_name: str) -> str:
        """The name as it was sent. It is only ever shown, and only after `display_name` made it presentable."""
        return file_name


class IntoVault(FileUploadHandler):
    """Seals each file's bytes into the vault while they arrive. `turned_away`: the files it dropped, and why."""

    def __init__(self, request: HttpRequest, sender: Sender, at: datetime) -> None:
        super().__init__(request)
        self.turned_away: list[Taken] = []
        self._sender = sender
        self._at = at
        self._writers: list[vault.Writer] = []
        self._parsing = False

    def handle_raw_input(
        self, input_data: Any, meta: Any, content_length: int, boundary: str, encoding: str | None = None
    ) -> tuple[QueryDict, MultiValueDict[str, File]] | None:
        """Parse the body with names as they were sent."""
        if self._parsing:
            return None
        self._parsing = True
        return KeepsNames(meta, input_data, [self], encoding).parse()

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
            self.turned_away.append(not_taken(name, refusal.sentence))
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


def _as_json(request: HttpRequest, sender: Sender, taken: list[Taken], row: RowOf) -> JsonResponse:
    one = taken[0]
    line = (
        {"id": str(one.record.public_id), "row_html": row(request, sender, one.record)} if one.record else {}
    )
    return JsonResponse({"ok": one.ok, "sentence": one.why or one.sentence, **line})


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
