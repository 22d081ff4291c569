"""The bytes of a record as somebody may have them: as they came, disarmed, or, while blind, without hidden text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from django.utils.translation import gettext as _

from secunda.care.records.blank import Blank, CannotBlank, blanks_of, shown
from secunda.care.records.models import Record
from secunda.foundation.errors import Hidden, Refused
from secunda.foundation.vault import actions as vault
from secunda.foundation.vault.models import Object
from secunda.reading import isolated_parts
from secunda.reading.facts import Refusal


@dataclass(frozen=True)
class Copy:
    """A file to be sent: its size in bytes and any range of it. `blanks` are shown empty."""

    kept: Object
    blanks: list[Blank] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Bytes of the whole file; the same for every reader."""
        return self.kept.size

    def between(self, start: int, end: int) -> Iterator[bytes]:
        """The bytes from `start` to before `end`. The key is taken now, in the caller's transaction; the bytes later.

        Raises ValueError unless 0 <= start <= end <= size, and `vault.Erased`.
        """
        pieces = vault.stream(self.kept, start, end)
        return shown(pieces, start, self.blanks) if self.blanks else pieces


def copy_of(record: Record, *, blind: bool, drawn: bool = False) -> Copy:
    """A record's bytes for somebody who may open it, or from which pages are `drawn` for them.

    Raises `Hidden` when its bytes are gone, `Refused` when it cannot be shown to a blind reader with certainty.
    """
    if record.object is None:
        raise Hidden
    if not blind:
        return Copy(record.object)
    try:
        if record.active_content and not drawn:
            raise CannotBlank("files inside, or a form's own words")
        with vault.open(record.object) as stream:
            return Copy(record.object, blanks_of(record.kind, stream, record.object.size))
    except CannotBlank as unsure:
        raise Refused(
            _("This file may carry hidden text that cannot be taken out, so it opens only after you commit."),
            code="not_blind",
        ) from unsure


def safe_copy_of(record: Record) -> Iterator[bytes]:
    """A copy of a PDF with the same pages as they look, in which nothing can run and nothing is packed, in pieces.

    For whoever may have the file itself: it blanks nothing. The key is taken at once, in the caller's transaction; the
    copy is made as the first piece is asked for, which may take a minute and needs no transaction. Raises `Hidden` when
    the bytes are gone or it is no PDF; with its first piece `Refused` when no such copy can be made.
    """
    if record.object is None or record.kind != "pdf":
        raise Hidden
    return _disarmed(vault.open(record.object), record.object.size)


def _disarmed(stream: BinaryIO, size: int) -> Iterator[bytes]:
    with stream:
        try:
            yield from isolated_parts.pdf_copy(stream, size=size)
        except Refusal:
            raise Refused(
                _("No safe copy can be made of this file. You can still save it as it came."),
                code="no_safe_copy",
            ) from None
