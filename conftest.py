"""The tests' database: real PostgreSQL, as the application role, which row security holds."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

import psycopg
import pytest
from pytest_django.plugin import DjangoDbBlocker

from secunda.project.tests import database


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """One database for this process, copied from the migrated template."""
    from django.db import connection, connections

    def restore(sql_list: Iterable[str]) -> None:
        """What follows a test with transactions of its own: the application role may not truncate."""
        connections.close_all()
        database.make()

    with django_db_blocker.unblock():
        database.make()
        connection.ops.execute_sql_flush = restore  # type: ignore[method-assign]
    yield
    with django_db_blocker.unblock():
        connections.close_all()


@pytest.fixture
def owner_connection(db: None) -> Iterator[psycopg.Connection]:
    """The owner's view of this process's database, past row security: for catalogue checks only."""
    with psycopg.connect(os.environ["SECUNDA_OWNER_DATABASE_URL"], autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def another_database() -> dict[str, str]:
    """Environment of a server process that works on a fresh database of its own."""
    return database.addresses(database.make_another())
