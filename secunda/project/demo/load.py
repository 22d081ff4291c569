"""Loading and restoring the demo programme."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from secunda.care.cases.models import Case
from secunda.foundation.accounts import principal
from secunda.foundation.accounts.models import Programme, Role
from secunda.foundation.audit import actions as audit
from secunda.foundation.vault import actions as vault
from secunda.foundation.vault.models import Key
from secunda.project.demo import cases, people


@transaction.atomic
def load() -> Programme:
    """The demo programme with its cast and two cases; loaded once, a second call changes nothing."""
    there = Programme.objects.filter(slug=people.SLUG, closed_at=None).first()
    if there is not None:
        return there
    now = timezone.now()
    began = now - timedelta(days=30)
    programme = _programme()
    them = people.accounts()
    people.give_roles(programme, them, began)
    experts = people.experts_of(programme, them, began)
    cases.delivered(programme, them, experts, _morning(now, 9))
    cases.waiting(programme, them, experts, now - timedelta(days=4))
    return programme


def _morning(now: datetime, days: int) -> datetime:
    """Some days ago, at an hour at which people are awake."""
    return now.replace(hour=8, minute=12) - timedelta(days=days)


def _programme() -> Programme:
    return Programme.objects.create(
        slug=people.SLUG,
        name="Secunda Demo",
        organisation="A demonstration. The people and their cases are invented.",
        country="PT",
        languages=["en", "ar"],
        price={"amount": 0, "currency": "EUR", "who_pays": "This demonstration is free."},
        mail_from="Secunda Demo <demo@example.org>",
        telephone="",
        demo=True,
    )


@transaction.atomic
def reset() -> Programme:
    """Put the demo back as it was loaded.

    Signed opinions and the audit are never deleted, not even here: the old demo programme's door is shut, its roles
    end, the keys of its cases' records are destroyed, and a new one is loaded.
    """
    at = timezone.now()
    for old in Programme.objects.filter(slug=people.SLUG, closed_at=None):
        _retire(old, at)
    programme = load()
    with principal.as_job(case_id=None, programme_id=programme.pk, name="demo.reset"):
        audit.record(
            verb="demo.reset", at=at, programme_id=programme.pk, object_type="programme", purpose="operation"
        )
    return programme


def _retire(programme: Programme, at: datetime) -> None:
    with principal.as_job(case_id=None, programme_id=programme.pk, name="demo.reset"):
        Role.objects.filter(programme=programme, until_at=None).update(until_at=at)
        mine = Case.objects.filter(programme=programme).values_list("id", flat=True)
        for case_id in Key.objects.filter(
            case_id__in=list(mine), klass="evidence", erased_at=None
        ).values_list("case_id", flat=True):
            vault.erase(case_id=case_id, klass="evidence", by_id=None, at=at, reason="demo_reset")
    programme.slug = f"{people.SLUG}-{programme.pk}"
    programme.closed_at = at
    programme.save(update_fields=("slug", "closed_at"))
