"""A forgotten filter shows nothing: every table, as each person, without any WHERE."""

from __future__ import annotations

import pytest
from django.db import connection

from secunda.care.cases.models import Brief, Case, FirstOpinion, Patient, Provenance, Question, Wishes
from secunda.care.cases.tests.factories import a_case_with_records_complete, a_submitted_case, acting, cast
from secunda.foundation.accounts import principal

pytestmark = pytest.mark.django_db

MATTER = (Case, Patient, FirstOpinion, Provenance, Question, Wishes)


def test_nobody_sees_nothing() -> None:
    them = cast()
    a_submitted_case(them)
    principal.set_principal()
    assert [model.objects.count() for model in MATTER] == [0] * len(MATTER)


def test_a_stranger_and_another_programmes_coordinator_see_nothing() -> None:
    them = cast()
    a_submitted_case(them)
    for person, programme in ((them.max, them.programme), (them.mila, them.other), (them.mila, them.programme),
                              (them.cleo, them.other), (them.dr_bo, them.programme)):  # fmt: skip
        with acting(person, programme):
            assert [model.objects.count() for model in MATTER] == [0] * len(MATTER)


def test_the_patient_and_the_coordinator_see_all_of_it() -> None:
    them = cast()
    a_case_with_records_complete(them)
    for person in (them.ana, them.cleo):
        with acting(person, them.programme):
            assert [model.objects.count() for model in MATTER] == [1, 1, 1, 1, 2, 1]
            assert Brief.objects.count() == 1


def test_another_case_cannot_be_written_into() -> None:
    them = cast()
    case = a_submitted_case(them)
    with acting(them.max, them.programme):
        assert Case.objects.filter(pk=case.pk).update(state="closed") == 0
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from cases_question")
            assert cursor.fetchone() == (0,)
