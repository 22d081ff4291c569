"""Timeline, laboratory series, search and documents: what each person gets, with its place, in few queries."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from secunda.care.cases import actions as cases
from secunda.care.cases.models import Case, Consent
from secunda.care.cases.tests.factories import Cast, a_submitted_case, acting, now
from secunda.care.chart import access, sentences
from secunda.care.chart import actions as chart
from secunda.care.chart.access import labs, search
from secunda.care.chart.access.documents import document
from secunda.care.chart.access.timeline import timeline
from secunda.care.chart.models import Fact
from secunda.care.chart.tests.factories import (
    ADVICE,
    CANARY,
    ReadDocument,
    a_document,
    a_page,
    a_read_document,
    as_expert,
    view,
)
from secunda.care.records.models import Record
from secunda.care.records.tests.factories import a_pdf, a_received_record, a_scan
from secunda.foundation.errors import Hidden, Refused
from secunda.reading.text import Text

pytestmark = pytest.mark.django_db


def seal(them: Cast, letter: ReadDocument) -> None:
    with acting(them.cleo, them.programme):
        seen = view(them, letter.record.case, them.cleo)
        chart.seal_passage(view=seen, record=letter.record, page=1, box=ADVICE, at=now())


def test_the_timeline_has_each_thing_on_its_day_with_its_place(
    them: Cast, case: Case, letter: ReadDocument
) -> None:
    a_received_record(them, case, content=a_scan(1))
    a_received_record(them, case, content=a_scan(2))
    a_received_record(them, case, content=a_pdf(mark="no day"))
    with acting(them.ana, them.programme):
        points = timeline(view(them, case, them.ana))
    assert [(p.date, p.precision, p.kind, p.words, p.page) for p in points] == [
        ("2026-04", "month", "diagnosis", "invasive ductal carcinoma", 1),
        ("2026-04", "month", "procedure", "biopsy", 2),
        ("2026-05-02", "day", "laboratory", "Haemoglobin 128 g/L", 1),
        ("2026-05-03", "day", "record", "Stage IIB", 1),
        ("2026-05-03", "day", "record", "left breast: Ki-67 18 %", 2),
        ("2026-05-03", "day", "imaging", "CT scan", None),
        ("2026-06", "month", "procedure", "mastectomy", 1),
        ("", "unknown", "record", "Record 4", None),
    ]
    stage = points[3].facts[0]
    assert (stage.quote, stage.box, stage.by_software, points[3].confirmed) == (
        "IIB",
        (306.0, 24.0, 324.0, 36.0),
        True,
        False,
    )
    assert points[3].record_id == letter.record.public_id
    assert points[3].record_title == "Letter"


def test_former_times_without_a_day_have_none_and_what_is_denied_is_no_point(them: Cast, case: Case) -> None:
    lines = ("appendectomy as a child and no diabetes", "sister with cancer")
    a_read_document(them, case, a_document(lines, facts=[
        ("procedure", "appendectomy", "appendectomy", {"assertion": "historical"}),
        ("diagnosis", "diabetes", "diabetes", {"assertion": "negated"}),
        ("diagnosis", "cancer", "cancer", {"assertion": "family"}),
        ("medicine", "aspirin", "child", {}),
        ("comparison_date", "2020-01-01", "as a", {}),
    ]))  # fmt: skip
    with acting(them.ana, them.programme):
        points = timeline(view(them, case, them.ana))
    assert [(p.date, p.kind, p.words) for p in points] == [
        ("", "procedure", "appendectomy"), ("", "medicine", "aspirin"),
    ]  # fmt: skip


def test_the_timeline_of_a_blind_expert_leaves_out_what_is_sealed(
    them: Cast, case: Case, letter: ReadDocument
) -> None:
    a_read_document(them, case, blinding="sealed", mark="sealed")
    seal(them, letter)
    bo = as_expert(them, case)
    with acting(bo, them.programme):
        points = timeline(view(them, case, bo))
        assert {point.record_id for point in points} == {letter.record.public_id}
        assert "mastectomy" not in str(points)
        assert len(points) == 5


def test_long_lists_cost_as_many_queries_as_short_ones(
    them: Cast, case: Case, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for mark in "abc":
        a_read_document(them, case, mark=mark)
    with acting(them.ana, them.programme):
        seen = view(them, case, them.ana)
        with django_assert_num_queries(3):
            assert len(timeline(seen)) == 15 + 3
        with django_assert_num_queries(1):
            assert len(labs.lab_series(seen)[0].points) == 3
        with django_assert_num_queries(3):
            assert len(search.search(seen, "carcinoma")) == 3
        record_id = Record.objects.first().public_id  # type: ignore[union-attr]
        with django_assert_num_queries(4):
            document(seen, record_id)
        with django_assert_num_queries(1):
            assert len(access.readings_of(seen)) == 3
    with acting(them.cleo, them.programme), django_assert_num_queries(5):
        document(access.View(case, them.cleo, "coordinator"), record_id)


def test_laboratory_values_are_series_by_analyte_and_unit(them: Cast, case: Case) -> None:
    lines = ("Hb 120 then 12.8 or <5 and pos", "Special 3 special 4")
    more = {"unit": "g/L", "code": "718-7"}
    a_read_document(
        them,
        case,
        a_document(
            lines,
            facts=[
                (
                    "haemoglobin",
                    "120",
                    "120",
                    more | {"date": "2026-05", "detail": {"range": "115-160", "flag": "H"}},
                ),
                ("haemoglobin", "128", "12.8", more | {"date": "2026-04-01"}),
                ("haemoglobin", "<5", "<5", more | {"date": "2026-04-02"}),
                ("haemoglobin", "NaN", "pos", more | {"date": "2026"}),
                ("haemoglobin", "99", "Hb", more),
                ("lab_other", "3", "3", {"detail": {"label": "Special"}, "date": "2026"}),
                ("lab_other", "4", "4", {"detail": {"label": "special"}, "date": "2025"}),
            ],
        ),
    )
    with acting(them.ana, them.programme):
        haemoglobin, special = labs.lab_series(view(them, case, them.ana))
    assert (haemoglobin.label, haemoglobin.unit, haemoglobin.code) == ("Haemoglobin", "g/L", "718-7")
    assert [(p.date, p.value) for p in haemoglobin.points] == [
        ("2026-04-01", Decimal(128)),
        ("2026-05", Decimal(120)),
    ]
    assert (haemoglobin.points[1].range, haemoglobin.points[1].flag) == ("115-160", "H")
    assert haemoglobin.points[1].fact.page == 1
    assert [p.date for p in special.points] == ["2025", "2026"]


def test_search_finds_beginnings_and_stems_and_marks_the_place(
    them: Cast, case: Case, letter: ReadDocument
) -> None:
    with acting(them.ana, them.programme):
        seen = view(them, case, them.ana)
        [hit] = search.search(seen, "carcin")
        assert (hit.page, hit.record_title, hit.width) == (1, "Letter", 600.0)
        assert hit.boxes == ((96.0, 24.0, 150.0, 36.0),)
        assert ("carcinoma", True) in hit.headline
        assert " ".join(text for text, _is_hit in hit.headline).startswith("3 May 2026 for Ana")
        assert [h.page for h in search.search(seen, "measuring haemoglobins")] == [1]
        assert [h.page for h in search.search(seen, "tumor")] == []
        assert [h.page for h in search.search(seen, "hormone receptors")] == [2]
        assert search.search(seen, "carcinoma hormone") == []
        assert search.search(seen, "' & ! (") == []
        assert search.search(seen, "carcin", languages=["de"]) == []
        assert len(search.search(seen, "carcin", languages=["en", "de"])) == 1


def test_search_knows_german_stems_and_chinese_signs(them: Cast, case: Case) -> None:
    german = Text((a_page(1, "Die Untersuchungen der Lymphknoten"),))
    chinese = Text((a_page(1, "患者 诊断为浸润性导管癌 左乳"),))
    a_read_document(them, case, a_document(facts=[], text=german, language="de"), mark="de")
    a_read_document(them, case, a_document(facts=[], text=chinese, language="zh"), mark="zh", title="B")
    with acting(them.ana, them.programme):
        seen = view(them, case, them.ana)
        [hit] = search.search(seen, "untersuchung")
        assert ("Untersuchungen", True) in hit.headline
        [hit] = search.search(seen, "导管癌")
        assert (hit.record_title, hit.headline[1]) == ("B", ("诊断为浸润性导管癌", True))
        assert search.search(seen, "管导癌") == []


def test_search_of_a_blind_expert_finds_nothing_that_is_sealed(
    them: Cast, case: Case, letter: ReadDocument
) -> None:
    seal(them, letter)
    bo = as_expert(them, case)
    with acting(bo, them.programme):
        seen = view(them, case, bo)
        for words in (CANARY, "mastectomy", "advise"):
            assert search.search(seen, words) == []
        [hit] = search.search(seen, "haemoglobin")
        assert CANARY not in str(hit)
    with acting(them.cleo, them.programme):
        assert len(search.search(view(them, case, them.cleo), CANARY)) == 1


def test_a_document_shows_pages_words_facts_and_what_became_of_it(
    them: Cast, case: Case, letter: ReadDocument
) -> None:
    with acting(them.cleo, them.programme):
        seen = view(them, case, them.cleo)
        passage = chart.seal_passage(view=seen, record=letter.record, page=1, box=ADVICE, at=now())
        shown = document(seen, letter.record.public_id, first=2)
        assert [page.number for page in shown.pages] == [2]
        assert (shown.page_count, shown.title, shown.type, shown.language) == (
            2,
            "Letter",
            "clinic_letter",
            "en",
        )
        assert shown.suggested_title == "Doctor's letter"
        assert [(one.id, one.page, one.box) for one in shown.sealed] == [(passage.pk, 1, ADVICE)]
        assert len(shown.facts) == 6
        assert [f.withheld for f in shown.facts].count(True) == 1
        assert shown.said is not None
        assert shown.file_opens
    with acting(them.ana, them.programme):
        shown = document(view(them, case, them.ana), letter.record.public_id)
        assert (shown.suggested_title, shown.sealed, len(shown.pages)) == ("", (), 2)


def test_a_document_of_a_blind_expert_has_no_word_of_what_is_sealed(
    them: Cast, case: Case, letter: ReadDocument
) -> None:
    bo = as_expert(them, case)
    with acting(bo, them.programme):
        assert document(view(them, case, bo), letter.record.public_id).file_opens
    seal(them, letter)
    with acting(bo, them.programme):
        shown = document(view(them, case, bo), letter.record.public_id)
        assert CANARY not in str(shown)
        assert "mastectomy" not in str(shown)
        assert (shown.said, shown.sealed, shown.file_opens, shown.type) == (None, (), False, "")
        assert [len(page.lines) for page in shown.pages] == [3, 2]
        assert access.readings_of(view(them, case, bo)) == {}


def test_who_sees_the_chart_at_all(them: Cast, case: Case, letter: ReadDocument) -> None:
    for person in (them.max, them.mila, as_expert(them, case, "invited")):
        with acting(person, them.programme), pytest.raises(Hidden):
            view(them, case, person)
    chen = as_expert(them, case, "blind", them.dr_chen)
    with acting(chen, them.programme):
        seen = view(them, case, chen)
        assert (seen.blind, seen.is_own, seen.is_staff) == (True, False, False)
    with acting(them.cleo, them.programme):
        assert view(them, case, them.cleo).is_staff
        assert access.staff_view(case, them.cleo).is_staff
    sealed = a_read_document(them, case, blinding="sealed", mark="sealed")
    with acting(chen, them.programme), pytest.raises(Hidden):
        access.find_document(view(them, case, chen), sealed.record.public_id)
    with acting(them.ana, them.programme):
        cases.withdraw_consent(
            consent=Consent.objects.get(case=case, purpose="second_opinion"), by=them.ana, at=now()
        )
    for person in (chen, them.cleo):
        with acting(person, them.programme), pytest.raises((Refused, Hidden)):
            view(them, case, person)


def test_a_proxy_waits_until_they_are_confirmed(them: Cast) -> None:
    case = a_submitted_case(them, by=them.tomas, requester_kind="proxy", proxy_basis="carer")
    with acting(them.tomas, them.programme), pytest.raises(Refused, match="confirmed that you may act"):
        view(them, case, them.tomas)


def test_after_the_commit_all_that_is_certain_opens(them: Cast, case: Case, letter: ReadDocument) -> None:
    sealed = a_read_document(them, case, blinding="sealed", mark="sealed")
    a_read_document(them, case, blinding="", mark="uncertain")
    bo = as_expert(them, case, "open")
    with acting(bo, them.programme):
        seen = view(them, case, bo)
        assert set(access.documents_of(seen)) == {letter.record, sealed.record}
        assert Fact.objects.count() == 12


def test_values_have_names_and_units_as_people_write_them() -> None:
    assert sentences.name_in_words("marker", {"name": "KRAS"}) == "KRAS"
    assert sentences.name_in_words("marker") == "Marker"
    assert sentences.name_in_words("psa") == "PSA"
    assert sentences.name_in_words("lab_other", {"label": "Special"}) == "Special"
    assert sentences.name_in_words("white_cells") == "White cells"
    assert sentences.value_in_words("x", "4", "10*9/L") == "4 10⁹/L"
    assert sentences.value_in_words("x", "positive", "") == "positive"
    assert sentences.heading("imaging") == "Imaging"
