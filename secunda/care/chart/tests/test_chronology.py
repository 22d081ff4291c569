"""The summary: drafted from dated facts, edited and approved by named staff, never a sentence without a citation."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from secunda.care.cases.models import Case
from secunda.care.cases.tests.factories import Cast, acting, now
from secunda.care.chart import actions as chart
from secunda.care.chart.access import chronology
from secunda.care.chart.access.chronology import Cite
from secunda.care.chart.models import Chronology, Fact, Sentence
from secunda.care.chart.tests.factories import ADVICE, CANARY, ReadDocument, as_expert, view
from secunda.care.records.tests.factories import a_pdf, a_received_record
from secunda.foundation.audit.models import Event
from secunda.foundation.errors import Hidden, Refused

pytestmark = pytest.mark.django_db


def test_the_draft_has_a_sentence_for_each_dated_point_and_cites_it(
    them: Cast, case: Case, letter: ReadDocument
) -> None:
    with acting(them.cleo, them.programme):
        seen = view(them, case, them.cleo)
        summary = chart.draft_chronology(view=seen, language="en", at=now())
        stage = Fact.objects.get(name="stage")
    assert [one.text for one in summary.sentences] == [
        "April 2026. Diagnosis: invasive ductal carcinoma.",
        "April 2026. Procedure: biopsy.",
        "2 May 2026. Laboratory: Haemoglobin 128 g/L.",
        "3 May 2026. Doctor's letter: Stage IIB.",
        "3 May 2026. Doctor's letter: left breast: Ki-67 18 %.",
        "June 2026. Procedure: mastectomy.",
    ]
    assert summary.sentences[3].cites == (Cite(letter.record.public_id, stage.public_id, 1),)
    assert (summary.edition, summary.approved, summary.by) == (1, False, "")


def test_nothing_to_draft_from_is_said(them: Cast, case: Case) -> None:
    a_received_record(them, case, content=a_pdf())
    with acting(them.cleo, them.programme), pytest.raises(Refused, match="nothing to draft from"):
        chart.draft_chronology(view=view(them, case, them.cleo), language="en", at=now())


def test_a_person_edits_and_a_named_person_approves(them: Cast, case: Case, letter: ReadDocument) -> None:
    with acting(them.cleo, them.programme):
        seen = view(them, case, them.cleo)
        with pytest.raises(Hidden):
            chart.approve_chronology(view=seen, edition=1, at=now())
        draft = chart.draft_chronology(view=seen, language="en", at=now())
        said = [(one.text, one.cites) for one in draft.sentences[:2]]
        edited = chart.edit_chronology(
            view=seen,
            sentences=[*said, (" By hand. ", [Cite(letter.record.public_id, page=2)])],
            language="en",
            at=now(),
        )
        assert (edited.edition, edited.by, edited.sentences[2].text) == (2, "Cleo", "By hand.")
        assert chronology.approved(seen) is None
        with pytest.raises(Refused, match="read the new edition"):
            chart.approve_chronology(view=seen, edition=1, at=now())
        first = chart.approve_chronology(view=seen, edition=2, at=now())
        assert chart.approve_chronology(view=seen, edition=2, at=now()) == first
        assert first.approved_by == "Cleo"
        chart.draft_chronology(view=seen, language="en", at=now())
        assert chronology.latest(seen).edition == 3  # type: ignore[union-attr]
        assert Event.objects.filter(verb="chronology.approved").count() == 1
    for person in (them.ana, as_expert(them, case, "open")):
        with acting(person, them.programme):
            seen = view(them, case, person)
            shown = chronology.approved(seen)
            assert shown is not None
            assert (shown.edition, len(shown.sentences)) == (2, 3)
            with pytest.raises(Hidden):
                chronology.latest(seen)
            with pytest.raises(Refused, match="Only the programme's staff"):
                chart.draft_chronology(view=seen, language="en", at=now())


def test_a_blind_expert_reads_the_approved_summary_without_what_is_sealed(
    them: Cast, case: Case, letter: ReadDocument
) -> None:
    with acting(them.cleo, them.programme):
        seen = view(them, case, them.cleo)
        chart.draft_chronology(view=seen, language="en", at=now())
        sentences = [("It advises " + CANARY, [Cite(letter.record.public_id, page=1)]),
                     ("Ki-67 of 18 %", [Cite(letter.record.public_id, page=2)])]  # fmt: skip
        chart.edit_chronology(view=seen, sentences=sentences, language="en", at=now())
        chart.approve_chronology(view=seen, edition=2, at=now())
        chart.seal_passage(view=seen, record=letter.record, page=1, box=ADVICE, at=now())
    bo = as_expert(them, case)
    with acting(bo, them.programme):
        shown = chronology.approved(view(them, case, bo))
    assert shown is not None
    assert [one.text for one in shown.sentences] == ["Ki-67 of 18 %"]


def test_no_sentence_without_words_and_a_place_in_this_case(
    them: Cast, case: Case, letter: ReadDocument
) -> None:
    record = letter.record.public_id
    with acting(them.cleo, them.programme):
        seen = view(them, case, them.cleo)
        for sentences, why in (
            ([], "at least one sentence"), ([(" ", [Cite(record)])], "needs words"), ([("A", [])], "needs a place"),
            ([("A", [Cite(uuid4())])], "not in the records"), ([("A", [Cite(record, uuid4())])], "not in the records"),
        ):  # fmt: skip
            with pytest.raises(Refused, match=why):
                chart.edit_chronology(view=seen, sentences=sentences, language="en", at=now())
        edition = Chronology.objects.create(case=case, programme_id=case.programme_id, edition=1, at=now())
        with pytest.raises(Refused, match="without sentences"):
            chart.approve_chronology(view=seen, edition=1, at=now())
        with pytest.raises(IntegrityError), transaction.atomic():
            Sentence.objects.create(case=case, programme_id=case.programme_id, chronology=edition, position=1, text="A",
                                    cites=[])  # fmt: skip
