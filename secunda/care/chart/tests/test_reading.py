"""A record is read once a reader; twice is once, and what people said stays."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from secunda.care.cases.models import Case, Task
from secunda.care.cases.tests.factories import Cast, a_draft, acting, now
from secunda.care.chart import access, rules, sentences
from secunda.care.chart import actions as chart
from secunda.care.chart.models import Fact, FactRevision, OpenText, PageText, Reading
from secunda.care.chart.tests.factories import (
    ReadDocument,
    a_document,
    a_read_document,
    read_as,
    view,
)
from secunda.care.records.models import Record
from secunda.care.records.tests.factories import a_pdf, a_received_record
from secunda.foundation.accounts import principal
from secunda.foundation.audit.models import Event
from secunda.reading.document import Fact as Found
from secunda.reading.facts import PatientSeen
from secunda.reading.text import Page, Text, Word

pytestmark = pytest.mark.django_db
SECOND_READER = "secunda.reading 2"


def as_the_job(record: Record) -> Any:
    return principal.as_job(case_id=record.case_id, programme_id=record.programme_id, name="chart.read")


def tasks(them: Cast) -> list[str]:
    with acting(them.cleo, them.programme):
        return sorted(Task.objects.filter(done_at=None).values_list("kind", flat=True))


def test_pages_and_facts_are_kept_with_their_places(them: Cast, letter: ReadDocument) -> None:
    with acting(them.ana, them.programme):
        first, second = PageText.objects.order_by("number")
        assert first.words[1][0] == ["Invasive", 0.0, 24.0, 48.0, 36.0]
        assert second.text == "Biopsy performed in April 2026\nKi-67 18 %, hormone receptors positive"
        size = Fact.objects.get(name="ki67")
        assert (size.value, size.unit, size.page, size.specimen, size.quote) == (
            "18",
            "%",
            2,
            "left breast",
            "18 %",
        )
        assert size.box == [36.0, 24.0, 66.0, 36.0]
        assert (size.standing, size.read_by) == ("read", rules.READER)
        reading = Reading.objects.get()
        assert (reading.state, reading.type, reading.language, reading.done, reading.total) == (
            "read", "clinic_letter", "en", 2, 2,
        )  # fmt: skip
    with acting(them.cleo, them.programme):
        assert Event.objects.filter(verb="record.read", object_id=letter.record.public_id).count() == 1


def test_reading_twice_is_reading_once(them: Cast, letter: ReadDocument) -> None:
    with as_the_job(letter.record):
        assert chart.begin(record=letter.record, at=now()) is None
        chart.keep(reading=letter.reading, document=letter.document, at=now())
        assert (Reading.objects.count(), Fact.objects.count(), PageText.objects.count()) == (1, 6, 2)


def test_the_words_of_a_confidence_and_without_a_place_and_what_postgresql_cannot_keep(
    them: Cast, case: Case
) -> None:
    page = Page(1, 0, 0, ((Word("plain"), Word("a\0b c"), Word(" ")), (Word(""),)), source="ocr")
    page = replace(page, lines=(*page.lines, (Word("sure", None, 0.5),)))
    read = a_read_document(
        them, case, a_document(facts=[], text=Text((page,)), patient=PatientSeen(names=("A\0",)))
    )
    with acting(them.ana, them.programme):
        kept = PageText.objects.get()
        assert kept.words == [[["plain"], ["abc"]], [["sure"]]]
        assert kept.text == "plain abc\nsure"
        assert Reading.objects.get(pk=read.reading.pk).patient_seen["names"] == ["A"]


def test_a_fact_without_a_source_is_not_kept_and_the_same_source_is_one_fact(them: Cast, case: Case) -> None:
    sourced = Found("psa", "4.1", "PSA 4.1", path="Bundle.entry[3]")
    nowhere = (Found("psa", "9", "PSA 9"), Found("psa", "9", " ", page=1))
    document = a_document(facts=[], text=Text(()))
    a_read_document(them, case, replace(document, facts=(sourced, *nowhere, sourced)))
    with acting(them.ana, them.programme):
        assert list(Fact.objects.values_list("name", "value", "path", "page")) == [
            ("psa", "4.1", "Bundle.entry[3]", None)
        ]


def test_a_new_reader_keeps_ids_and_what_people_said(them: Cast, case: Case, letter: ReadDocument) -> None:
    with acting(them.ana, them.programme):
        ids = dict(Fact.objects.values_list("value", "public_id"))
        seen = view(them, case, them.ana)
        chart.correct(view=seen, fact=Fact.objects.get(name="ki67"), value="19", at=now())
        chart.reject(view=seen, fact=Fact.objects.get(value="mastectomy"), at=now())
        chart.add(view=seen, record=letter.record, name="stage", value="IIA", page=1, at=now())
    old = letter.document
    newer = [replace(f, confidence=0.7) for f in old.facts if f.value not in ("mastectomy", "128", "IIB")]
    newer.append(old.facts[1])
    newer.append(replace(old.facts[1], value="IIIA", quote="stage IIB"))
    reading = read_as(letter.record, replace(old, facts=tuple(newer)), reader=SECOND_READER)
    assert reading.is_current
    with acting(them.ana, them.programme):
        facts = {fact.value: fact for fact in Fact.objects.all()}
        assert set(facts) == {"invasive ductal carcinoma", "IIB", "19", "mastectomy", "biopsy", "IIA", "IIIA"}
        assert facts["19"].public_id == ids["18"]
        assert facts["19"].read is not None
        assert (facts["19"].read["value"], facts["19"].read["confidence"], facts["19"].standing) == (
            "18",
            0.7,
            "corrected",
        )
        assert facts["mastectomy"].standing == "rejected"
        assert (facts["biopsy"].public_id, facts["biopsy"].confidence) == (ids["biopsy"], 0.7)
        assert FactRevision.objects.count() == 3
        assert Reading.objects.filter(is_current=True).get() == reading
        assert set(PageText.objects.values_list("reading_id", flat=True)) == {reading.id}
        assert OpenText.objects.count() == 2


def test_what_others_were_merged_into_stays_although_it_is_not_found_any_more(
    them: Cast, case: Case, letter: ReadDocument
) -> None:
    with acting(them.cleo, them.programme):
        into, other = Fact.objects.filter(name="procedure").order_by("id")
        chart.merge(view=view(them, case, them.cleo), facts=[other], into=into, at=now())
    read_as(letter.record, replace(letter.document, facts=()), reader=SECOND_READER)
    with acting(them.ana, them.programme):
        assert set(Fact.objects.all()) == {into, other}


def test_while_a_new_version_reads_or_fails_people_see_what_the_old_one_read(
    them: Cast, letter: ReadDocument
) -> None:
    blank = a_document(readable=False, facts=[], text=Text(()))
    assert not read_as(letter.record, blank, reader=SECOND_READER).is_current
    with acting(them.ana, them.programme):
        assert Reading.objects.get(is_current=True) == letter.reading
        assert Fact.objects.count() == 6


def test_what_cannot_be_read_is_said_with_the_next_step_and_a_person_looks(them: Cast, case: Case) -> None:
    record = a_received_record(them, case)
    reading = read_as(
        record, a_document(readable=False, facts=[], text=Text(()), problems=("scan_unreadable",))
    )
    assert (reading.state, reading.problems) == ("unreadable", ["scan_unreadable"])
    assert "record_unreadable" in tasks(them)
    said = sentences.said_of(reading)
    assert "could not read" in said.sentence
    assert said.for_patient.startswith("Please send a better scan")
    assert "better copy" in said.for_staff
    with acting(them.cleo, them.programme):
        assert Event.objects.filter(verb="record.unreadable").count() == 1


def test_a_document_that_is_tried_too_often_is_given_up_and_a_person_looks(them: Cast, case: Case) -> None:
    record = a_received_record(them, case)
    with as_the_job(record):
        for tried in (1, 2, 3):
            reading = chart.begin(record=record, at=now())
            assert reading is not None
            assert reading.tries == tried
        assert chart.begin(record=record, at=now()) is None
        failed = Reading.objects.get()
        assert failed.state == "failed"
        chart.give_up(reading=failed, at=now())
        chart.note_progress(reading=failed, done=1, total=2)
        assert chart.keep(reading=failed, document=a_document(), at=now()).state == "failed"
        failed.refresh_from_db()
        assert failed.done == 0
    assert tasks(them).count("record_unreadable") == 1
    assert "looks at it" in sentences.said_of(failed).for_patient


def test_a_reader_that_could_not_start_counts_no_try(them: Cast, case: Case) -> None:
    record = a_received_record(them, case)
    with as_the_job(record):
        reading = chart.begin(record=record, at=now())
        assert reading is not None
        chart.put_back(reading=reading)
        reading.refresh_from_db()
        assert (reading.state, reading.tries) == ("waiting", 0)


def test_how_far_it_is_can_be_said(them: Cast, case: Case) -> None:
    record = a_received_record(them, case, content=a_pdf(3))
    with as_the_job(record):
        reading = chart.begin(record=record, at=now())
        assert reading is not None
        chart.note_progress(reading=reading, done=1, total=3)
    with acting(them.ana, them.programme):
        [(known, shown)] = access.readings_of(view(them, case, them.ana)).items()
        assert known == record.public_id
    assert sentences.said_of(shown).sentence == "Our software is reading this file: page 2 of 3."
    shown.total = 0
    assert sentences.said_of(shown).sentence == "Our software is reading this file."
    assert "waits" in sentences.said_of(None).sentence
    in_part = sentences.said_of(
        Reading(state="read", problems=["pages_not_read", "encoding_unsure"]), facts=2
    )
    assert in_part.sentence == "Read by software, but not all of it."
    assert "send another copy" in in_part.for_patient
    assert "as PDF or as a photo" in in_part.for_patient
    other = sentences.said_of(Reading(state="unreadable", problems=["script_not_read"]))
    assert "a better scan would not help" in other.for_patient
    assert "found nothing" in sentences.said_of(Reading(state="read")).sentence
    assert "until a person" in sentences.said_of(Reading(state="read"), facts=2).sentence


def test_a_draft_has_nobody_who_could_look(them: Cast) -> None:
    draft = a_draft(them)
    record = a_received_record(them, draft)
    read_as(record, a_document(readable=False, facts=[], text=Text(())))
    assert tasks(them) == []
