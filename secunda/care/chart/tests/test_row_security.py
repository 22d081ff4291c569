"""A forgotten filter shows nothing more: the tables, as each person, without any WHERE; canaries stay sealed."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from secunda.care.cases import actions as cases
from secunda.care.cases.models import Case
from secunda.care.cases.tests.factories import Cast, a_submitted_case, acting, now
from secunda.care.chart import actions as chart
from secunda.care.chart.models import (
    Chronology,
    Fact,
    FactRevision,
    OpenText,
    PageText,
    Reading,
    Sentence,
)
from secunda.care.chart.tests.factories import (
    ADVICE,
    ANA,
    CANARY,
    ReadDocument,
    a_document,
    a_read_document,
    as_expert,
    view,
)
from secunda.care.records import actions as records
from secunda.care.records.models import Record, SealedPassage
from secunda.foundation.accounts.models import Account

pytestmark = pytest.mark.django_db
EVERYTHING = (Reading, PageText, OpenText, Fact, FactRevision, Chronology, Sentence)


def everything(person: Account, them: Cast) -> str:
    """Every column of every row of the chart that a person can reach, as one text."""
    with acting(person, them.programme), connection.cursor() as cursor:
        told = []
        for table in (model._meta.db_table for model in EVERYTHING):
            cursor.execute(f"select coalesce(string_agg(t::text, ' '), '') from {table} t")
            told.append(cursor.fetchone()[0])
    return " ".join(told)


def counts(person: Account, them: Cast) -> dict[str, int]:
    with acting(person, them.programme):
        return {model.__name__: model.objects.count() for model in EVERYTHING}


def seal(them: Cast, letter: ReadDocument) -> SealedPassage:
    """Cleo seals the line with the first opinion's conclusion."""
    with acting(them.cleo, them.programme):
        seen = view(them, letter.record.case, them.cleo)
        return chart.seal_passage(view=seen, record=letter.record, page=1, box=ADVICE, at=now())


def a_summary(them: Cast, case: Case) -> None:
    with acting(them.cleo, them.programme):
        seen = view(them, case, them.cleo)
        drafted = chart.draft_chronology(view=seen, language="en", at=now())
        chart.approve_chronology(view=seen, edition=drafted.edition, at=now())


def test_a_blind_expert_reaches_open_pages_and_facts_and_nothing_else(
    them: Cast, case: Case, letter: ReadDocument
) -> None:
    a_read_document(them, case, blinding="sealed", mark="sealed")
    a_read_document(them, case, blinding="", mark="undecided")
    bo = as_expert(them, case)
    assert counts(bo, them) == {
        "Reading": 0, "PageText": 0, "OpenText": 2, "Fact": 6, "FactRevision": 0, "Chronology": 0, "Sentence": 0,
    }  # fmt: skip
    with acting(bo, them.programme):
        assert set(Fact.objects.values_list("record_id", flat=True)) == {letter.record.id}
    assert CANARY in everything(bo, them)


def test_a_sealed_passage_speaks_nowhere_to_a_blind_expert(
    them: Cast, case: Case, letter: ReadDocument
) -> None:
    bo = as_expert(them, case)
    a_summary(them, case)
    assert CANARY in everything(bo, them)
    seal(them, letter)
    assert "mastectomy" not in everything(bo, them)
    assert CANARY not in everything(bo, them)
    with acting(bo, them.programme):
        assert OpenText.objects.get(number=1).text.splitlines() == [
            "Clinic letter of 3 May 2026 for Ana Lindqvist",
            "Invasive ductal carcinoma of the left breast stage IIB",
            "Haemoglobin 128 g/L measured on 2 May 2026",
        ]
        assert sorted(Fact.objects.values_list("name", "value")) == [
            ("diagnosis", "invasive ductal carcinoma"), ("haemoglobin", "128"), ("ki67", "18"), ("procedure", "biopsy"),
            ("stage", "IIB"),
        ]  # fmt: skip
        assert Sentence.objects.count() == 5
        assert not SealedPassage.objects.exists()
        assert Record.objects.get().blinding == "passages"
    assert CANARY in everything(them.cleo, them)
    assert CANARY in everything(them.ana, them)


