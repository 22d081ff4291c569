"""What every test of the chart needs: the cast, a case, and a document of Ana's that was read."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from secunda.care.cases.models import Case
from secunda.care.cases.tests.factories import Cast, a_submitted_case, cast
from secunda.care.chart.tests.factories import ReadDocument, a_read_document
from secunda.care.chart.vocabulary import not_good_enough


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    """Nobody signs in here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def every_name_is_shown(settings: Settings) -> None:
    """What is shown depends on what was last measured; these tests are about something else."""
    settings.FACTS_SHOWN = not_good_enough()


@pytest.fixture
def them(db: None) -> Cast:
    """Everybody."""
    return cast()


@pytest.fixture
def case(them: Cast) -> Case:
    """Ana's case, which waits for records."""
    return a_submitted_case(them)


@pytest.fixture
def letter(them: Cast, case: Case) -> ReadDocument:
    """Ana's letter of two pages, open from the start and read."""
    return a_read_document(them, case)
