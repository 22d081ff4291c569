"""What a named person says of a record decides what a blind expert sees."""

from __future__ import annotations

import pytest

from secunda.care.cases.models import Case, Task
from secunda.care.cases.tests.factories import Cast, acting, now
from secunda.care.records import access
from secunda.care.records import actions as records
from secunda.care.records.models import Record
from secunda.care.records.tests.factories import a_pdf, a_received_record, a_scan, a_sent_file
from secunda.foundation.audit.models import Event
from secunda.foundation.errors import Refused

pytestmark = pytest.mark.django_db


def classify(them: Cast, record: Record, blinding: str = "open", title: str = " Report ") -> str:
    with acting(them.cleo, them.programme):
        return records.classify(record=record, blinding=blinding, title=title, by=them.cleo, at=now())


def again(them: Cast, record: Record) -> Record:
    with acting(them.cleo, them.programme):
        return Record.objects.get(pk=record.pk)


def open_tasks(them: Cast) -> set[str]:
    with acting(them.cleo, them.programme):
        return set(Task.objects.filter(done_at=None).values_list("kind", flat=True))


def test_a_record_is_sealed_until_somebody_has_said_otherwise(them: Cast, case: Case) -> None:
    record = a_received_record(them, case)
    assert (record.blinding, record.classified_at) == ("sealed", None)
    assert "from the start" in classify(them, record)
    now_open = again(them, record)
    assert (now_open.blinding, now_open.title, now_open.classified_by) == ("open", "Report", them.cleo)
    with acting(them.cleo, them.programme):
        assert Event.objects.filter(verb="record.classified", object_id=record.public_id).count() == 1


def test_passages_are_kept_as_said_and_sealed_meanwhile(them: Cast, case: Case) -> None:
    record = a_received_record(them, case)
    assert "whole record stays sealed" in classify(them, record, "passages")
    assert again(them, record).blinding == "passages"


@pytest.mark.parametrize(("blinding", "title"), [("half", ""), ("", ""), ("open", "x" * 201)])
def test_what_is_no_classification_is_refused(them: Cast, case: Case, blinding: str, title: str) -> None:
    record = a_received_record(them, case)
    with pytest.raises(Refused):
        classify(them, record, blinding, title)
    assert again(them, record).classified_at is None


def test_a_person_reads_the_day_from_a_document(them: Cast, case: Case) -> None:
    record = a_received_record(them, case)
    for day, kept in (("2026-05", ("2026-05", "reported")), (None, ("2026-05", "reported")), ("", ("", ""))):
        with acting(them.cleo, them.programme):
            records.classify(
                record=record, blinding="open", title="", by=them.cleo, at=now(), clinical_date=day
            )
        assert (again(them, record).clinical_date, again(them, record).clinical_date_role) == kept
    with acting(them.cleo, them.programme), pytest.raises(Refused, match="in the future"):
        records.classify(
            record=record, blinding="open", title="", by=them.cleo, at=now(), clinical_date="2999"
        )


def test_only_an_accepted_record_is_classified_or_confirmed(them: Cast, case: Case) -> None:
    waiting = a_sent_file(them, case).record
    refused = a_received_record(them, case, content=b"MZ hello")
    for record in (waiting, refused):
        assert record is not None
        with pytest.raises(Refused, match="was accepted"):
            classify(them, record)
        with acting(them.cleo, them.programme), pytest.raises(Refused, match="was accepted"):
            records.confirm_identity(record=record, by=them.cleo, at=now())


def test_a_study_is_classified_and_confirmed_as_one(them: Cast, case: Case) -> None:
    slices = [a_received_record(them, case, content=a_scan(n, PatientBirthDate="")) for n in (1, 2, 3)]
    document = a_received_record(them, case)
    classify(them, slices[1])
    with acting(them.cleo, them.programme):
        records.confirm_identity(record=slices[2], by=them.cleo, at=now())
    assert {again(them, one).blinding for one in slices} == {"open"}
    assert all(again(them, one).identity_confirmed_by == them.cleo for one in slices)
    assert again(them, document).classified_at is None


def test_the_tasks_end_with_the_last_record(them: Cast, case: Case) -> None:
    first, second = (a_received_record(them, case, content=a_pdf(mark=mark)) for mark in "ab")
    for record in (first, second):
        assert {"classify_records", "confirm_identity"} <= open_tasks(them)
        classify(them, record)
        with acting(them.cleo, them.programme):
            records.confirm_identity(record=record, by=them.cleo, at=now())
    assert not {"classify_records", "confirm_identity"} & open_tasks(them)
    with acting(them.cleo, them.programme):
        assert (access.unclassified(case), access.unconfirmed(case)) == (0, 0)


def test_a_confirmation_keeps_its_first_name_and_a_match_needs_none(them: Cast, case: Case) -> None:
    record, scan = a_received_record(them, case), a_received_record(them, case, content=a_scan())
    for one in (record, record, scan):
        with acting(them.cleo, them.programme):
            records.confirm_identity(record=one, by=them.cleo, at=now())
    assert again(them, scan).identity_confirmed_at is None
    with acting(them.cleo, them.programme):
        assert Event.objects.filter(verb="record.identity_confirmed").count() == 1
