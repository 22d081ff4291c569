"""A mail server on a free port, wording for every kind, and Django pointed at both."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from pytest_django import Settings

from secunda.foundation.accounts.models import Account, Programme
from secunda.foundation.notifications.tests import ground


@pytest.fixture
def postbox(settings: Settings) -> Iterator[ground.Postbox]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    box = ground.Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.TEMPLATES = ground.wording()
    settings.NOTIFICATION_URL = "secunda.foundation.notifications.tests.ground.link"
    yield box
    if controller.server:
        controller.stop()


@pytest.fixture
def programme(db: None) -> Programme:
    return ground.a_programme("north")


@pytest.fixture
def other_programme(db: None) -> Programme:
    return ground.a_programme("south")


@pytest.fixture
def ana(db: None) -> Account:
    return ground.an_account("Ana")


@pytest.fixture
def dr_chen(db: None) -> Account:
    return ground.an_account("Chen", language="ar")


@pytest.fixture
def max_(db: None) -> Account:
    return ground.an_account("Max")
