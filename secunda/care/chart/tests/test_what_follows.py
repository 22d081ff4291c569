"""What a reading says of its record, and what goes with a record that is removed."""

from __future__ import annotations

from typing import Any

import pytest

from secunda.care.cases.models import Case, Task
from secunda.care.cases.tests.factories import Cast, acting, now
from secunda.care.chart import actions as chart
from secunda.care.chart import rules, sentences
from secunda.care.chart.models import Fact, FactRevision, OpenText, PageText, Reading
from secunda.care.chart.tests.factories import (
    ANA,
    ISSUED,
    ReadDocument,
    a_document,
    a_read_document,
    read_as,
    view,
)
from secunda.care.records import actions as records
from secunda.care.records.models import Record
from secunda.care.records.tests.factories import a_pdf, a_received_record
from secunda.foundation.accounts import principal
from secunda.reading.document import DateSeen, Document
from secunda.reading.facts import PatientSeen

pytestmark = pytest.mark.django_db
SECOND_READER = "secunda.reading 2"


def as_the_job(record: Record) -> Any:
    return principal.as_job(case_id=record.case_id, programme_id=record.programme_id, name="chart.read")


def tasks(them: Cast) -> list[str]:
    with acting(them.cleo, them.programme):
        return sorted(Task.objects.filter(done_at=None).values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("seen", "identity", "waits"),
    [(ANA, "match", False), (PatientSeen(names=("Bob Smith",), birth_dates=("1950-01-01",)), "mismatch", True),
     (PatientSeen(names=("Ana Lindqvist",)), "absent", True), (PatientSeen(), "absent", True)],
)  # fmt: skip
def test_whose_document_it_is_follows_from_the_names_in_it(
    them: Cast, case: Case, seen: PatientSeen, identity: str, waits: bool
) -> None:
    record = a_received_record(them, case)
    read_as(record, a_document(patient=seen))
    with acting(them.cleo, them.programme):
        record.refresh_from_db()
    assert record.identity == identity
    assert ("confirm_identity" in tasks(them)) is waits


def test_a_foreign_name_in_a_scan_that_matched_waits_for_a_person_and_a_person_has_the_last_word(
    them: Cast, case: Case
) -> None:
    foreign = PatientSeen(names=("Bob Smith",), birth_dates=("1950-01-01",))
    record = a_received_record(them, case, content=a_pdf(2))
    with acting(them.cleo, them.programme):
        Record.objects.filter(pk=record.pk).update(identity="match")
        Task.objects.filter(kind="confirm_identity").update(done_at=now())
    read_as(record, a_document(patient=foreign))
    assert "confirm_identity" in tasks(them)
    with acting(them.cleo, them.programme):
        record.refresh_from_db()
        assert record.identity == "mismatch"
        records.confirm_identity(record=record, by=them.cleo, at=now())
        assert (
            records.note_identity(
                record=record, whose="mismatch", seen=PatientSeen(), at=now()
            ).identity_confirmed_at
            is not None
        )
        assert (
            records.note_identity(record=record, whose="match", seen=PatientSeen(), at=now()).identity
            == "mismatch"
        )


def test_of_two_uncertain_records_one_still_waits(them: Cast, case: Case) -> None:
    record = a_received_record(them, case)
    a_received_record(them, case, content=a_pdf(mark="other"))
    read_as(record, a_document(patient=ANA))
    assert "confirm_identity" in tasks(them)


def test_the_documents_day_becomes_the_records_unless_a_person_has_said_one(them: Cast, case: Case) -> None:
    future = (DateSeen("2999-01-01", "day", "collected"), DateSeen("2026-02", "month", "unknown"))
    letter = a_read_document(them, case, a_document(dates=(*future, *ISSUED)))
    assert (letter.record.clinical_date, letter.record.clinical_date_role) == ("2026-05-03", "reported")
    other = a_received_record(them, case, content=a_pdf(mark="other"))
    with acting(them.cleo, them.programme):
        records.classify(
            record=other, blinding="open", title="", by=them.cleo, at=now(), clinical_date="2019"
        )
    read_as(other, a_document(dates=ISSUED))
    with acting(them.cleo, them.programme):
        other.refresh_from_db()
    assert other.clinical_date == "2019"


@pytest.mark.parametrize(
    ("days", "own"),
    [
        ([("reported", "2026-03-02"), ("collected", "2026-02-28"), ("collected", "2026-03-01")],
         ("2026-03-01", "collected")),
        ([("study", "2026"), ("received", "2026-01")], ("2026", "performed")),
        ([("unknown", "2026-01-01")], None),
        ([], None),
    ],
)  # fmt: skip
def test_of_several_days_the_one_the_findings_are_of_is_the_records(days: Any, own: Any) -> None:
    dates = [{"role": role, "value": value} for role, value in days]
    assert rules.own_day(dates, now().date()) == own


def test_a_removed_record_takes_with_it_all_that_was_read(
    them: Cast, case: Case, letter: ReadDocument
) -> None:
    other = a_read_document(them, case, mark="other")
    with acting(them.cleo, them.programme):
        seen = view(them, case, them.cleo)
        drafted = chart.draft_chronology(view=seen, language="en", at=now())
        mine, theirs = Fact.objects.filter(name="stage").order_by("record_id")
        chart.merge(view=seen, facts=[theirs], into=mine, at=now())
        records.remove(record=letter.record, by=them.cleo, at=now(), as_staff=True)
        tables = (Reading, PageText, OpenText, Fact)
        assert [set(t.objects.values_list("record_id", flat=True)) for t in tables] == [{other.record.id}] * 4
        theirs.refresh_from_db()
        assert (theirs.merged_into_id, theirs.standing) == (None, "rejected")
        assert FactRevision.objects.get().merged_into_id is None
        cited = {cite["record"] for s in drafted_sentences(case) for cite in s}
    assert drafted.sentences
    assert cited == {str(other.record.public_id)}


def drafted_sentences(case: Case) -> list[list[dict[str, str]]]:
    from secunda.care.chart.models import Sentence

    return list(Sentence.objects.filter(case=case).values_list("cites", flat=True))


def test_erasing_the_evidence_erases_all_that_was_read(them: Cast, case: Case, letter: ReadDocument) -> None:
    with principal.as_job(case_id=case.id, programme_id=case.programme_id, name="records.erase"):
        records.erase(case=case, by=None, at=now(), reason="retention")
        assert [t.objects.count() for t in (Reading, PageText, OpenText, Fact, FactRevision)] == [0] * 5


def test_a_record_that_was_removed_while_it_was_read_stays_removed(them: Cast, case: Case) -> None:
    record = a_received_record(them, case)
    with as_the_job(record):
        reading = chart.begin(record=record, at=now())
        assert reading is not None
    with acting(them.ana, them.programme):
        records.remove(record=record, by=them.ana, at=now())
    with as_the_job(record):
        chart.keep(reading=reading, document=a_document(), at=now())
        assert not Reading.objects.exists()
        assert not PageText.objects.exists()
        assert chart.begin(record=record, at=now()) is None


def test_the_document_type_proposes_a_neutral_title_only_when_it_is_sure(letter: ReadDocument) -> None:
    reading = letter.reading
    assert sentences.suggested_title(reading) == "Doctor's letter"
    reading.type_confidence = 0.4
    assert sentences.suggested_title(reading) == ""
    assert sentences.suggested_title(Reading(state="waiting", type="ecg", type_confidence=1)) == ""


def test_documents_are_pure_facts(letter: ReadDocument) -> None:
    assert isinstance(letter.document, Document)
    assert str(letter.reading) == f"reading by {rules.READER}"
