"""The patient's side's letters to hospitals: for whoever may open the records."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

from secunda.care.cases import access as cases
from secunda.care.cases.models import Case
from secunda.foundation.errors import Hidden
from secunda.portals.parts.asking import Desk
from secunda.portals.patient.door import is_unsent, own_part


def _case(request: HttpRequest, case: UUID) -> Case:
    party = own_part(request, case)
    cases.require_records_open(party)
    if is_unsent(party.case):
        raise Hidden
    return party.case


desk = Desk(_case, "patient")