def test_after_the_commit_the_passage_is_read(them: Cast, case: Case, letter: ReadDocument) -> None:
    seal(them, letter)
    bo = as_expert(them, case, "open")
    assert CANARY in everything(bo, them)


def test_a_passage_that_was_unsealed_opens_only_what_is_classified_again(
    them: Cast, case: Case, letter: ReadDocument
) -> None:
    bo = as_expert(them, case)
    passage = seal(them, letter)
    with acting(them.cleo, them.programme):
        chart.unseal_passage(view=view(them, case, them.cleo), passage_id=passage.pk, at=now())
    assert counts(bo, them)["OpenText"] == 0
    assert CANARY not in everything(bo, them)
    with acting(them.cleo, them.programme):
        record = Record.objects.get(pk=letter.record.pk)
        records.classify(record=record, blinding="open", title="", by=them.cleo, at=now())
    assert CANARY in everything(bo, them)


def test_a_record_called_open_with_sealed_passages_opens_with_the_classification_after_the_first_passage(
    them: Cast, case: Case
) -> None:
    letter = a_read_document(them, case, blinding="sealed")
    bo = as_expert(them, case)
    with acting(them.cleo, them.programme):
        records.classify(record=letter.record, blinding="passages", title="", by=them.cleo, at=now())
    assert counts(bo, them)["OpenText"] == 0
    seal(them, letter)
    assert counts(bo, them)["OpenText"] == 0
    with acting(them.cleo, them.programme):
        records.classify(record=letter.record, blinding="passages", title="", by=them.cleo, at=now())
    assert counts(bo, them)["OpenText"] == 2
    assert CANARY not in everything(bo, them)


def test_a_quote_that_runs_into_a_sealed_page_is_sealed_too(them: Cast, case: Case) -> None:
    document = a_document(("It says advice:",), (f"remove {CANARY} at once",),
                          facts=[("treatment", "removal", f"advice:\n\fremove {CANARY}", {})])  # fmt: skip
    letter = a_read_document(them, case, document)
    bo = as_expert(them, case)
    with acting(them.cleo, them.programme):
        seen = view(them, case, them.cleo)
        chart.seal_passage(view=seen, record=letter.record, page=2, box=(0, 0, 600, 20), at=now())
    assert CANARY not in everything(bo, them)


def test_facts_without_a_place_are_sealed_with_any_passage_of_their_page(
    them: Cast, case: Case, letter: ReadDocument
) -> None:
    bo = as_expert(them, case)
    seal(them, letter)
    with acting(them.cleo, them.programme):
        for page in (1, 2, None):
            chart.add(
                view=view(them, case, them.cleo),
                record=letter.record,
                name="pM",
                value="M0",
                page=page,
                at=now(),
            )
    with acting(bo, them.programme):
        assert list(Fact.objects.filter(name="pM").values_list("page", flat=True)) == [2]


@pytest.mark.parametrize(
    "change", [{"identity": "mismatch", "identity_confirmed_at": None}, {"blinding": "sealed"}]
)
def test_a_record_that_is_not_open_any_more_takes_its_pages_along(
    them: Cast, case: Case, letter: ReadDocument, change: dict[str, object]
) -> None:
    bo = as_expert(them, case)
    with acting(them.cleo, them.programme):
        Record.objects.filter(pk=letter.record.pk).update(**change)
        assert set(Fact.objects.values_list("withheld", flat=True)) == {True}
    assert everything(bo, them).strip() == ""


def test_what_the_patient_writes_waits_for_staff_before_a_blind_expert_sees_it(
    them: Cast, case: Case, letter: ReadDocument
) -> None:
    bo = as_expert(them, case)
    with acting(them.ana, them.programme):
        seen = view(them, case, them.ana)
        stage = Fact.objects.get(name="stage")
        chart.correct(view=seen, fact=stage, value=CANARY + "3", at=now())
        added = chart.add(view=seen, record=letter.record, name="stage", value=CANARY + "4", page=2, at=now())
    assert CANARY + "3" not in everything(bo, them)
    assert CANARY + "4" not in everything(bo, them)
    with acting(them.cleo, them.programme):
        chart.confirm(view=view(them, case, them.cleo), fact=added, at=now())
    assert CANARY + "4" in everything(bo, them)


