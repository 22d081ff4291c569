"""What every test of the studies needs: the cast, a case, and passwords that cost no second each."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from secunda.care.cases.models import Case
from secunda.care.cases.tests.factories import Cast, a_submitted_case, cast


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    """Nobody waits for a hash here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def them(db: None) -> Cast:
    """Everybody."""
    return cast()


@pytest.fixture
def case(them: Cast) -> Case:
    """Ana's case, which waits for records."""
    return a_submitted_case(them)
