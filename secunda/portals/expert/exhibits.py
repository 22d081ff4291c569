"""The records of a case in the order of what happened, as an expert sees them; pictures of a study together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from secunda.care.chart.pictures import PAGES_OF
from secunda.care.records.access import Exhibit
from secunda.care.records.sentences import MODALITIES
from secunda.foundation.errors import Hidden
from secunda.portals.parts.record_words import clinical_day

SHOWN_AS_PICTURE = ("pdf", "jpeg", "png", "tiff", "dicom")
MOST_PAGES = 200


@dataclass(frozen=True)
class Stop:
    """One line of the timeline: a document, or a study with its images."""

    items: tuple[Exhibit, ...]

    @property
    def head(self) -> Exhibit:
        """What the line is opened by."""
        return self.items[0]

    @property
    def pictured(self) -> bool:
        """Whether a small picture of the first page stands beside it."""
        return self.head.kind in PAGES_OF

    @property
    def when(self) -> str:
        """The clinical day as exactly as it is known; empty if it is not."""
        return clinical_day(self.head.clinical_date)

    @property
    def facts(self) -> str:
        """ "MRI scan, 20 images", "PDF, 4 pages"."""
        head = self.head
        if head.study:
            kind = str(MODALITIES.get(head.modality, head.modality))
            count = ngettext("%(n)d image", "%(n)d images", len(self.items)) % {"n": len(self.items)}
            return _(", ").join(part for part in (kind, count) if part)
        count = ngettext("%(n)d page", "%(n)d pages", head.pages) % {"n": head.pages} if head.pages else ""
        return _(", ").join(part for part in (_KINDS.get(head.kind, ""), count) if part)


_KINDS = {"pdf": "PDF", "jpeg": "JPEG", "png": "PNG", "tiff": "TIFF", "dicom_document": "DICOM"}


@dataclass(frozen=True)
class Opened:
    """One record in the middle of the room, with its neighbours in the same study."""

    item: Exhibit
    stop: Stop
    place: int

    @property
    def pages(self) -> range:
        """The pages that can be shown as pictures, from 1; none for what has to be opened as a file."""
        if self.item.kind not in SHOWN_AS_PICTURE:
            return range(0)
        return range(1, min(self.item.pages or 1, MOST_PAGES) + 1)

    @property
    def before(self) -> Exhibit | None:
        """The image before this one in its study."""
        return self.stop.items[self.place - 1] if self.place else None

    @property
    def after(self) -> Exhibit | None:
        """The image after this one in its study."""
        return self.stop.items[self.place + 1] if self.place + 1 < len(self.stop.items) else None


def timeline(exhibits: Iterable[Exhibit]) -> list[Stop]:
    """The records by clinical date, what has none last; images of one study are one stop."""
    groups: dict[UUID, list[Exhibit]] = {}
    for exhibit in exhibits:
        groups.setdefault(exhibit.study or exhibit.public_id, []).append(exhibit)
    stops = [Stop(tuple(group)) for group in groups.values()]
    return sorted(
        stops, key=lambda stop: (not stop.head.clinical_date, stop.head.clinical_date, stop.head.number)
    )


def opened(stops: Iterable[Stop], record: UUID) -> Opened:
    """The record among those that this expert sees; raises `Hidden`."""
    for stop in stops:
        for place, item in enumerate(stop.items):
            if item.public_id == record:
                return Opened(item, stop, place)
    raise Hidden
