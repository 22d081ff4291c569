"""What is shown of what was read: by its name's precision in words, by its structure always."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from secunda.care.cases.models import Case
from secunda.care.cases.tests.factories import Cast, acting
from secunda.care.chart import access
from secunda.care.chart.models import Fact
from secunda.care.chart.tests.factories import a_document, a_read_document, view

pytestmark = pytest.mark.django_db


def test_what_is_too_seldom_right_in_words_is_shown_from_a_structure(
    them: Cast, case: Case, settings: Settings
) -> None:
    settings.FACTS_SHOWN = frozenset()
    a_read_document(them, case, a_document(("angina and measles once",), facts=[
        ("diagnosis", "angina", "angina", {}), ("diagnosis", "measles", "measles", {}),
        ("withdrawn", "once", "once", {}),
    ]))  # fmt: skip
    with acting(them.cleo, them.programme):
        Fact.objects.exclude(value="measles").update(path="Bundle.entry[3].resource")
        seen = view(them, case, them.cleo)
        assert [fact.value for fact in access.facts_in(seen)] == ["angina"]
