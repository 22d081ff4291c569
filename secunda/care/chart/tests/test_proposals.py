"""A model of language proposes; what the record does not say is dropped, and nothing stands before staff keep it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from secunda.care.cases.models import Case, Task
from secunda.care.cases.tests.factories import Cast, acting, now
from secunda.care.chart import actions as chart
from secunda.care.chart import jobs, language_model
from secunda.care.chart.access import chronology
from secunda.care.chart.models import Fact, Proposal
from secunda.care.chart.tests.a_model import AModel, a_model
from secunda.care.chart.tests.factories import ReadDocument, view
from secunda.care.records import actions as records
from secunda.foundation.audit.models import Event
from secunda.foundation.errors import Hidden, Refused

pytestmark = pytest.mark.django_db
TRUE = {"name": "laterality", "value": "left", "quote": "of the left breast stage IIB"}
FALSE = {"name": "laterality", "value": "right", "quote": "of the left breast stage IIB"}
INVENTED = {"name": "size", "value": "24", "unit": "mm", "quote": "a tumour of 24 mm"}
QUESTIONS_ASKED = "record.shown_to_model"


@pytest.fixture
def model(settings: Settings, them: Cast) -> Iterator[AModel]:
    """A model that this deployment has set and the programme has allowed."""
    with a_model() as running:
        settings.LANGUAGE_MODEL = {"url": running.url, "name": "a-model", "key": "s3cret"}
        them.programme.rules = them.programme.rules | {"language_model": True}
        with acting(them.cleo, them.programme):
            them.programme.save()
        yield running


def propose(letter: ReadDocument) -> None:
    record = letter.record
    jobs.propose(record_id=record.public_id, case_id=record.case_id, programme_id=record.programme_id)


def test_off_by_default_nothing_is_sent(them: Cast, case: Case, letter: ReadDocument) -> None:
    assert not language_model.is_on()
    propose(letter)
    with acting(them.cleo, them.programme):
        assert not Event.objects.filter(verb=QUESTIONS_ASKED).exists()
        with pytest.raises(Refused, match="No language model"):
            chart.ask_for_summary(view=view(them, case, them.cleo), at=now())


def test_a_programme_that_did_not_allow_it_sends_nothing(
    them: Cast, letter: ReadDocument, model: AModel
) -> None:
    them.programme.rules = {}
    with acting(them.cleo, them.programme):
        them.programme.save()
    propose(letter)
    assert model.asked == []


def test_what_the_record_bears_out_is_proposed_to_staff_alone(
    them: Cast, case: Case, letter: ReadDocument, model: AModel
) -> None:
    model.says = {"facts": [TRUE, FALSE, INVENTED, "not an object", {"name": 7}]}
    propose(letter)
    propose(letter)
    assert (model.asked[0]["path"], model.asked[0]["key"]) == ("/v1/chat/completions", "Bearer s3cret")
    assert "left breast" in model.asked[0]["messages"][1]["content"]
    with acting(them.cleo, them.programme):
        one = Proposal.objects.get()
        assert (one.name, one.value, one.page, one.by) == ("laterality", "left", 1, "a-model")
        assert one.box is not None
        assert Event.objects.filter(verb=QUESTIONS_ASKED, case_id=case.pk).count() == 2
    with acting(them.ana, them.programme):
        assert not Proposal.objects.exists()
        with pytest.raises(Hidden):
            chart.accept(view=view(them, case, them.ana), proposal=one, at=now())


def test_staff_keep_it_in_their_name_or_leave_it_out(
    them: Cast, case: Case, letter: ReadDocument, model: AModel
) -> None:
    model.says = {"facts": [TRUE, {"name": "stage", "value": "stage", "quote": "breast stage IIB"}]}
    propose(letter)
    with acting(them.cleo, them.programme):
        seen = view(them, case, them.cleo)
        kept, left = Proposal.objects.order_by("id")
        fact = chart.accept(view=seen, proposal=kept, at=now())
        chart.leave_out(view=seen, proposal=left, at=now())
        for action in (chart.accept, chart.leave_out):
            with pytest.raises(Refused, match="already"):
                action(view=seen, proposal=kept, at=now())
        assert (fact.standing, fact.decided_by, fact.quote) == ("added", them.cleo, TRUE["quote"])
    propose(letter)
    with acting(them.cleo, them.programme):
        assert not Proposal.objects.filter(decided_at=None).exists()
        records.remove(record=letter.record, by=them.cleo, at=now(), as_staff=True)
        assert not Proposal.objects.exists()
        assert not Fact.objects.filter(record=letter.record).exists()


def test_a_summary_keeps_the_sentences_that_a_record_bears_out(
    them: Cast, case: Case, letter: ReadDocument, model: AModel
) -> None:
    model.says = {
        "sentences": [
            {
                "text": "In April 2026 a biopsy was done.",
                "document": 1,
                "quote": "Biopsy performed in April 2026",
            },
            {
                "text": "In April 2025 a biopsy was done.",
                "document": 1,
                "quote": "Biopsy performed in April 2026",
            },
            {"text": "She was cured.", "document": 1, "quote": "complete remission"},
            {"text": "Of another document.", "document": 9, "quote": "Biopsy performed in April 2026"},
        ]
    }
    with acting(them.cleo, them.programme):
        chart.ask_for_summary(view=view(them, case, them.cleo), at=now())
        assert Task.objects.filter(case=case, kind="summary_by_model", done_at=None).exists()
    jobs.propose_summary(case_id=case.pk, programme_id=case.programme_id)
    with acting(them.cleo, them.programme):
        latest = chronology.latest(view(them, case, them.cleo))
        assert latest is not None
        assert [one.text for one in latest.sentences] == ["In April 2026 a biopsy was done."]
        assert (latest.approved, latest.by) == (False, "")
        assert latest.sentences[0].cites[0].page == 2
        assert not Task.objects.filter(case=case, kind="summary_by_model", done_at=None).exists()


@pytest.mark.parametrize(
    ("status", "says"),
    [(500, {}), (302, {}), (200, b"not json"), (200, ["a list"]), (200, b"{}"), (200, b"x" * 3_000_000)],
)
def test_a_model_without_an_answer_changes_nothing(
    them: Cast, letter: ReadDocument, model: AModel, status: int, says: object
) -> None:
    model.status, model.says = status, says
    with pytest.raises(language_model.NoAnswer) as told:
        propose(letter)
    assert "breast" not in str(told.value)
    with acting(them.cleo, them.programme):
        assert not Proposal.objects.exists()


def test_no_words_go_over_the_network_unencrypted(settings: Settings) -> None:
    settings.LANGUAGE_MODEL = {"url": "http://models.example.org/v1", "name": "m", "key": ""}
    with pytest.raises(language_model.NoAnswer, match="TLS"):
        language_model.ask("Read.", "A letter")
