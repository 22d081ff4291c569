"""Which experts a screen may show."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from secunda.care.experts.models import Expert
from secunda.foundation.accounts.models import Account, Programme
from secunda.foundation.errors import Hidden


def experts_of(programme: Programme) -> QuerySet[Expert]:
    """The programme's experts with licences and affiliations, by name."""
    return (
        Expert.objects.filter(programme=programme)
        .select_related("account")
        .prefetch_related("licences", "affiliations__institution__parent")
        .order_by("name")
    )


def expert(programme: Programme, public_id: UUID) -> Expert:
    """One expert of the programme; raises `Hidden`."""
    found = experts_of(programme).filter(public_id=public_id).first()
    if found is None:
        raise Hidden
    return found


def own_profile(account: Account, programme: Programme) -> Expert:
    """The signed-in expert's own profile in this programme; raises `Hidden` for everybody else."""
    found = experts_of(programme).filter(account=account).first()
    if found is None:
        raise Hidden
    return found
