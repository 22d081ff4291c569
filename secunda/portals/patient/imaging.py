"""The patient's studies, for whoever of the patient's side may open them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

from secunda.care.imaging import access
from secunda.care.imaging.access import View
from secunda.foundation.errors import Hidden
from secunda.portals.parts.dicomweb.desk import Desk
from secunda.portals.patient.door import is_unsent, own_part


def _view(request: HttpRequest, case: UUID) -> View:
    party = own_part(request, case)
    if is_unsent(party.case):
        raise Hidden
    return access.party_view(party)


desk = Desk("patient", _view)
