"""What a blind expert would see of a record, for the staff who seal it."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from secunda.care.chart import access
from secunda.care.records import rules
from secunda.care.records.models import Record
from secunda.foundation.errors import Hidden
from secunda.portals.parts.chart.document import Names, context_of, image_of
from secunda.portals.parts.chart.visit import Visit

PREVIEW = Names(page="preview", image="preview_image")


def preview(visit: Visit, record: UUID) -> HttpResponse:
    """The pages as a blind expert reads them; only the sentence that there is nothing where all of it is sealed."""
    found = access.find_document(visit.view, record)
    heading = {"heading": _("What a blind expert sees"), "record": found, "is_open": is_open(found)}
    if not is_open(found):
        return visit.show("preview", heading)
    blind = _blind(visit)
    return blind.show("preview", context_of(blind, record, PREVIEW) | heading)


def preview_image(visit: Visit, record: UUID, page: int) -> HttpResponse:
    """The picture of a page, with what is sealed painted over."""
    if not is_open(access.find_document(visit.view, record)):
        raise Hidden
    return image_of(_blind(visit), record, page)


def is_open(record: Record) -> bool:
    """Whether a blind expert may read any of it."""
    decided = record.classified_at is not None and record.blinding != Record.Blinding.SEALED
    return decided and rules.is_certain(record)


def _blind(visit: Visit) -> Visit:
    return replace(visit, view=replace(visit.view, blind=True))
