"""Cheap sign-ins and a vault of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from secunda.care.cases.models import Case
from secunda.care.cases.tests.factories import Cast, a_submitted_case, cast
from secunda.portals.patient.tests.sending import signed_in


@pytest.fixture(autouse=True)
def surroundings(settings: Settings, tmp_path: Path) -> None:
    """Passwords that hash at once, files that go with the test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.VAULT_URL = f"file://{tmp_path}/vault"


@pytest.fixture
def them(db: None) -> Cast:
    """Everybody."""
    return cast()


@pytest.fixture
def case(them: Cast) -> Case:
    """Ana's case, which waits for records."""
    return a_submitted_case(them)


@pytest.fixture
def ana(them: Cast) -> Client:
    """Ana's browser."""
    return signed_in(them.ana)