def test_strangers_and_the_invited_reach_nothing(them: Cast, case: Case, letter: ReadDocument) -> None:
    a_summary(them, case)
    as_expert(them, case, "invited", them.dr_chen)
    for person in (them.max, them.mila, them.dr_bo, them.dr_chen):
        assert set(counts(person, them).values()) == {0}
    with acting(them.cleo, them.other):
        assert not any(model.objects.exists() for model in EVERYTHING)
    with acting(them.mila, them.other):
        assert not any(model.objects.exists() for model in EVERYTHING)


def test_a_proxy_who_is_not_confirmed_reaches_nothing(them: Cast) -> None:
    case = a_submitted_case(them, by=them.tomas, requester_kind="proxy", proxy_basis="carer")
    a_read_document(them, case, a_document(patient=ANA), by=them.tomas)
    assert set(counts(them.tomas, them).values()) == {0}


def test_a_coordinator_who_reads_the_case_blind_reaches_no_more_than_any_expert(
    them: Cast, case: Case, letter: ReadDocument
) -> None:
    seal(them, letter)
    as_expert(them, case, "blind", them.cleo)
    assert CANARY not in everything(them.cleo, them)
    assert counts(them.cleo, them)["PageText"] == 0


def test_history_and_editions_are_only_added_to(them: Cast, case: Case, letter: ReadDocument) -> None:
    a_summary(them, case)
    with acting(them.cleo, them.programme):
        chart.confirm(view=view(them, case, them.cleo), fact=Fact.objects.get(name="stage"), at=now())
        tries = (
            lambda: FactRevision.objects.update(reason="x"),
            lambda: FactRevision.objects.all().delete(),
            lambda: Sentence.objects.update(text="x"),
            lambda: Sentence.objects.all().delete(),
            lambda: Chronology.objects.all().delete(),
            lambda: Chronology.objects.update(state="draft", approved_at=None, approved_by=None),
            lambda: Chronology.objects.update(edition=9),
            lambda: OpenText.objects.update(withheld=False),
            lambda: Sentence.objects.create(case=case, programme_id=case.programme_id, position=9, text="x",
                                            chronology=Chronology.objects.get(), cites=[{"record": None}]),
        )  # fmt: skip
        for attempt in tries:
            with pytest.raises(DatabaseError), transaction.atomic():
                attempt()


def test_nobody_makes_a_fact_open_by_saying_so(them: Cast, case: Case, letter: ReadDocument) -> None:
    seal(them, letter)
    with acting(them.cleo, them.programme):
        Fact.objects.update(withheld=False)
        assert Fact.objects.get(value="mastectomy").withheld


def test_only_an_approved_edition_reaches_experts_and_the_patient(
    them: Cast, case: Case, letter: ReadDocument
) -> None:
    bo = as_expert(them, case)
    with acting(them.cleo, them.programme):
        chart.draft_chronology(view=view(them, case, them.cleo), language="en", at=now())
    for person in (bo, them.ana):
        assert (counts(person, them)["Chronology"], counts(person, them)["Sentence"]) == (0, 0)
    with acting(them.cleo, them.programme):
        chart.approve_chronology(view=view(them, case, them.cleo), edition=1, at=now())
    for person in (bo, them.ana):
        assert (counts(person, them)["Chronology"], counts(person, them)["Sentence"]) == (1, 6)


def test_the_end_of_a_part_ends_what_is_reached(them: Cast, case: Case, letter: ReadDocument) -> None:
    bo = as_expert(them, case)
    with acting(them.cleo, them.programme):
        cases.close_party(case=case, account=bo, at=now())
    assert set(counts(bo, them).values()) == {0}
