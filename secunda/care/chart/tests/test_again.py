"""A person has a record read once more: after a failure, with all its tries, and who asked for it is written down."""

from __future__ import annotations

from datetime import timedelta

import pytest

from secunda.care.cases.models import Case
from secunda.care.cases.tests.factories import Cast, acting, now
from secunda.care.chart import actions as chart
from secunda.care.chart.models import Reading
from secunda.care.chart.tests.factories import ReadDocument, a_document, read_as, view
from secunda.care.records.models import Record
from secunda.care.records.tests.factories import a_received_record, a_scan
from secunda.foundation.accounts import principal
from secunda.foundation.accounts.models import Account
from secunda.foundation.audit.models import Event
from secunda.foundation.errors import Hidden, Refused
from secunda.foundation.queue import drain
from secunda.reading.text import Text

pytestmark = pytest.mark.django_db


def again(them: Cast, case: Case, record: Record, by: Account | None = None, minutes: int = 0) -> None:
    account = by or them.cleo
    with acting(account, them.programme):
        at = now() + timedelta(minutes=minutes)
        chart.read_again(view=view(them, case, account), record=record, at=at)


def test_what_could_not_be_read_is_read_again_once(them: Cast, case: Case) -> None:
    record = a_received_record(them, case)
    reading = read_as(record, a_document(readable=False, facts=[], text=Text(())))
    with principal.as_job(case_id=case.pk, programme_id=case.programme_id, name="chart.read"):
        Reading.objects.filter(pk=reading.pk).update(state="failed", tries=3)
    again(them, case, record)
    with acting(them.cleo, them.programme):
        reading.refresh_from_db()
    assert (reading.state, reading.tries) == ("waiting", 0)
    with pytest.raises(Refused, match="just now"):
        again(them, case, record)
    drain()
    with acting(them.cleo, them.programme):
        assert Event.objects.filter(verb="record.read_again").count() == 1
        ended = Reading.objects.get(record=record)
        assert (ended.state, ended.tries) == ("unreadable", 1)  # an empty page still says nothing


def test_what_was_read_is_not_and_what_hangs_is(them: Cast, case: Case, letter: ReadDocument) -> None:
    with pytest.raises(Refused, match="was read already"):
        again(them, case, letter.record)
    record = a_received_record(them, case)
    with principal.as_job(case_id=case.pk, programme_id=case.programme_id, name="chart.read"):
        assert chart.begin(record=record, at=now()) is not None
    with pytest.raises(Refused, match="just now"):
        again(them, case, record)
    again(them, case, record, minutes=11)
    with pytest.raises(Refused, match="nothing in this file"):
        again(them, case, a_received_record(them, case, content=a_scan()))
    with pytest.raises(Hidden):
        again(them, case, record, by=them.ana)
