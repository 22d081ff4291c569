"""What the tests of the audit stand on: principals, a chain of events, and the owner's hand."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.db import connection, connections, transaction

from secunda.foundation.audit import actions
from secunda.foundation.audit.models import Event

NINE = datetime(2026, 3, 2, 9, 0, 0, 123456, tzinfo=UTC)
PROGRAMME, OTHER_PROGRAMME, ANA, MAX = 1, 2, 11, 12
RECORD = UUID("0d2f6b1e-6a52-4f0e-9a2c-0e2f3c1b7a55")


def act(**principal: object) -> None:
    """Set the transaction's principal: `act(account_id=ANA, programme_id=PROGRAMME)`; what is not named is cleared."""
    names = ("account_id", "programme_id", "link_id", "case_id", "on_behalf_of", "role", "session", "job")
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute("select set_config(%s, %s, true)", [f"app.{name}", str(principal.get(name, ""))])


def some_events(case_id: int, number: int) -> None:
    """Ana opens a record of her case so many times, a minute apart, each in a transaction of its own."""
    for minute in range(number):
        with transaction.atomic():
            act(account_id=ANA, programme_id=PROGRAMME, role="patient", session="5e55")
            actions.record(
                verb="record.opened", at=NINE + timedelta(minutes=minute), case_id=case_id,
                object_type="record", object_id=RECORD,
            )  # fmt: skip


def events() -> list[Event]:
    """The events that the present principal may see, in order."""
    return list(Event.objects.order_by("chain", "seq"))


@contextmanager
def as_owner() -> Iterator[None]:
    """A connection of the owner role, as on the command line, with a transaction that is rolled back at the end."""
    app = connections["default"]
    owner = app.copy()
    address = urlsplit(os.environ["SECUNDA_OWNER_DATABASE_URL"])
    owner.settings_dict |= {"USER": address.username, "PASSWORD": address.password or ""}
    connections["default"] = owner
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        owner.close()
        connections["default"] = app


def run(statement: str, *values: str | int | bytes) -> None:
    """Run one SQL statement on Django's connection."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


def tamper(*statements: str) -> None:
    """What somebody with the owner's rights could do to the tables; for use inside `as_owner`."""
    for statement in (
        "set local audit.maintenance = 'on'",
        *statements,
        "set local audit.maintenance = 'off'",
    ):
        run(statement)
