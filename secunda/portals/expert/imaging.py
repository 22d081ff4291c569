"""The case's studies for the expert who reads it, as far as the phase allows."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

from secunda.care.imaging import access
from secunda.care.imaging.access import View
from secunda.foundation.accounts.models import Role
from secunda.foundation.errors import Hidden
from secunda.portals.expert import room
from secunda.portals.expert.door import at_work
from secunda.portals.parts.dicomweb.desk import Desk
from secunda.portals.parts.doors import act_for, roles_of


def _view(request: HttpRequest, assignment: UUID) -> View:
    if Role.Kind.EXPERT not in roles_of(request):
        raise Hidden
    act_for(request, role=Role.Kind.EXPERT)
    return access.party_view(room.party_in(request, at_work(request, assignment)))


desk = Desk("expert", _view, key="assignment")
