"""What a file is decides its bytes: accepted with facts, or refused with one sentence. Once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import Settings

from secunda.care.cases.models import Case, Task
from secunda.care.cases.tests.factories import Cast, a_submitted_case, acting, now
from secunda.care.records import actions as records
from secunda.care.records import sentences
from secunda.care.records.models import Instance, Record
from secunda.care.records.tests.factories import a_pdf, a_received_record, a_scan, a_sent_file
from secunda.foundation.accounts import principal
from secunda.foundation.audit.models import Event
from secunda.foundation.queue import drain
from secunda.foundation.vault.models import Object
from secunda.reading import sentences as reading
from secunda.reading.tests import pdfs, pictures, scans

pytestmark = pytest.mark.django_db


def tasks(them: Cast) -> list[str]:
    with acting(them.cleo, them.programme):
        return sorted(Task.objects.filter(done_at=None).values_list("kind", flat=True))


def test_a_document_is_accepted_and_waits_for_a_person(them: Cast, case: Case) -> None:
    record = a_received_record(them, case, content=a_pdf(3))
    assert (record.state, record.kind, record.media_type, record.pages) == (
        "accepted",
        "pdf",
        "application/pdf",
        3,
    )
    assert (record.identity, record.clinical_date, record.active_content) == ("absent", "", False)
    assert tasks(them) == ["classify_records", "confirm_identity"]


def test_a_scan_brings_its_facts(them: Cast, case: Case) -> None:
    record = a_received_record(them, case, content=a_scan(), name="IM0001")
    assert (record.kind, record.identity) == ("dicom", "match")
    assert (record.clinical_date, record.clinical_date_role) == ("2026-05-03", "performed")
    with acting(them.ana, them.programme):
        instance = Instance.objects.get(record=record)
    assert (instance.study_uid, instance.modality, instance.description) == ("1.2.3", "CT", "axial")
    assert tasks(them) == ["classify_records"]


def test_a_scan_without_dates_or_identifiers_is_a_single_file(them: Cast, case: Case) -> None:
    record = a_received_record(
        them, case, content=a_scan(StudyDate="", SeriesDate="2026", StudyInstanceUID="")
    )
    assert (record.kind, record.clinical_date) == ("dicom", "2026")
    with acting(them.ana, them.programme):
        assert not Instance.objects.exists()


@pytest.mark.parametrize("changed", [{"PatientName": "OTHER^PERSON"}, {"PatientBirthDate": "19500101"}])
def test_somebody_elses_scan_is_held_back(them: Cast, case: Case, changed: dict[str, Any]) -> None:
    assert a_received_record(them, case, content=a_scan(**changed)).identity == "mismatch"
    assert "confirm_identity" in tasks(them)


def test_a_former_name_is_the_patients_name(them: Cast) -> None:
    from datetime import date

    from secunda.care.cases.request import Subject

    subject = Subject(
        name="Ana Berg",
        birth_date=date(1981, 3, 14),
        sex="female",
        country="DE",
        former_names="Ana Lindqvist; A. L.",
    )
    case = a_submitted_case(them, subject=subject)
    assert a_received_record(them, case, content=a_scan()).identity == "match"


BAD = {
    "empty": (b"", "report.pdf", "empty"),
    "no pages": (pdfs.write({1: b"<</Type /Catalog /Pages 2 0 R>>", 2: b"<</Type /Pages /Count 0 /Kids []>>"}),
                 "report.pdf", "no pages"),
    "locked": (pdfs.locked(), "report.pdf", "password"),
    "no pixels": (scans.written(scans.header()), "IM0001.dcm", "no picture"),
    "a web page": (b"<html><script>alert(1)</script>", "photo.jpg", "web page"),
    "a program": (b"MZ" + bytes(500), "scan.dcm", "program"),
    "broken": (a_pdf()[:90], "report.pdf", "breaks off"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_bad_input_gets_one_clear_sentence_and_leaves_nothing(them: Cast, case: Case, kind: str) -> None:
    content, name, word = BAD[kind]
    good = a_received_record(them, case, content=a_pdf(mark="good"))
    bad = a_received_record(them, case, content=content, name=name)
    sentence = sentences.why_refused(bad)
    assert bad.state == "refused"
    assert word in sentence
    assert "Please" in sentence or sentence.endswith("taken.")
    assert "%" not in sentence
    with acting(them.ana, them.programme):
        assert Record.objects.get(pk=bad.pk).object_id is None
        assert Object.objects.filter(case_id=case.id).count() == 1
        good.refresh_from_db()
    assert (good.state, bad.name) == ("accepted", name)
    with acting(them.cleo, them.programme):
        assert Event.objects.filter(verb="record.refused", object_id=bad.public_id).count() == 1


def test_a_script_in_a_name_stays_a_name(them: Cast, case: Case) -> None:
    record = a_received_record(them, case, name="<script>alert(1)</script>.pdf")
    assert "<" not in record.name
    assert record.state == "accepted"


def test_a_file_over_the_limit_is_refused_by_its_size(them: Cast, case: Case, settings: Settings) -> None:
    settings.RECORDS_LARGEST = 2 * 1024**2
    record = a_received_record(them, case, content=bytes(3 * 1024**2))
    assert record.refused_code == "too_large"
    assert "3 MB" in sentences.why_refused(record)
    assert "2 MB" in sentences.why_refused(record)


def test_active_content_is_taken_and_marked(them: Cast, case: Case) -> None:
    script = pdfs.write(pdfs.pages(catalogue=b"/OpenAction <</S /JavaScript /JS (app.alert(1))>>"))
    assert a_received_record(them, case, content=script).active_content


def test_pictures_are_taken(them: Cast, case: Case) -> None:
    for kind in ("JPEG", "PNG", "TIFF"):
        record = a_received_record(them, case, content=pictures.picture(kind), name="photo")
        assert (record.state, record.kind) == ("accepted", kind.lower())


def test_settling_twice_changes_nothing(them: Cast, case: Case) -> None:
    record = a_received_record(them, case, content=a_scan())
    assert "records.check" in drain()
    with acting(them.ana, them.programme):
        assert records.check(record=record, at=now()).state == "accepted"
        assert Instance.objects.count() == 1


def test_a_record_that_was_removed_while_it_was_looked_at_stays_removed(them: Cast, case: Case) -> None:
    sent = a_sent_file(them, case).record
    assert sent is not None
    assert sent.object is not None
    with acting(them.ana, them.programme):
        found = records.look(sent.object, name=sent.name)
        records.remove(record=sent, by=them.ana, at=now())
        assert records.settle(record=sent, found=found, at=now()).state == "removed"
    drain()
    with acting(them.cleo, them.programme):
        assert Record.objects.get(pk=sent.pk).state == "removed"


def test_nothing_waits_for_ever(them: Cast, case: Case) -> None:
    at = now() - timedelta(hours=2)
    sent = a_sent_file(them, case, at=at).record
    assert sent is not None
    drain_nothing_of(case)
    with principal.as_job(case_id=None, programme_id=them.programme.id, name="records.recheck"):
        assert records.recheck(at=now()) == 1
        assert records.recheck(at=now()) == 0  # it waits in the queue already
    assert "record_stuck" in tasks(them)
    assert "records.check" in drain()
    with acting(them.ana, them.programme):
        assert Record.objects.get(pk=sent.pk).state == "accepted"


def drain_nothing_of(case: Case) -> None:
    """The check that was queued is lost, as after a restore of the queue."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs where task_name = 'records.check'")


