"""What every test of the expert's screens needs: the cast, and browsers that cost no second each."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from secunda.care.cases.tests.factories import Cast, cast
from secunda.portals.parts.tests.signed_in import signed_in


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    """Nobody types a password here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def them(db: None) -> Cast:
    """Everybody."""
    return cast()


@pytest.fixture
def bo(them: Cast) -> Client:
    """Dr Bo's browser, his second factor just used."""
    return signed_in(them.dr_bo, them.programme)
