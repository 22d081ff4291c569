"""A case as one person may see it now: what the chart and the studies ask before they show anything of its records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from secunda.care.cases import access as cases
from secunda.care.cases.consents import OPINION
from secunda.care.cases.models import Case, Party
from secunda.care.records.access import STAFF_ROLE
from secunda.foundation.accounts.models import Account, Programme
from secunda.foundation.errors import Hidden


@dataclass(frozen=True)
class View:
    """A case as one person may see it now: in which role, and whether blind to the first opinion."""

    case: Case
    account: Account
    role: str
    blind: bool = False

    @property
    def is_own(self) -> bool:
        """Whether this is the patient's side."""
        return self.role in cases.OWN_ROLES

    @property
    def is_staff(self) -> bool:
        """Whether this is the programme's case staff."""
        return self.role == STAFF_ROLE

    @property
    def phase(self) -> str:
        """blind, open, own or staff: what a viewer has to know of it."""
        if self.is_own or self.is_staff:
            return "own" if self.is_own else "staff"
        return "blind" if self.blind else "open"


def view_of(*, account: Account, programme: Programme, case_id: UUID, at: datetime) -> View:
    """How this account may see the case now, by its part in it, else as case staff.

    Raises `Hidden` for everybody else and for an expert who is only invited, and `Refused` while a proxy waits for
    confirmation or when the patient's consent was withdrawn.
    """
    mine = cases.live_parties(account, programme, at).filter(case__public_id=case_id)
    party = mine.select_related("case__patient", "account").first()
    if party is None:
        return staff_view(cases.staff_case(account, programme, case_id, at), account)
    return party_view(party)


def party_view(party: Party) -> View:
    """The view of a part in a case that was loaded through `cases.access`. Raises as `view_of`."""
    if party.role in cases.OWN_ROLES:
        cases.require_records_open(party)
        return View(party.case, party.account, party.role)
    if party.phase == Party.Phase.INVITED:
        raise Hidden
    cases.require_consent(party.case, OPINION)
    return View(party.case, party.account, party.role, blind=party.phase != Party.Phase.OPEN)


def staff_view(case: Case, account: Account) -> View:
    """The view of staff on a case that was loaded through `cases.access.staff_case`. Raises as `view_of`."""
    cases.require_consent(case, OPINION)
    return View(case, account, STAFF_ROLE)
