"""The studies of a case, for the case's staff."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

from secunda.care.imaging import access
from secunda.care.imaging.access import View
from secunda.foundation.errors import Hidden
from secunda.portals.parts.dicomweb.desk import Desk
from secunda.portals.parts.doors import account_of, act_for, roles_of
from secunda.portals.staff.door import CASE_STAFF, staff_case


def _view(request: HttpRequest, case: UUID) -> View:
    mine = sorted(CASE_STAFF & roles_of(request))
    if not mine:
        raise Hidden
    act_for(request, role=mine[0])
    return access.staff_view(staff_case(request, case), account_of(request))


desk = Desk("staff", _view)
