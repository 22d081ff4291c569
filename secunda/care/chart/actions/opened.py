"""Opening what was read: written down once an opening, before anything of it is shown."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from secunda.care.chart import pictures
from secunda.care.chart.access import View, documents, find_document, labs, search, timeline
from secunda.care.chart.access import chronology as summaries
from secunda.care.chart.models import PageText
from secunda.care.records.models import Record, SealedPassage
from secunda.foundation.accounts import principal
from secunda.foundation.audit import actions as audit
from secunda.foundation.errors import Hidden, Refused

SMALL = 160  # pixels of a page's longer side
OPENING_LASTS = timedelta(hours=12)
_SALT = "chart.opening"


@dataclass(frozen=True)
class OpenedDocument:
    """A document that was opened. `opening` is what `page_image` asks for: proof that the opening is written down."""

    document: documents.DocumentView
    opening: str


@dataclass(frozen=True)
class Course:
    """The case over time: points by day, laboratory values, and the approved summary if there is one."""

    points: list[timeline.TimelinePoint]
    labs: list[labs.LabSeries]
    summary: summaries.Summary | None


@transaction.atomic
def open_timeline(*, view: View, at: datetime) -> Course:
    """Audit that the timeline is opened, and show it as this person may see it."""
    _tell(view, "chart.opened", at)
    return Course(timeline.timeline(view), labs.lab_series(view), summaries.approved(view))


@transaction.atomic
def open_document(
    *, view: View, record_id: UUID, at: datetime, first: int = 1, count: int = documents.PAGES_AT_ONCE
) -> OpenedDocument:
    """Audit that a record is opened, once for all its pages, and show it as this person may see it; raises `Hidden`."""
    shown = documents.document(view, record_id, first=first, count=count)
    _tell(view, "record.opened", at, record=shown.record)
    return OpenedDocument(shown, signing.dumps(_claim(view, record_id), salt=_SALT))


@transaction.atomic
def search_case(*, view: View, words: str, at: datetime, languages: Collection[str] = ()) -> list[search.Hit]:
    """Audit that somebody searched (not for what), and show what was found."""
    _tell(view, "chart.searched", at)
    return search.search(view, words, languages)


def page_image(*, view: View, record_id: UUID, number: int, opening: str) -> bytes:
    """A page as JPEG: rendered, never the file's own bytes; what is sealed is black for a blind expert.

    `opening` is from `open_document` to the same person. Raises `Hidden`, and `Refused` when the page cannot be shown.
    """
    record = find_document(view, record_id)
    require_opened(view, record_id, opening)
    return _drawn(view, record, number, pictures.LONG_SIDE)


def small_image(*, view: View, record_id: UUID, number: int) -> bytes:
    """A page as a JPEG too small to read, for a list in which the record stands; sealed parts are black as on the page.

    It needs no opening of its own: opening the list is written down, and no word of a page can be read in it. Raises
    as `page_image`.
    """
    return _drawn(view, find_document(view, record_id), number, SMALL)


def _drawn(view: View, record: Record, number: int, long_side: int) -> bytes:
    if record.object is None or not 1 <= number <= (record.pages or 1):
        raise Hidden
    try:
        pixels = pictures.render(record.object, kind=record.kind, number=number, long_side=long_side)
    except pictures.NoPicture:
        raise Refused(_("This page cannot be shown as a picture.")) from None
    return pictures.jpeg(_painted(record, number, pixels) if view.blind else pixels)


def require_opened(view: View, record_id: UUID, opening: str) -> None:
    """Raise `Hidden` unless this person opened this record in the last twelve hours, which was written down then."""
    try:
        claim = signing.loads(opening, salt=_SALT, max_age=OPENING_LASTS)
    except signing.BadSignature:
        raise Hidden from None
    if claim != _claim(view, record_id):
        raise Hidden


def _claim(view: View, record_id: UUID) -> list[str]:
    return [str(view.account.public_id), str(record_id), str(view.blind)]


def _painted(record: Record, number: int, pixels: pictures.Pixels) -> pictures.Pixels:
    """The page without what is sealed on it. Asked as the case: a blind expert does not see the passages themselves."""
    with principal.as_job(case_id=record.case_id, programme_id=record.programme_id, name="chart.page"):
        sealed = list(SealedPassage.objects.filter(record=record, page=number).values_list("box", flat=True))
        page = PageText.objects.filter(record=record, number=number).first() if sealed else None
    if not sealed:
        return pixels
    if page is None or not page.width:
        raise Refused(_("This page cannot be shown as a picture."))
    boxes = pictures.to_paint([(box[0], box[1], box[2], box[3]) for box in sealed], page.words)
    return pictures.paint_over(pixels, boxes, width=page.width, height=page.height)


def _tell(view: View, verb: str, at: datetime, record: Record | None = None) -> None:
    audit.record(
        verb=verb, at=at, case_id=view.case.id, programme_id=view.case.programme_id,
        object_type="record" if record else "case",
        object_id=record.public_id if record else view.case.public_id,
    )  # fmt: skip
