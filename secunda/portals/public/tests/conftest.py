"""Two programmes, and a visitor of the first."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from secunda.care.cases.tests.factories import a_programme, an_account
from secunda.foundation.accounts.models import Account, Programme


@pytest.fixture
def programme(db: None) -> Programme:
    """The programme whose door it is. Sign-up limits of earlier tests are forgotten."""
    cache.clear()
    return a_programme("lindenhof")


@pytest.fixture
def other(db: None) -> Programme:
    """Another programme of the deployment."""
    return a_programme("southbay")


@pytest.fixture
def ana(db: None) -> Account:
    """The patient's account."""
    return an_account("Ana")


@pytest.fixture
def max_(db: None) -> Account:
    """A stranger who is signed in."""
    return an_account("Max")
