"""Lines of a list, and the list of what a specialist looks for."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries

from secunda.care.cases.models import Case
from secunda.care.cases.tests.factories import Cast, acting
from secunda.care.records import access, completeness
from secunda.care.records.lines import lines_of
from secunda.care.records.models import Instance, Record, SealedPassage
from secunda.care.records.tests.factories import a_pdf, a_received_record, a_scan
from secunda.care.records.wording import LABELS

TABLES = Path(__file__).parents[4].parent / "shared/reference/clinical_tables.json"


@pytest.mark.django_db
def test_a_study_is_one_line_and_the_newest_line_comes_first(them: Cast, case: Case) -> None:
    first = a_received_record(them, case, content=a_scan(1))
    letter = a_received_record(them, case)
    second = a_received_record(them, case, content=a_scan(2))
    other = a_received_record(them, case, content=a_scan(3, StudyInstanceUID="1.7", Modality="MR"))
    with acting(them.ana, them.programme):
        lines = lines_of(access.listed(case)).lines
        newest = lines_of(access.listed(case), a_page=2)
        last = lines_of(access.listed(case), page=9, a_page=2)
    assert [(line.head, line.count) for line in lines] == [(other, 1), (first, 2), (letter, 1)]
    assert [line.head for line in newest.lines + last.lines] == [other, first, letter]
    assert (newest.later, newest.earlier, last.later, last.earlier) == (0, 2, 1, 0)
    study, document = lines[1], lines[2]
    assert (study.head, study.is_study, study.modality, study.number) == (first, True, "CT", 3)
    assert study.size == first.size + second.size
    assert (document.is_study, document.modality) == (False, "")


def test_records_name_nobody_when_they_are_printed() -> None:
    record = Record(name="Ana Lindqvist.pdf", title="Ana")
    assert "Ana" not in str(record)
    assert str(Instance(modality="CT")) == "CT instance"
    assert str(SealedPassage(page=3)) == "sealed passage on page 3"


@pytest.mark.django_db
def test_a_long_list_costs_as_many_queries_as_a_short_one(
    them: Cast, case: Case, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for mark in "abc":
        a_received_record(them, case, content=a_pdf(mark=mark))
    with acting(them.ana, them.programme), django_assert_num_queries(2):
        assert len(lines_of(access.listed(case)).lines) == 3


def test_every_row_is_there_once_with_its_evidence() -> None:
    rows = completeness.rows()
    assert len(rows) == 69
    assert len({row.id for row in rows}) == 69
    for row in rows:
        assert row.tag[0] in "VSKC"
        assert row.version == 1
        assert row.valid_until > date(2026, 11, 22)
        assert row.asked_of in ("patient", "intake", "staff")
        assert not row.is_reviewed  # until a clinician signs one


@pytest.mark.skipif(not TABLES.is_file(), reason="the reference tables are not on this machine")
def test_the_rows_are_those_of_the_reference() -> None:
    reference = json.loads(TABLES.read_text())["completeness"]
    ours = [
        (row.condition, row.item, row.level, row.max_age_days, row.detail, row.tag)
        for row in completeness.rows()
    ]
    assert ours == [
        (r["condition"], r["item"], r["level"], r["max_age_days"], r["detail"], r["tag"]) for r in reference
    ]


def test_patients_read_plain_words_for_all_that_they_are_asked_for() -> None:
    asked = {row.id for row in completeness.rows() if row.asked_of == completeness.PATIENT}
    assert asked == set(LABELS)
    for row in completeness.rows():
        assert str(row.label)
        assert (str(row.help) != "") <= (row.id in LABELS)


def test_what_a_condition_needs_comes_first() -> None:
    rows = completeness.asked_of_patient("breast_cancer")
    assert [row.id for row in rows[:3]] == [
        "breast_cancer.pathology", "breast_cancer.mammogram", "universal.clinic_letter",
    ]  # fmt: skip
    assert [row.is_needed for row in rows] == sorted((row.is_needed for row in rows), reverse=True)
    assert {row.condition for row in completeness.rows_for("something else")} == {"universal"}


@pytest.mark.parametrize(
    ("id_", "words"),
    [
        ("breast_cancer.mammogram", "not older than 6 months"),
        ("prostate_cancer.psa", "not older than 3 months"),
        ("lung_cancer.ct", "not older than 6 weeks"),
        ("breast_cancer.pathology", ""),
    ],
)
def test_ages_are_said_as_people_say_them(id_: str, words: str) -> None:
    assert next(row for row in completeness.rows() if row.id == id_).age_in_words == words


def test_rows_without_a_published_rule_are_told_apart() -> None:
    marked = {row.id for row in completeness.rows() if row.is_consensus}
    assert {"universal.clinic_letter", "breast_cancer.pathology", "spine.ct"} <= marked
    assert not {"breast_cancer.mammogram", "spine.mri", "universal.questions"} & marked
