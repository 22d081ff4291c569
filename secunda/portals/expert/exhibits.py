"""The records of a case in the order of what happened, as an expert sees them; pictures of a study together."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from secunda.care.chart.pictures import PAGES_OF
from secunda.care.records.access import Exhibit
from secunda.care.records.sentences import MODALITIES
from secunda.care.records.shown import Shown, Stop
from secunda.portals.parts.record_words import clinical_day

SHOWN_AS_PICTURE = ("pdf", "jpeg", "png", "tiff", "dicom")
MOST_PAGES = 200


@dataclass(frozen=True)
class Row:
    """One line of the timeline: a document, or a study with its images."""

    stop: Stop

    @property
    def head(self) -> Exhibit:
        """What the line is opened by."""
        return self.stop.head

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
        head, n = self.head, self.stop.count
        if head.study:
            kind = str(MODALITIES.get(head.modality, head.modality))
            count = ngettext("%(n)d image", "%(n)d images", n) % {"n": n}
            return _(", ").join(part for part in (kind, count) if part)
        count = ngettext("%(n)d page", "%(n)d pages", head.pages) % {"n": head.pages} if head.pages else ""
        return _(", ").join(part for part in (_KINDS.get(head.kind, ""), count) if part)


_KINDS = {"pdf": "PDF", "jpeg": "JPEG", "png": "PNG", "tiff": "TIFF", "dicom_document": "DICOM"}


@dataclass(frozen=True)
class Opened:
    """One record in the middle of the room, with its neighbours in the same study."""

    shown: Shown

    @property
    def item(self) -> Exhibit:
        """The record."""
        return self.shown.item

    @property
    def row(self) -> Row:
        """Its line."""
        return Row(self.shown.stop)

    @property
    def pages(self) -> range:
        """The pages that can be shown as pictures, from 1; none for what has to be opened as a file."""
        if self.item.kind not in SHOWN_AS_PICTURE:
            return range(0)
        return range(1, min(self.item.pages or 1, MOST_PAGES) + 1)
