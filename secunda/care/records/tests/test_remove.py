"""Taking back, keeping for the law, erasing for good."""

from __future__ import annotations

from datetime import timedelta

import pytest

from secunda.care.cases import actions as cases
from secunda.care.cases.models import Case, LegalHold, Task
from secunda.care.cases.tests.factories import Cast, acting, now
from secunda.care.records import actions as records
from secunda.care.records.models import Instance, Record
from secunda.care.records.tests.factories import a_pdf, a_received_record, a_scan, a_sent_file
from secunda.foundation.accounts import principal
from secunda.foundation.audit.models import Event
from secunda.foundation.errors import Refused
from secunda.foundation.vault import actions as vault
from secunda.foundation.vault.models import Object

pytestmark = pytest.mark.django_db


def events(them: Cast, verb: str) -> int:
    with acting(them.cleo, them.programme):
        return Event.objects.filter(verb=verb).count()


def test_who_sent_it_takes_it_back_and_its_bytes_go(them: Cast, case: Case) -> None:
    record = a_received_record(them, case, name="my letter.pdf")
    with acting(them.ana, them.programme):
        kept = Object.objects.get()
        assert records.remove(record=record, by=them.ana, at=now()) == 1
        gone = Record.objects.get(pk=record.pk)
        assert (gone.state, gone.object_id, gone.name) == ("removed", None, "")
        assert not Object.objects.exists()
        assert records.remove(record=record, by=them.ana, at=now()) == 0
    vault.sweep(at=now() + timedelta(days=2))
    with acting(them.ana, them.programme), pytest.raises(vault.Damaged):
        vault.read(kept)
    assert events(them, "record.removed") == 1


def test_a_study_goes_as_one(them: Cast, case: Case) -> None:
    slices = [a_received_record(them, case, content=a_scan(n)) for n in (1, 2, 3)]
    with acting(them.ana, them.programme):
        assert records.remove(record=slices[1], by=them.ana, at=now()) == 3
        assert not Instance.objects.exists()
    assert events(them, "record.removed") == 1


def test_somebody_else_does_not_take_it_back_but_staff_may(them: Cast, case: Case) -> None:
    record = a_received_record(them, case)
    with acting(them.cleo, them.programme):
        with pytest.raises(Refused, match="Only the person who sent"):
            records.remove(record=record, by=them.cleo, at=now())
        assert records.remove(record=record, by=them.cleo, at=now(), as_staff=True) == 1


def test_nothing_is_taken_out_once_the_case_is_read(them: Cast, case: Case) -> None:
    record = a_received_record(them, case)
    bad = a_received_record(them, case, content=b"MZ hello")
    with acting(them.cleo, them.programme):
        Case.objects.filter(pk=case.pk).update(state="review")
    with acting(them.ana, them.programme):
        with pytest.raises(Refused, match="already being read"):
            records.remove(record=record, by=them.ana, at=now())
        assert records.remove(record=bad, by=them.ana, at=now()) == 1


def test_a_legal_hold_keeps_the_bytes_and_lets_a_refused_line_go(them: Cast, case: Case) -> None:
    record = a_received_record(them, case)
    bad = a_received_record(them, case, content=b"MZ hello")
    with acting(them.cleo, them.programme):
        cases.hold(case=case, klass="evidence", reason="a claim", by=them.cleo, at=now())
    with acting(them.ana, them.programme):
        with pytest.raises(Refused, match="legal reasons"):
            records.remove(record=record, by=them.ana, at=now())
        with pytest.raises(Refused, match="legal reasons"):
            records.erase(case=case, by=them.ana, at=now(), reason="withdrawn")
        assert records.remove(record=bad, by=them.ana, at=now()) == 1
    with acting(them.cleo, them.programme):
        cases.release_hold(hold=LegalHold.objects.get(), by=them.cleo, at=now())
    with acting(them.ana, them.programme):
        assert records.remove(record=record, by=them.ana, at=now()) == 1


def test_erasing_leaves_nothing_but_that_it_was_there(them: Cast, case: Case) -> None:
    scan = a_received_record(them, case, content=a_scan())
    letter = a_received_record(them, case, content=a_pdf(2), name="letter.pdf")
    a_received_record(them, case, content=b"MZ hello")
    with acting(them.ana, them.programme):
        kept = Object.objects.get(sha256=letter.sha256)
    with principal.as_job(case_id=case.id, programme_id=case.programme_id, name="records.erase"):
        assert records.erase(case=case, by=None, at=now(), reason="retention") == 3
        assert records.erase(case=case, by=None, at=now(), reason="retention") == 0
        assert not Instance.objects.exists()
        assert not Object.objects.exists()
        rows = list(Record.objects.order_by("number"))
        with pytest.raises(vault.Erased):
            vault.read(kept)
    assert {(one.state, one.name, one.title, one.clinical_date) for one in rows} == {("removed", "", "", "")}
    assert [one.sha256 for one in rows[:2]] == [scan.sha256, letter.sha256]
    assert events(them, "evidence.erased") == 1
    with pytest.raises(vault.Erased):
        a_sent_file(them, case, content=a_pdf(mark="late"))


def test_a_case_to_which_nothing_was_sent_can_be_erased_too(them: Cast, case: Case) -> None:
    with principal.as_job(case_id=case.id, programme_id=case.programme_id, name="records.erase"):
        assert records.erase(case=case, by=None, at=now(), reason="retention") == 0
    with pytest.raises(vault.Erased):
        a_sent_file(them, case)


def test_that_is_everything_is_a_task_for_the_coordinator_once(them: Cast, case: Case) -> None:
    with acting(them.ana, them.programme):
        first = records.say_complete(case=case, at=now())
        assert records.say_complete(case=case, at=now()) == first
    with acting(them.cleo, them.programme):
        assert Task.objects.get(kind="records_done").due_at > now()
        case.state = "closed"
        with pytest.raises(Refused, match="has ended"):
            records.say_complete(case=case, at=now())
