"""Where the doors leave transactions to the views that take bytes, nothing of the database is held while they come."""

from __future__ import annotations

import os
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from secunda.care.cases.models import Case
from secunda.care.cases.tests.factories import Cast, a_submitted_case, acting, cast
from secunda.care.records.models import Arrival, Record
from secunda.care.records.tests.factories import a_pdf
from secunda.portals.parts.doors import Answer, Request
from secunda.portals.patient.tests.pieces import PIECES, TUS, begin, go_on, where
from secunda.portals.patient.tests.sending import at

pytestmark = pytest.mark.django_db(transaction=True)
DOOR = "secunda.portals.parts.doors.principal_of_request"


def leaves_transactions(answer: Answer) -> Answer:
    """A door that opens no transaction."""

    def through(request: Request) -> HttpResponse:
        return answer(request)

    return through


@pytest.fixture(autouse=True)
def door(settings: Settings) -> None:
    mine = f"{__name__}.leaves_transactions"
    settings.MIDDLEWARE = [mine if one == DOOR else one for one in settings.MIDDLEWARE]


@pytest.fixture
def them() -> Cast:
    with transaction.atomic():
        return cast()


@pytest.fixture
def case(them: Cast) -> Case:
    with transaction.atomic():
        return a_submitted_case(them)


@pytest.fixture
def ana(them: Cast) -> Client:
    client = Client()
    client.force_login(them.ana)
    return client


class Watched:
    """A body that notes whether the database was held while it was read."""

    def __init__(self, content: bytes) -> None:
        self.left, self.held = content, False

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        self.held |= connection.in_atomic_block or connection.connection is not None
        some, self.left = self.left[:size], self.left[size:]
        return some

    readline = read


def test_nothing_of_the_database_is_held_while_bytes_come(ana: Client, them: Cast, case: Case) -> None:
    content = a_pdf() + os.urandom(2_000_000)
    place = where(begin(ana, case, len(content), body=content[:100]))
    body = Watched(content[100:])
    length = str(len(content) - 100)
    more: dict[str, Any] = {"wsgi.input": body, "CONTENT_LENGTH": length, "CONTENT_TYPE": PIECES}
    answer = go_on(ana, place, 100, b"", **more)
    assert (answer.status_code, answer["Secunda-Outcome"]) == (204, "taken")
    assert not body.held
    with transaction.atomic(), acting(them.ana, them.programme):
        assert Record.objects.get().size == len(content)
        assert Arrival.objects.get().state == "taken"


def test_who_may_not_send_does_not(them: Cast, case: Case) -> None:
    stranger = Client()
    stranger.force_login(them.max)
    assert begin(stranger, case, 10, body=b"x").status_code == 404
    assert stranger.get(at("arriving", case.public_id)).status_code == 404
    assert Client().head(at("arriving", case.public_id), **TUS).status_code == 401
    with transaction.atomic(), acting(them.ana, them.programme):
        assert not Arrival.objects.exists()
