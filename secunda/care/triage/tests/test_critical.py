"""A critical value in a record makes a task for a person within the hour, and tells who is there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from secunda.care.cases.models import Task
from secunda.care.cases.tests.factories import Cast, a_submitted_case, acting, cast, now
from secunda.care.chart.models import Fact
from secunda.care.records.models import Record
from secunda.care.records.tests.factories import a_received_record
from secunda.care.triage import cover, critical
from secunda.foundation.accounts import principal
from secunda.foundation.accounts.models import Programme
from secunda.foundation.notifications.models import Notification

pytestmark = pytest.mark.django_db
OFFICE = {"zone": "Europe/Berlin", "from": "08:00", "until": "18:00"}
NIGHT = {"name": "Dr Okafor", "telephone": "+49 30 1234", "email": "DR.OKAFOR@example.org"}
TUESDAY_NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)


@pytest.fixture
def them() -> Cast:
    return cast()


def a_record(them: Cast) -> Record:
    case = a_submitted_case(them)
    return a_received_record(them, case)


def with_fact(record: Record, **given: object) -> None:
    fields = {"name": "potassium", "value": "6.8", "unit": "mmol/L", "quote": "K 6.8", "page": 1} | given
    with principal.as_case(record.case_id, record.programme_id):
        Fact.objects.create(
            case_id=record.case_id, programme_id=record.programme_id, record=record, read_by="reading 1", **fields
        )  # fmt: skip


def look(record: Record) -> int:
    with principal.as_job(case_id=record.case_id, programme_id=record.programme_id, name="triage.critical"):
        return critical.look_through(record=record, at=now())


def tasks(them: Cast) -> list[timedelta]:
    with acting(them.cleo, them.programme):
        return [one.due_at - one.created_at for one in Task.objects.filter(kind=critical.TASK)]


def test_a_person_looks_within_the_hour_once_a_record(them: Cast) -> None:
    record = a_record(them)
    with_fact(record)
    assert (look(record), look(record)) == (1, 1)
    assert tasks(them) == [timedelta(hours=1)]
    with acting(them.cleo, them.programme):
        assert Notification.objects.filter(kind="red_flag.raised", account=them.cleo).count() == 1


@pytest.mark.parametrize(
    ("fact", "asked"),
    [
        ({"date": "2019-03-04"}, False),
        ({"date": "2019"}, False),
        ({"date": ""}, True),
        ({"date": f"{now():%Y-%m}"}, True),
        ({"value": "4.2"}, False),
        ({"assertion": "negated"}, False),
        ({"standing": "rejected"}, False),
    ],
)
def test_what_is_old_ordinary_denied_or_rejected_asks_nobody(
    them: Cast, fact: dict[str, object], asked: bool
) -> None:
    record = a_record(them)
    with acting(them.cleo, them.programme):
        Record.objects.filter(pk=record.pk).update(clinical_date="")
        record.clinical_date = ""
    with_fact(record, **fact)
    look(record)
    assert bool(tasks(them)) is asked


def test_the_record_s_own_day_counts_for_a_value_without_one(them: Cast) -> None:
    record = a_record(them)
    with_fact(record)
    record.clinical_date = "2015-01-01"
    assert look(record) == 0


def test_who_covers_at_which_hour(them: Cast) -> None:
    programme = Programme(rules={"office": OFFICE, "out_of_hours": NIGHT})
    assert cover.cover_at(programme, TUESDAY_NOON).in_hours
    for at in (
        TUESDAY_NOON.replace(hour=22),
        TUESDAY_NOON + timedelta(days=5),
        TUESDAY_NOON.replace(hour=17),
    ):
        night = cover.cover_at(programme, at)
        assert (night.in_hours, night.name, night.is_known) == (False, "Dr Okafor", True)
    assert cover.cover_at(Programme(), TUESDAY_NOON).is_known
    assert not cover.cover_at(Programme(rules={"office": OFFICE}), TUESDAY_NOON.replace(hour=22)).is_known


def test_at_night_who_covers_is_told_too(them: Cast) -> None:
    them.programme.rules = {"office": OFFICE, "out_of_hours": NIGHT}
    with acting(them.cleo, them.programme):
        assert cover.to_be_told(them.programme, TUESDAY_NOON + timedelta(days=700)) == [them.cleo]
        night = TUESDAY_NOON + timedelta(days=700, hours=11)
        assert set(cover.to_be_told(them.programme, night)) == {them.cleo, them.dr_okafor}
