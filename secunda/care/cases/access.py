"""What each person may open. Row security says the same in the database; these are the doors screens use."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from secunda.care.cases import rules
from secunda.care.cases.models import Case, Consent, Link, Party
from secunda.foundation.accounts.models import Account, Programme, Role
from secunda.foundation.errors import Hidden, Refused

OWN_ROLES = (Party.Role.PATIENT, Party.Role.PROXY, Party.Role.DOCTOR)
CASE_STAFF = (Role.Kind.COORDINATOR, Role.Kind.MEDICAL_DIRECTOR)


def live_parties(account: Account, programme: Programme, at: datetime) -> QuerySet[Party]:
    """The parts that an account has in cases of a programme at an instant."""
    return Party.objects.filter(
        Q(until_at=None) | Q(until_at__gt=at),
        account=account,
        programme=programme,
        ended_at=None,
        from_at__lte=at,
    )


def cases_of(account: Account, programme: Programme, at: datetime) -> QuerySet[Case]:
    """Cases that an account may open as the patient's side, newest first."""
    mine = live_parties(account, programme, at).filter(role__in=OWN_ROLES)
    return (
        Case.objects.filter(id__in=mine.values("case_id"))
        .select_related("patient")
        .order_by("-first_click_at")
    )


def party_of(
    account: Account, programme: Programme, case_id: UUID, roles: tuple[str, ...], at: datetime
) -> Party:
    """The account's live part in a case, with the case; raises `Hidden` for everybody else."""
    party = (
        live_parties(account, programme, at)
        .filter(case__public_id=case_id, role__in=roles)
        .select_related("case__patient", "case__programme", "authority")
        .first()
    )
    if party is None:
        raise Hidden
    return party


def own_case(account: Account, programme: Programme, case_id: UUID, at: datetime) -> Party:
    """The part of a patient, proxy or requesting doctor in a case; raises `Hidden`."""
    return party_of(account, programme, case_id, OWN_ROLES, at)


def roles_of(account: Account, programme: Programme, at: datetime) -> frozenset[str]:
    """The kinds of role an account holds in a programme at an instant."""
    held = Role.objects.filter(
        Q(until_at=None) | Q(until_at__gt=at), account=account, programme=programme, from_at__lte=at
    )
    return frozenset(held.values_list("kind", flat=True))


def require_case_staff(account: Account, programme: Programme, at: datetime) -> None:
    """Raise `Hidden` unless the account is coordinator or medical director of the programme."""
    if not roles_of(account, programme, at) & set(CASE_STAFF):
        raise Hidden


def staff_cases(account: Account, programme: Programme, at: datetime) -> QuerySet[Case]:
    """Every case of the programme for its case staff, but none that they are themselves to read blind."""
    require_case_staff(account, programme, at)
    blind = (
        live_parties(account, programme, at).filter(role=Party.Role.EXPERT).exclude(phase=Party.Phase.OPEN)
    )
    return (
        Case.objects.filter(programme=programme)
        .exclude(id__in=blind.values("case_id"))
        .select_related("patient")
    )


def staff_case(account: Account, programme: Programme, case_id: UUID, at: datetime) -> Case:
    """One case for the programme's case staff; raises `Hidden`."""
    case = staff_cases(account, programme, at).filter(public_id=case_id).first()
    if case is None:
        raise Hidden
    return case


def draft_of(link_id: int | None) -> Case | None:
    """The draft that a live draft link stands for, if there is one."""
    if link_id is None:
        return None
    link = (
        Link.objects.filter(id=link_id, kind=Link.Kind.DRAFT, revoked_at=None).select_related("case").first()
    )
    return link.case if link else None


def require_records_open(party: Party) -> None:
    """Raise `Refused` while a proxy's authority waits for staff."""
    if not party.may_open_records:
        raise Refused(
            _(
                "You can open the records and the opinion once the programme has confirmed that you may act "
                "for the patient."
            )
        )


def require_may_decide(party: Party) -> None:
    """Raise `Refused` unless this part in a case may give and withdraw consents, end the case and remove people."""
    if not rules.may_decide(party):
        raise Refused(_("You can see everything here, but decisions like this one are left to the patient."))


def require_may_consent(party: Party) -> None:
    """The same for giving a consent, which a proxy may once the programme has confirmed them."""
    require_may_decide(party)
    if not party.may_open_records:
        raise Refused(
            _("You can give a consent once the programme has confirmed that you may act for the patient.")
        )


def require_consent(case: Case, purpose: str) -> None:
    """Raise `Refused` unless a live consent to `purpose` is on file."""
    if not Consent.objects.filter(case=case, purpose=purpose, withdrawn_at=None).exists():
        raise Refused(_("The patient's consent to this has been withdrawn, so nobody may open it."))
