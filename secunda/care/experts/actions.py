"""Every write about experts."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from secunda.care.experts.models import Affiliation, Expert, Institution, Licence
from secunda.foundation.accounts.models import Account, Programme
from secunda.foundation.audit import actions as audit
from secunda.foundation.errors import Refused


@transaction.atomic
def add_expert(
    *,
    programme: Programme,
    account: Account,
    name: str,
    specialty: str,
    families: list[str],
    languages: list[str],
    zone: str,
    at: datetime,
) -> Expert:
    """Give an account its professional profile in a programme."""
    expert = Expert.objects.create(
        programme=programme, account=account, name=name, specialty=specialty, families=families, languages=languages,
        zone=zone,
    )  # fmt: skip
    _changed(expert, at)
    return expert


@transaction.atomic
def affiliate(
    *, expert: Expert, institution: Institution, from_date: date, until_date: date | None, at: datetime
) -> Affiliation:
    """Say where an expert works, from a day until a day."""
    if until_date and until_date < from_date:
        raise Refused(_("The end of the affiliation lies before its beginning."))
    _changed(expert, at)
    return Affiliation.objects.create(
        expert=expert, programme_id=expert.programme_id, institution=institution, from_date=from_date,
        until_date=until_date,
    )  # fmt: skip


@transaction.atomic
def add_licence(
    *, expert: Expert, jurisdiction: str, number: str, source: str, valid_until_date: date, at: datetime,
    pathway: str = "full_licence",
) -> Licence:  # fmt: skip
    """Keep a licence as told; it counts for nothing until somebody has verified it at its source."""
    _changed(expert, at)
    return Licence.objects.create(
        expert=expert, programme_id=expert.programme_id, jurisdiction=jurisdiction, number=number, source=source,
        valid_until_date=valid_until_date, pathway=pathway,
    )  # fmt: skip


@transaction.atomic
def verify_licence(*, licence: Licence, by: Account, at: datetime) -> None:
    """A named person saw the licence in its register. Nobody verifies their own."""
    if licence.expert.account_id == by.id:
        raise Refused(_("Nobody may verify their own licence."))
    if licence.valid_until_date < at.date():
        raise Refused(_("This licence has expired, so it cannot be verified."))
    licence.verified_at, licence.verified_by = at, by
    licence.save(update_fields=("verified_at", "verified_by"))
    audit.record(
        verb="licence.verified", at=at, programme_id=licence.programme_id, object_type="licence",
        object_id=licence.public_id,
    )  # fmt: skip


@transaction.atomic
def suspend(*, expert: Expert, at: datetime) -> None:
    """Stop an expert from being assigned and from signing, at once."""
    Expert.objects.filter(pk=expert.pk, suspended_at=None).update(suspended_at=at)
    _changed(expert, at)


def _changed(expert: Expert, at: datetime) -> None:
    audit.record(
        verb="expert.changed",
        at=at,
        programme_id=expert.programme_id,
        object_type="expert",
        object_id=expert.public_id,
    )
