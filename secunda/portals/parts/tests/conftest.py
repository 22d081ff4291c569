"""What the tests of the chart's screens share: the cast, a case with all who see it, and a letter that was read."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from secunda.care.cases.tests.factories import Cast, cast
from secunda.care.chart.tests.factories import ReadDocument
from secunda.portals.parts.tests.chart_world import World, a_letter, a_world


@pytest.fixture
def quick_passwords(settings: Settings) -> None:
    """Nobody types a password here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def them(db: None) -> Cast:
    """Everybody."""
    return cast()


@pytest.fixture
def world(them: Cast) -> World:
    """Ana's case on screen."""
    return a_world(them)


@pytest.fixture
def letter(world: World) -> ReadDocument:
    """Ana's letter, open and read."""
    return a_letter(world)
