"""The whole main job through actions, and what a blind expert's database shows meanwhile."""

from __future__ import annotations

import pytest

from secunda.care.cases.models import Case, FirstOpinion, Provenance, Question, StaffNote, Wishes
from secunda.care.cases.tests.factories import acting, cast
from secunda.care.opinions.models import Opinion, Rendering
from secunda.care.opinions.tests.factories import (
    a_committed_read,
    a_released_opinion,
    an_accepted_case,
    an_invitation,
)

pytestmark = pytest.mark.django_db
SEALED = (FirstOpinion, Question, Wishes, StaffNote)


def counts(*models: type) -> list[int]:
    return [model.objects.count() for model in models]  # type: ignore[attr-defined]


def test_an_invited_expert_sees_provenance_only() -> None:
    them = cast()
    an_invitation(them)
    with acting(them.dr_bo, them.programme):
        assert counts(*SEALED, Provenance) == [0, 0, 0, 0, 1]
    with acting(them.dr_bo, them.other):
        assert counts(*SEALED, Provenance, Case) == [0] * 6


def test_a_blind_expert_sees_nothing_sealed_and_no_provenance() -> None:
    them = cast()
    an_accepted_case(them)
    with acting(them.dr_bo, them.programme):
        assert counts(*SEALED, Provenance) == [0] * 5


def test_the_commit_unseals() -> None:
    them = cast()
    a_committed_read(them)
    with acting(them.dr_bo, them.programme):
        assert counts(*SEALED, Provenance) == [1, 2, 1, 0, 1]


def test_a_patient_reads_a_released_opinion_and_not_before() -> None:
    them = cast()
    opinion = a_released_opinion(them)
    with acting(them.ana, them.programme):
        assert counts(Opinion, Rendering) == [1, 1]
        assert Case.objects.get(pk=opinion.case_id).readable_at is not None
    with acting(them.max, them.programme):
        assert counts(Opinion, Rendering) == [0, 0]
