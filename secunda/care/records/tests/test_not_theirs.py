"""What staff saw to be somebody else's: out of the case for good, one line with a sentence, and who said so."""

from __future__ import annotations

import pytest

from secunda.care.cases import actions as cases
from secunda.care.cases.models import Case, LegalHold, Task
from secunda.care.cases.tests.factories import Cast, acting, now
from secunda.care.records import access, sentences
from secunda.care.records import actions as records
from secunda.care.records.models import Instance, Record
from secunda.care.records.tests.factories import a_received_record, a_scan
from secunda.foundation.audit.models import Event
from secunda.foundation.errors import Refused
from secunda.foundation.vault.models import Object

pytestmark = pytest.mark.django_db
OTHER = {"PatientName": "Kessler^Wolfgang", "PatientBirthDate": "19500202"}


def not_theirs(them: Cast, record: Record) -> None:
    with acting(them.cleo, them.programme):
        records.say_not_theirs(record=record, by=them.cleo, at=now())


def test_a_study_of_somebody_else_leaves_one_line_and_nothing_of_it(them: Cast, case: Case) -> None:
    slices = [a_received_record(them, case, content=a_scan(n, **OTHER), name="his") for n in (1, 2)]
    assert slices[0].patient_seen == {"names": ["Kessler^Wolfgang"], "birth_dates": ["1950-02-02"]}
    not_theirs(them, slices[1])
    with acting(them.ana, them.programme):
        (line,) = access.listed(case)
        assert (line.state, line.name, line.patient_seen, line.object) == ("refused", "his", {}, None)
        assert "somebody else's" in sentences.why_refused(line)
        assert not Instance.objects.exists()
        assert not Object.objects.exists()
    with acting(them.cleo, them.programme):
        assert Event.objects.get(verb="record.not_theirs").actor_id == them.cleo.pk
        waiting = Task.objects.filter(kind__in=("confirm_identity", "classify_records"), done_at=None)
        assert not waiting.exists()


def test_the_same_bytes_may_come_again_and_are_looked_at_again(them: Cast, case: Case) -> None:
    not_theirs(them, a_received_record(them, case, content=a_scan(1, **OTHER)))
    again = a_received_record(them, case, content=a_scan(1, **OTHER))
    assert (again.state, again.identity) == ("accepted", "mismatch")
    with acting(them.ana, them.programme):
        assert [one.pk for one in access.listed(case)] == [again.pk]


def test_what_an_expert_may_have_read_as_the_patients_stays(them: Cast, case: Case) -> None:
    hers = a_received_record(them, case, content=a_scan(1))
    his = a_received_record(them, case, content=a_scan(2, StudyInstanceUID="1.8", **OTHER))
    with acting(them.cleo, them.programme):
        Case.objects.filter(pk=case.pk).update(state="review")
    with pytest.raises(Refused, match="already being read"):
        not_theirs(them, hers)
    not_theirs(them, his)  # nobody could have seen it


def test_the_law_keeps_it(them: Cast, case: Case) -> None:
    record = a_received_record(them, case, content=a_scan(1, **OTHER))
    with acting(them.cleo, them.programme):
        cases.hold(case=case, klass="evidence", reason="court", by=them.cleo, at=now())
        assert LegalHold.objects.exists()
    with pytest.raises(Refused, match="legal reasons"):
        not_theirs(them, record)


def test_the_rest_stays_sealed_with_one_press(them: Cast, case: Case) -> None:
    for n in (1, 2):
        a_received_record(them, case, content=a_scan(n))
    letter = a_received_record(them, case)
    with acting(them.cleo, them.programme):
        records.classify(record=letter, blinding="open", title="Letter", by=them.cleo, at=now())
        assert records.seal_rest(case=case, by=them.cleo, at=now()) == 1
        assert records.seal_rest(case=case, by=them.cleo, at=now()) == 0
        assert access.unclassified(case) == 0
        found = {one.blinding for one in access.listed(case).exclude(pk=letter.pk)}
        assert found == {"sealed"}
        assert access.listed(case).get(pk=letter.pk).blinding == "open"
        assert Event.objects.filter(verb="record.classified").count() == 2
