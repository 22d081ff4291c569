"""The honest clock: three numbers for everybody, none below five cases, none of another programme."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from secunda.care.cases import actions as cases
from secunda.care.cases import queries
from secunda.care.cases.models import Case
from secunda.care.cases.tests.factories import a_programme, now
from secunda.foundation.accounts import principal
from secunda.foundation.accounts.models import Programme


@pytest.fixture
def programme(db: None) -> Programme:
    """The programme that publishes."""
    return a_programme("lindenhof")


def delivered(programme: Programme, *waited: int, ago: int = 1) -> None:
    """Cases that could be read `ago` days ago, after so many days each."""
    for days in waited:
        readable_at = now() - timedelta(days=ago)
        case, _token = cases.open_draft(
            programme=programme, language="en", time_zone="UTC", at=readable_at - timedelta(days=days)
        )
        with principal.as_case(case.id, programme.id):
            cases.make_readable(case, at=readable_at)


def seen_by_a_visitor(programme: Programme, at: datetime) -> queries.PublishedTimes | None:
    with principal.as_person(0, programme.id):
        assert not Case.objects.exists()
        return queries.published_times(programme, at)


def test_median_and_ninetieth_percentile_of_all_delivered_cases(programme: Programme) -> None:
    delivered(programme, 2, 4, 6, 8, 10)
    cases.open_draft(programme=programme, language="en", time_zone="UTC", at=now())
    found = seen_by_a_visitor(programme, now() + timedelta(seconds=5))
    assert found == queries.PublishedTimes(n=5, median=timedelta(days=6), p90=timedelta(days=9.2))


def test_below_five_cases_nothing_is_said(programme: Programme) -> None:
    assert seen_by_a_visitor(programme, now()) is None
    delivered(programme, 2, 4, 6, 8)
    delivered(programme, 1, 1, ago=400)  # more than a year ago
    assert seen_by_a_visitor(programme, now()) is None
    assert seen_by_a_visitor(programme, now() - timedelta(days=2)) is None  # nor what was not there yet


def test_no_programme_learns_another_ones_times(programme: Programme) -> None:
    delivered(programme, 2, 4, 6, 8, 10)
    other = a_programme("southbay")
    assert seen_by_a_visitor(other, now()) is None
    with principal.as_person(0, other.id):
        assert queries.published_times(programme, now()) is None


def test_made_up_cases_count_in_a_demonstration_only(programme: Programme) -> None:
    Programme.objects.filter(pk=programme.pk).update(demo=True)
    programme.refresh_from_db()
    delivered(programme, 2, 4, 6, 8, 10)
    assert seen_by_a_visitor(programme, now())
    Programme.objects.filter(pk=programme.pk).update(demo=False)
    assert seen_by_a_visitor(programme, now()) is None
