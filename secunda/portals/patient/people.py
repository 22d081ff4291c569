"""The people who can see a case, and taking one of them off it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from secunda.care.assignment.models import Assignment
from secunda.care.cases import access as cases_access
from secunda.care.cases import actions as cases
from secunda.care.cases import rules
from secunda.care.cases.models import Party
from secunda.foundation.accounts.models import Account, Role
from secunda.foundation.errors import Hidden
from secunda.portals.parts.doors import account_of
from secunda.portals.patient.door import of_own_case

REMOVABLE = (Party.Role.PROXY, Party.Role.DOCTOR)
PARTS = {
    Party.Role.PATIENT: gettext_lazy("patient"),
    Party.Role.PROXY: gettext_lazy("acts for the patient"),
    Party.Role.DOCTOR: gettext_lazy("treating doctor"),
    Party.Role.EXPERT: gettext_lazy("reads the case"),
    Party.Role.REVIEWER: gettext_lazy("checks the opinion"),
}


@dataclass(frozen=True)
class Seer:
    """Somebody who can see the case: name, part in words, until when, and whether this person may remove them."""

    public_id: UUID
    name: str
    part: str
    until_at: datetime | None
    removable: bool
    unconfirmed: bool


def people_of(party: Party, working: Sequence[Assignment], at: datetime) -> list[Seer]:
    """Everybody with a live part in the case, then its coordinators. Experts stand with the name of their report."""
    written = {one.account_id: one.expert.name for one in working}
    parts = Party.objects.filter(case=party.case, ended_at=None).select_related("account").order_by("id")
    seers = [
        Seer(
            public_id=one.account.public_id,
            name=_("You")
            if one.account_id == party.account_id
            else written.get(one.account_id) or _shown(one.account),
            part=str(PARTS[Party.Role(one.role)]),
            until_at=one.until_at,
            removable=may_remove(party, one),
            unconfirmed=one.role == Party.Role.PROXY and not one.may_open_records,
        )
        for one in parts
        if (one.until_at is None or one.until_at > at) and one.phase != Party.Phase.INVITED
    ]
    return seers + _coordinators(party, at)


def may_remove(party: Party, other: Party) -> bool:
    """Proxies and doctors can be taken off by whoever decides in this case, but nobody removes themselves."""
    return other.role in REMOVABLE and other.account_id != party.account_id and rules.may_decide(party)


def _shown(account: Account) -> str:
    return account.name or account.email


def _coordinators(party: Party, at: datetime) -> list[Seer]:
    held = Role.objects.filter(
        programme_id=party.programme_id, kind=Role.Kind.COORDINATOR, until_at=None, from_at__lte=at
    ).select_related("account")
    part = _("coordinator of the programme")
    return [Seer(one.account.public_id, _shown(one.account), part, None, False, False) for one in held]


@require_POST
@of_own_case
def remove(request: HttpRequest, party: Party, account: UUID) -> HttpResponse:
    """Take a proxy or a doctor off the case, at once."""
    cases_access.require_may_decide(party)
    other = (
        Party.objects.filter(case=party.case, account__public_id=account, ended_at=None, role__in=REMOVABLE)
        .exclude(account_id=party.account_id)
        .select_related("account", "authority")
        .first()
    )
    if other is None:
        raise Hidden
    at = timezone.now()
    if other.authority:
        cases.withdraw_authority(authority=other.authority, by=account_of(request), at=at)
    else:
        cases.close_party(case=party.case, account=other.account, at=at)
    messages.success(request, _("%(name)s can no longer see this case.") % {"name": _shown(other.account)})
    return redirect("patient:case", party.case.public_id)
