"""A complete file becomes one record, whoever sends it and however often."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from secunda.care.cases import actions as cases
from secunda.care.cases.models import Case
from secunda.care.cases.tests.factories import Cast, a_submitted_case, acting, now
from secunda.care.records import actions as records
from secunda.care.records.models import Record
from secunda.care.records.tests.factories import a_pdf, a_received_record, a_scan, a_sent_file, in_vault
from secunda.foundation.audit.models import Event
from secunda.foundation.errors import Refused
from secunda.foundation.queue import drain
from secunda.foundation.vault.models import Object

pytestmark = pytest.mark.django_db


def verbs(them: Cast, case: Case) -> list[str]:
    with acting(them.cleo, them.programme):
        found = Event.objects.filter(case_id=case.id, object_type="record").order_by("seq")
        return list(found.values_list("verb", flat=True))


def test_a_file_is_a_record_that_waits_to_be_checked(them: Cast, case: Case) -> None:
    received = a_sent_file(them, case, name="../../etc/scan‮.pdf")
    record = received.record
    assert received.is_new
    assert record is not None
    assert (record.state, record.number, record.name) == ("received", 1, "scan.pdf")
    assert record.blinding == "sealed"
    assert record.uploaded_by == them.ana
    assert verbs(them, case) == ["record.uploaded"]


def test_its_check_was_put_in_the_queue_with_it(them: Cast, case: Case) -> None:
    a_sent_file(them, case)
    assert "records.check" in drain()
    with acting(them.ana, them.programme):
        assert Record.objects.get().state == "accepted"


def test_records_are_numbered_within_their_case(them: Cast, case: Case) -> None:
    first, second = (a_received_record(them, case, content=a_pdf(mark=mark)) for mark in "ab")
    with acting(them.ana, them.programme):
        records.remove(record=second, by=them.ana, at=now())
    third = a_received_record(them, case, content=a_pdf(mark="c"))
    assert [first.number, second.number, third.number] == [1, 2, 3]
    assert a_received_record(them, a_submitted_case(them)).number == 1


def test_the_same_bytes_are_one_record(them: Cast, case: Case) -> None:
    first = a_received_record(them, case, name="one.pdf")
    again = a_sent_file(them, case, name="another name.pdf")
    assert not again.is_new
    assert again.record == first
    with acting(them.ana, them.programme):
        assert Record.objects.count() == 1
        assert Object.objects.count() == 1
    assert verbs(them, case) == ["record.uploaded"]


def test_the_same_bytes_in_another_case_are_another_record(them: Cast, case: Case) -> None:
    a_received_record(them, case)
    assert a_sent_file(them, a_submitted_case(them)).is_new


def test_a_removed_record_may_come_again(them: Cast, case: Case) -> None:
    record = a_received_record(them, case)
    with acting(them.ana, them.programme):
        records.remove(record=record, by=them.ana, at=now())
    assert a_sent_file(them, case).is_new


def test_a_refused_file_that_comes_again_leaves_one_line(them: Cast, case: Case) -> None:
    a_received_record(them, case, content=b"MZ hello")
    a_received_record(them, case, content=b"MZ hello")
    with acting(them.ana, them.programme):
        assert sorted(Record.objects.values_list("state", flat=True)) == ["refused", "removed"]


def test_a_proxy_who_is_not_confirmed_sends_and_learns_nothing(them: Cast) -> None:
    case = a_submitted_case(them, by=them.tomas, requester_kind="proxy", proxy_basis="carer")
    with acting(them.cleo, them.programme):
        kept = in_vault(case, a_scan(), them.cleo)
        records.receive(case=case, by=them.cleo, link=None, name="secret.dcm", kept=kept, at=now())
    own = a_sent_file(them, case, by=them.tomas)
    assert own.is_new
    assert own.record is not None
    assert own.record.number == 2
    same = a_sent_file(them, case, by=them.tomas, content=a_scan())
    assert (same.record, same.is_new) == (None, False)


def test_nothing_is_added_to_a_case_that_has_ended(them: Cast, case: Case) -> None:
    with acting(them.ana, them.programme):
        cases.move(case, "cancelled", by=them.ana, role="requester", at=now())
    with pytest.raises(Refused, match="has ended"):
        a_sent_file(them, case)


def test_a_full_case_takes_no_more(them: Cast, case: Case, settings: Settings) -> None:
    settings.RECORDS_MOST = 1
    a_received_record(them, case)
    with pytest.raises(Refused) as refusal:
        a_sent_file(them, case, content=a_pdf(mark="b"))
    assert refusal.value.code == "too_many"
    with acting(them.ana, them.programme):
        assert Object.objects.filter(case_id=case.id).count() == 2  # the caller's savepoint undoes it


def test_a_draft_takes_records_before_there_is_a_patient(them: Cast) -> None:
    from secunda.care.cases.tests.factories import a_draft

    record = a_received_record(them, a_draft(them), content=a_scan())
    assert (record.state, record.identity) == ("accepted", "absent")
