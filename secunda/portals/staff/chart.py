"""What was read from the records of a case, for the case's staff."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

from secunda.care.chart import access
from secunda.care.chart.access import View
from secunda.portals.parts.chart.desk import Desk
from secunda.portals.parts.doors import account_of
from secunda.portals.staff.door import staff_case


def _view(request: HttpRequest, case: UUID) -> View:
    return access.staff_view(staff_case(request, case), account_of(request))


desk = Desk("staff", _view)
