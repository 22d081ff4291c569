"""Work that the house asks of its staff ends by itself when it has been done."""

from __future__ import annotations

from datetime import timedelta

import pytest

from secunda.care.cases.models import Task
from secunda.care.cases.tests.factories import acting, cast, now
from secunda.care.opinions import actions as opinions
from secunda.care.opinions.models import Opinion
from secunda.care.opinions.tests.factories import a_released_opinion, an_opinion_in_work, whole_content
from secunda.foundation.accounts import principal
from secunda.foundation.accounts.models import Programme

pytestmark = pytest.mark.django_db


def waiting(kind: str) -> int:
    return Task.objects.filter(kind=kind, done_at=None).count()


def tell(programme: Programme, later: timedelta) -> int:
    with principal.as_job(case_id=None, programme_id=programme.id, name="opinions.unopened"):
        return opinions.tell_unopened(programme=programme, at=now() + later)


def test_choosing_the_reviewer_ends_the_task_that_asked_for_one() -> None:
    them, at = cast(), now()
    opinion = an_opinion_in_work(them)
    with acting(them.dr_bo, them.programme):
        opinion = opinions.save_opinion(
            opinion=opinion, value=whole_content(opinion.case), edition=opinion.edition, by=them.dr_bo, at=at
        )
        opinions.hand_in(opinion=opinion, by=them.dr_bo, at=at)
    with acting(them.cleo, them.programme):
        assert waiting("choose_reviewer") == 1
        opinions.choose_reviewer(case=opinion.case, reviewer=them.dr_okafor, by=them.cleo, at=at)
        assert waiting("choose_reviewer") == 0


def test_an_unopened_opinion_asks_for_one_call_and_opening_it_ends_that() -> None:
    them = cast()
    opinion = a_released_opinion(them)
    assert tell(them.programme, timedelta(days=2)) == 0
    assert tell(them.programme, timedelta(days=4)) == 1
    with acting(them.cleo, them.programme):
        assert waiting("opinion_unopened") == 1
    with acting(them.ana, them.programme):
        mine = Opinion.objects.select_related("case__programme").get(pk=opinion.pk)
        opinions.note_opened(opinion=mine, by=them.ana, at=now())
    with acting(them.cleo, them.programme):
        assert waiting("opinion_unopened") == 0


def test_a_call_that_was_made_is_not_asked_for_again() -> None:
    them = cast()
    a_released_opinion(them)
    tell(them.programme, timedelta(days=4))
    with acting(them.cleo, them.programme):
        Task.objects.filter(kind="opinion_unopened").update(done_at=now(), done_by=them.cleo)
    tell(them.programme, timedelta(days=5))
    with acting(them.cleo, them.programme):
        assert waiting("opinion_unopened") == 0
