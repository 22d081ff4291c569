"""Cheap sign-ins and a vault of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from secunda.care.cases.tests.factories import Cast, cast


@pytest.fixture(autouse=True)
def surroundings(settings: Settings, tmp_path: Path) -> None:
    """Passwords that hash at once, files that go with the test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.VAULT_URL = f"file://{tmp_path}/vault"


@pytest.fixture
def them(db: None) -> Cast:
    """Everybody."""
    return cast()
