"""Every table that holds something of a case or a programme is under row security, for its owner's code too."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection

# Tables with a case or a programme that need none, each with the reason.
OPEN: dict[str, str] = {}

TABLES = """
select relname, relrowsecurity and relforcerowsecurity, exists (select from pg_policy where polrelid = pg_class.oid),
       array_agg(attname::text) filter (where attname in ('case_id', 'programme_id'))
from pg_class join pg_attribute on attrelid = pg_class.oid and not attisdropped
where relkind in ('r', 'p') and relnamespace::regnamespace::text in ('public', 'keystore')
group by pg_class.oid, relname
"""
UNDER_CASE_OR_PROGRAMME = {"cases_case", "audit_chain"}


def tables(owner: psycopg.Connection) -> list[tuple[str, bool, bool, list[str]]]:
    rows = [(name, forced, policy, columns or []) for name, forced, policy, columns in owner.execute(TABLES)]
    return [row for row in rows if row[3] or row[0] in UNDER_CASE_OR_PROGRAMME]


def test_row_security_coverage(owner_connection: psycopg.Connection) -> None:
    found = tables(owner_connection)
    bare = [name for name, forced, policy, _ in found if not (forced and policy) and name not in OPEN]
    assert not bare, f"without forced row security and a policy: {bare}"


def test_what_names_a_case_names_its_programme(owner_connection: psycopg.Connection) -> None:
    lone = [name for name, _, _, columns in tables(owner_connection) if columns == ["case_id"]]
    assert not lone, f"with a case and no programme: {lone}"


def test_no_view_reads_past_row_security(owner_connection: psycopg.Connection) -> None:
    query = """
    select relname from pg_class
    where relkind = 'v' and relnamespace::regnamespace::text in ('public', 'keystore')
      and not coalesce('security_invoker=true' = any(reloptions), false)
    """
    views = owner_connection.execute(query).fetchall()
    assert not views


def test_functions_that_run_as_the_owner_fix_their_search_path(owner_connection: psycopg.Connection) -> None:
    loose = owner_connection.execute(
        "select proname from pg_proc where prosecdef and pronamespace::regnamespace::text in ('public', 'keystore')"
        " and not exists (select from unnest(proconfig) setting where starts_with(setting, 'search_path='))"
    ).fetchall()
    assert not loose


@pytest.mark.django_db
def test_the_application_role_is_held_by_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = current_user"
        )
        assert cursor.fetchone() == (False, False, False)
        cursor.execute("select count(*) from pg_class where relowner = current_user::regrole")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_the_application_role_does_not_see_the_installation() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select has_table_privilege('installation', 'select'), has_schema_privilege('public', 'create')"
        )
        assert cursor.fetchone() == (False, False)
