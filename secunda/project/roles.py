"""The two roles of the database, what the application role may do, and what the installation remembers of itself."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from secunda.project.cluster import APPLICATION
from secunda.project.places import ROOT, Halt, make_secret

INSTALLATION = "create table if not exists public.installation (name text primary key, value text not null)"
LOCK = "select pg_advisory_xact_lock(hashtext('secunda.roles'))"
# Set before the first migration and never repeated table by table, so that what a migration revokes stays revoked.
GRANTS = (
    "revoke create on schema public from public",
    "grant usage on schema public to {app}",
    "alter default privileges grant usage on schemas to {app}",
    "alter default privileges grant select, insert, update, delete on tables to {app}",
    "alter default privileges grant usage, select on sequences to {app}",
    "alter default privileges revoke execute on functions from public",
    "alter default privileges grant execute on functions to {app}",
    "revoke all on public.installation from {app}",
)


def make_database(server_url: str, name: str) -> None:
    """Create a database of our own cluster unless it is there."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        if connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
            return
        with suppress(
            psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation
        ):  # another start was first
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))


def prepare(owner_url: str, password: str | None = None) -> None:
    """Make the application role and its default rights, as the owner; done twice it changes nothing.

    Raises Halt if the owner could not read past row security, or the application could.
    """
    with psycopg.connect(owner_url) as connection:
        connection.execute(LOCK)
        _check_owner(connection)
        _make_role(connection, password)
        connection.execute(INSTALLATION)
        for grant in GRANTS:
            connection.execute(sql.SQL(grant).format(app=sql.Identifier(APPLICATION)))
        connection.execute(_on_database(connection, "revoke all on database {} from public"))
        connection.execute(_on_database(connection, "grant connect on database {} to {app}"))


def check_application(app_url: str) -> None:
    """Raise Halt unless the application role, under the name that migrations know, can connect."""
    try:
        with psycopg.connect(app_url, connect_timeout=10) as connection:
            role = connection.info.user
    except psycopg.OperationalError as error:
        raise Halt(f"{APPLICATION} cannot connect to its database: set SECUNDA_APP_DATABASE_URL.") from error
    if role != APPLICATION:
        raise Halt(f"The application has to connect as {APPLICATION}, not as {role}.")


def application_url(owner_url: str, secret: Path) -> str:
    """The application's address in a database that someone else runs, with a password kept in the file `secret`."""
    password = make_secret(secret)
    parts = urlsplit(owner_url)
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{APPLICATION}:{quote(password)}@{place}"))


def remembered(owner_url: str) -> dict[str, str]:
    """What the installation noted about itself; empty before the first migration."""
    with psycopg.connect(owner_url) as connection:
        if connection.execute("select to_regclass('public.installation')").fetchone() == (None,):
            return {}
        return dict(connection.execute("select name, value from public.installation").fetchall())


def remember(owner_url: str, name: str, value: str) -> None:
    """Note something about the installation, in the database itself, so that it goes where the database goes."""
    upsert = "insert into public.installation values (%s, %s) on conflict (name) do update set value = excluded.value"
    with psycopg.connect(owner_url) as connection:
        connection.execute(upsert, [name, value])


def migrations_hash() -> str:
    """Changes whenever a migration, a SQL file or the locked dependencies change."""
    tracked = [*ROOT.glob("secunda/**/migrations/*.py"), *ROOT.glob("secunda/**/*.sql"), ROOT / "uv.lock"]
    total = hashlib.sha256()
    for path in sorted(tracked):
        total.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return total.hexdigest()


def _check_owner(connection: psycopg.Connection) -> None:
    row = connection.execute(
        "select rolsuper or rolbypassrls, rolname from pg_roles where rolname = current_user"
    ).fetchone()
    if row and not row[0]:
        raise Halt(
            f"The role {row[1]} owns the tables and must pass their row security: alter role {row[1]} bypassrls."
        )


def _make_role(connection: psycopg.Connection, password: str | None) -> None:
    """Create the application role, or check the one that is there."""
    role, name = APPLICATION, sql.Identifier(APPLICATION)
    query = "select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb from pg_roles where rolname = %s"
    row = connection.execute(query, [role]).fetchone()
    if row and row[0]:
        raise Halt(
            f"The role {role} may do more than the application should: alter role {role} nosuperuser nobypassrls."
        )
    if not row:
        attributes = "login nosuperuser nobypassrls nocreatedb nocreaterole noinherit"
        connection.execute(sql.SQL(f"create role {{}} {attributes}").format(name))
        if password:
            connection.execute(sql.SQL("alter role {} password {}").format(name, sql.Literal(password)))


def _on_database(connection: psycopg.Connection, statement: str) -> sql.Composed:
    name = sql.Identifier(connection.info.dbname)
    return sql.SQL(statement).format(name, app=sql.Identifier(APPLICATION))