def test_the_clock_looks_in_every_programme(them: Cast, case: Case) -> None:
    from secunda.care.records import jobs

    a_sent_file(them, case, at=now() - timedelta(minutes=20))
    drain_nothing_of(case)
    jobs.recheck()
    assert "records.check" in drain()


def test_a_job_for_a_record_of_another_case_finds_nothing(them: Cast, case: Case) -> None:
    from secunda.care.records import jobs

    sent = a_sent_file(them, case).record
    assert sent is not None
    other = a_submitted_case(them)
    jobs.check(record_id=sent.public_id, case_id=other.id, programme_id=them.programme.id)
    with acting(them.ana, them.programme):
        assert Record.objects.get(pk=sent.pk).state == "received"


def test_the_house_says_what_reading_says() -> None:
    assert {code: str(text) for code, text in sentences.REFUSALS.items()} == reading.REFUSALS
    assert {code: str(text) for code, text in sentences.LEFT_OUT.items()} == reading.LEFT_OUT
    assert str(sentences.NAME_CHANGED) == reading.NOTICES["name_changed"]
    assert str(sentences.ACTIVE_CONTENT) == reading.NOTICES["active_content"]


def test_every_sentence_can_be_said_of_a_record() -> None:
    for code in reading.REFUSALS:
        assert "%" not in sentences.why_refused(Record(refused_code=code, size=5))
    assert "50000 files" in sentences.why_refused(Record(refused_code="archive_too_many"))
    assert "2000" in sentences.why_refused(Record(refused_code="tiff_too_long"))
    assert "could not read" in sentences.why_refused(Record(refused_code="of a later version"))
