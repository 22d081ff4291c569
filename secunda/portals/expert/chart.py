"""What was read from the records, in the middle of the expert's room: as far as the phase allows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from secunda.care.chart import access
from secunda.care.chart.access import View
from secunda.portals.expert import room
from secunda.portals.expert.door import at_work
from secunda.portals.parts.chart.desk import Desk
from secunda.portals.parts.chart.visit import Visit


def _view(request: HttpRequest, assignment: UUID) -> View:
    return access.party_view(room.party_in(request, at_work(request, assignment)))


def _in_room(visit: Visit, body: str, context: dict[str, Any], status: int) -> HttpResponse:
    return room.with_middle(visit.request, visit.place, context | {"body": body}, status=status)


desk = Desk("expert", _view, key="assignment", frame=_in_room)
