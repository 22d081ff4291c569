"""Having a record read once more."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from secunda.care.chart import access
from secunda.care.chart import actions as chart
from secunda.portals.parts.chart.visit import Visit


def read_again(visit: Visit, record: UUID) -> HttpResponse:
    """Staff ask for another reading; the page of the record says how far it is."""
    found = access.find_document(visit.view, record)
    chart.read_again(view=visit.view, record=found, at=timezone.now())
    messages.success(visit.request, _("It is read once more. This takes a minute, for a long scan several."))
    return visit.to(visit.url("classify", record))
