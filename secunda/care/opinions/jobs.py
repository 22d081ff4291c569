"""Background doors of opinions."""

from __future__ import annotations

from django.utils import timezone

from secunda.care.opinions import actions
from secunda.care.opinions.models import Opinion
from secunda.foundation.accounts import principal
from secunda.foundation.accounts.models import Programme
from secunda.foundation.queue import job, periodic


@job(name="opinions.render")
def render(*, opinion_id: int, case_id: int, programme_id: int) -> None:
    """Make the patient's report of a signed opinion."""
    with principal.as_job(case_id=case_id, programme_id=programme_id, name="opinions.render"):
        opinion = Opinion.objects.get(pk=opinion_id)
        actions.render(opinion=opinion, reader="patient", language=opinion.language, at=timezone.now())


@periodic(cron="41 * * * *", name="opinions.unopened")
def unopened() -> None:
    """Tell coordinators of opinions that nobody opened for three days."""
    for programme in Programme.objects.all():
        with principal.as_job(case_id=None, programme_id=programme.pk, name="opinions.unopened"):
            actions.tell_unopened(programme=programme, at=timezone.now())
