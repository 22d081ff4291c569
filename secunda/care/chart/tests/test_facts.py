"""What people say of facts: who may, what it becomes, and that the machine's version stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import Settings

from secunda.care.cases.models import Case
from secunda.care.cases.tests.factories import Cast, a_submitted_case, acting, now
from secunda.care.chart import access, rules, vocabulary
from secunda.care.chart import actions as chart
from secunda.care.chart.access import View, timeline
from secunda.care.chart.models import Chronology, Fact, FactRevision, PageText, Reading, Sentence
from secunda.care.chart.tests.factories import ReadDocument, a_read_document, as_expert, view
from secunda.foundation.audit.models import Event
from secunda.foundation.errors import Hidden, Refused

pytestmark = pytest.mark.django_db


def the(name: str, **where: Any) -> Fact:
    return Fact.objects.get(name=name, **where)


def test_the_patient_corrects_and_the_machines_version_stays(
    them: Cast, case: Case, letter: ReadDocument
) -> None:
    with acting(them.ana, them.programme):
        seen = view(them, case, them.ana)
        fact = chart.correct(view=seen, fact=the("ki67"), value=" 19 ", unit="cm", date="2026-05",
                             reason="the report says so", at=now())  # fmt: skip
        assert (fact.value, fact.unit, fact.date, fact.standing, fact.is_from_patient) == (
            "19",
            "cm",
            "2026-05",
            "corrected",
            True,
        )
        revision = FactRevision.objects.get()
        assert revision.was is not None
        assert (revision.was["value"], revision.now["value"], revision.reason, revision.role) == (
            "18",
            "19",
            "the report says so",
            "patient",
        )
        line = timeline.line_of(the("ki67"))
        assert (line.machine_value, line.words, line.by_software, line.from_patient) == (
            "18 %",
            "19 cm",
            False,
            True,
        )
        again = chart.restore(view=seen, fact=fact, at=now())
        assert (again.value, again.unit, again.date, again.standing, again.is_from_patient) == (
            "18",
            "%",
            "",
            "read",
            False,
        )
        assert FactRevision.objects.count() == 2
    with acting(them.cleo, them.programme):
        assert Event.objects.filter(verb__startswith="fact.").count() == 2


def test_staff_confirm_once_and_then_the_patient_asks_the_coordinator(
    them: Cast, case: Case, letter: ReadDocument
) -> None:
    with acting(them.cleo, them.programme):
        seen = view(them, case, them.cleo)
        for _twice in range(2):
            assert chart.confirm(view=seen, fact=the("stage"), at=now()).decided_by == them.cleo
        assert FactRevision.objects.count() == 1
        assert not timeline.line_of(the("stage")).by_software
    with acting(them.ana, them.programme):
        seen = view(them, case, them.ana)
        changes: tuple[Callable[[], object], ...] = (
            lambda: correct(seen),
            lambda: chart.reject(view=seen, fact=the("stage"), at=now()),
            lambda: chart.restore(view=seen, fact=the("stage"), at=now()),
        )
        for change in changes:
            with pytest.raises(Refused, match="tell your coordinator"):
                change()


def test_what_the_patient_rejects_is_gone_for_them_and_disputed_for_the_others(
    them: Cast, case: Case, letter: ReadDocument
) -> None:
    with acting(them.ana, them.programme):
        seen = view(them, case, them.ana)
        chart.reject(view=seen, fact=the("stage"), reason="not mine", at=now())
        assert not access.standing_facts(seen).filter(name="stage").exists()
        with pytest.raises(Refused, match="Restore it first"):
            chart.reject(view=seen, fact=the("stage"), at=now())
    with acting(them.cleo, them.programme):
        seen = view(them, case, them.cleo)
        assert timeline.line_of(access.standing_facts(seen).get(name="stage")).disputed
        chart.reject(view=seen, fact=the("stage"), at=now())
        assert not access.standing_facts(seen).filter(name="stage").exists()
        with pytest.raises(Refused, match="Restore it first"):
            chart.correct(view=seen, fact=the("stage"), value="IIIA", at=now())


def test_what_a_person_added_is_restored_as_it_was_added(
    them: Cast, case: Case, letter: ReadDocument
) -> None:
    with acting(them.ana, them.programme):
        seen = view(them, case, them.ana)
        fact = chart.add(
            view=seen,
            record=letter.record,
            name="psa",
            value="4.1",
            unit="ng/mL",
            page=1,
            quote="PSA 4.1",
            box=(0, 0, 9, 9),
            date="2026-05",
            detail={"range": "<4"},
            at=now(),
        )
        assert (fact.read_by, fact.standing, fact.box) == ("person", "added", [0, 0, 9, 9])
        with pytest.raises(Refused, match="nothing to restore"):
            chart.restore(view=seen, fact=fact, at=now())
        chart.correct(view=seen, fact=fact, value="4.2", at=now())
        chart.reject(view=seen, fact=fact, at=now())
        again = chart.restore(view=seen, fact=fact, at=now())
        assert (again.value, again.standing, again.is_from_patient) == ("4.1", "added", True)
        with pytest.raises(Refused, match="nothing to restore"):
            chart.restore(view=seen, fact=the("stage"), at=now())


def test_the_same_read_twice_is_one(them: Cast, case: Case, letter: ReadDocument) -> None:
    other = a_read_document(them, case, mark="other")
    with acting(them.cleo, them.programme):
        seen = view(them, case, them.cleo)
        mine, theirs = the("stage", record=letter.record), the("stage", record=other.record)
        assert chart.merge(view=seen, facts=[mine, theirs], into=mine, at=now()) == mine
        theirs.refresh_from_db()
        assert (theirs.standing, theirs.merged_into) == ("merged", mine)
        assert access.standing_facts(seen).filter(name="stage").get() == mine
        with pytest.raises(Refused, match="same kind"):
            chart.merge(view=seen, facts=[the("ki67", record=other.record)], into=mine, at=now())
        assert chart.restore(view=seen, fact=theirs, at=now()).merged_into is None


def correct(seen: View, **said: Any) -> object:
    return chart.correct(view=seen, fact=the("stage"), at=now(), **({"value": "IIIA"} | said))


def add(seen: View, **said: Any) -> object:
    record = the("stage").record
    return chart.add(view=seen, record=record, at=now(), **({"name": "stage", "value": "IIIA"} | said))


REFUSED: dict[str, Callable[[View], object]] = {
    "say what it should be": lambda seen: correct(seen, value="  "),
    "too long": lambda seen: correct(seen, value="x" * 401),
    "in the future": lambda seen: correct(seen, date="2999"),
    "full date": lambda seen: add(seen, date="May"),
    "choose what this value is": lambda seen: add(seen, name="mood"),
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_cannot_be_right_is_refused(them: Cast, case: Case, letter: ReadDocument, why: str) -> None:
    with acting(them.cleo, them.programme), pytest.raises(Refused, match=why):
        REFUSED[why](view(them, case, them.cleo))


def test_only_staff_and_experts_who_have_committed_confirm(
    them: Cast, case: Case, letter: ReadDocument
) -> None:
    with acting(them.ana, them.programme), pytest.raises(Refused, match="Confirming is left"):
        chart.confirm(view=view(them, case, them.ana), fact=the("stage"), at=now())
    bo = as_expert(them, case)
    with acting(bo, them.programme):
        seen = view(them, case, bo)
        changes: tuple[Callable[[], object], ...] = (
            lambda: chart.confirm(view=seen, fact=the("stage"), at=now()),
            lambda: add(seen),
        )
        for change in changes:
            with pytest.raises(Refused, match="once you have committed"):
                change()
    chen = as_expert(them, case, "open", them.dr_chen)
    with acting(chen, them.programme):
        assert chart.confirm(view=view(them, case, chen), fact=the("stage"), at=now()).standing == "confirmed"
    with pytest.raises(Refused, match="Only the patient's side"):
        rules.require_may("reviewer", blind=False, action="confirm")


def test_a_fact_of_another_case_is_not_there(them: Cast, case: Case, letter: ReadDocument) -> None:
    other = a_submitted_case(them)
    with acting(them.cleo, them.programme):
        seen = view(them, other, them.cleo)
        fact = the("stage")
        with pytest.raises(Hidden):
            chart.confirm(view=seen, fact=fact, at=now())
        with pytest.raises(Hidden):
            access.find_fact(seen, fact.public_id)
        assert access.find_fact(view(them, case, them.cleo), fact.public_id) == fact


def test_facts_of_a_record_are_those_that_stand(them: Cast, case: Case, letter: ReadDocument) -> None:
    with acting(them.cleo, them.programme):
        chart.reject(view=view(them, case, them.cleo), fact=the("stage"), at=now())
        assert {fact.name for fact in access.facts_of(letter.record)} == {
            "diagnosis", "procedure", "haemoglobin", "ki67",
        }  # fmt: skip


def test_names_belong_to_kinds() -> None:
    names = ("stage", "birads", "lvef", "medicine", "diagnosis", "procedure", "psa")
    assert [vocabulary.kind_of(name) for name in names] == [
        "pathology", "radiology", "heart", "medication", "diagnoses", "procedures", "laboratory",
    ]  # fmt: skip
    assert vocabulary.is_known("haemoglobin")
    assert vocabulary.is_known("lab_other")
    assert not vocabulary.is_known("mood")


def test_what_is_not_good_enough_is_hidden_unless_the_deployment_measured_it(settings: Settings) -> None:
    settings.FACTS_SHOWN = frozenset()
    assert vocabulary.hidden() == vocabulary.not_good_enough()
    assert "withdrawn" in vocabulary.hidden()
    settings.FACTS_SHOWN = frozenset({"withdrawn"})
    assert "withdrawn" not in vocabulary.hidden()


def test_nothing_of_a_person_is_in_what_is_printed() -> None:
    printed = map(str, (
        Fact(name="stage", quote="Ana"), PageText(number=3, text="Ana"), Sentence(position=2, text="Ana"),
        FactRevision(action="add", reason="Ana"), Chronology(edition=4), Reading(reader="r"),
    ))  # fmt: skip
    assert list(printed) == ["stage", "page 3", "sentence 2", "add", "edition 4", "reading by r"]
