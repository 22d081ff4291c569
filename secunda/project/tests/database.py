"""Ground for the tests, loaded before Django: a throw-away cluster, a migrated template, one database a test process.

Tests connect as the application role. `SECUNDA_TEST_FRESH=1` (set by `script/test`) migrates from nothing; otherwise
the template of an earlier run is taken as long as nothing below the portals has changed.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from itertools import count
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest
from psycopg import sql

from secunda.project import claims, cluster, places

TOP = places.ROOT / "var/test"
FOLDER = places.ROOT / "var/test-db"
RUN = os.environ.setdefault("SECUNDA_TEST_RUN", str(os.getpid()))
NAME = f"test_{RUN}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
KEPT = 3  # templates of earlier states

_place = cluster.at(FOLDER, durable=False)
_numbers = count(1)


def _prepare_environment() -> None:
    """Set what Django reads when it starts; its database is made when the first test asks for it."""
    for name in ("DATABASE_URL", "SECUNDA_APP_DATABASE_URL", "SECUNDA_AS_OWNER", "SECUNDA_PUBLIC_ORIGIN"):
        os.environ.pop(name, None)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "secunda.project.settings",
        "SECUNDA_VAR": str(TOP / NAME),
        "SECUNDA_SECRET_KEY": hashlib.sha256(b"secret key of the tests").hexdigest(),
        "SECUNDA_MASTER_KEY": hashlib.sha256(b"master key of the tests").hexdigest(),
        "SECUNDA_POOL": "0",
        **addresses(NAME),
    }


def addresses(name: str) -> dict[str, str]:
    """The environment of a process that works on that database of the throw-away cluster."""
    return {
        "SECUNDA_DATABASE_URL": _place.url(cluster.APPLICATION, name),
        "SECUNDA_OWNER_DATABASE_URL": _place.url(cluster.OWNER, name),
    }


def make(name: str = NAME) -> None:
    """Create a database as the migrations leave it, or restore it to that; whoever is connected is thrown out."""
    template = _template()
    with _server() as server:
        _drop(server, name)
        server.execute(_of("create database {} template {}", name, template))


def make_another() -> str:
    """Create one more database for this process, e.g. for a server that a journey starts; returns its name."""
    name = f"{NAME}_{next(_numbers)}"
    make(name)
    return name


def pytest_unconfigure() -> None:
    """Drop what this process made, and stop the cluster unless another uses it."""
    if not claims.holds(FOLDER):
        return
    with suppress(psycopg.OperationalError), _server() as server:
        for name in _databases(server, "test_"):
            if name == NAME or name.startswith(f"{NAME}_"):
                _drop(server, name)
    shutil.rmtree(TOP / NAME, ignore_errors=True)
    cluster.stop(FOLDER)


def _template() -> str:
    """The name of the migrated database that all others are copied from; the first process to ask makes it."""
    if not claims.holds(FOLDER):
        (TOP / NAME).mkdir(parents=True, exist_ok=True)
        cluster.ensure_running(FOLDER, durable=False)
    name = f"template_{_state()}"
    with open(TOP / "template.lock", "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with _server() as server:
            known = _databases(server, "template_")
            if name not in known:
                _sweep(server, known)
                _migrate(server, name)
    return name


def _migrate(server: psycopg.Connection, name: str) -> None:
    """Migrate a new database as the owner and give it its name at the end, so that half a template is never used."""
    _drop(server, "half_a_template")
    server.execute("create database half_a_template")
    given = os.environ | addresses("half_a_template")
    command = [sys.executable, "-m", "secunda.project.command", "migrate", "--quiet"]
    done = subprocess.run(command, env=given, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.exit(f"The tables could not be made:\n{done.stdout}{done.stderr}", returncode=3)
    server.execute(_of("alter database half_a_template rename to {}", name))


def _sweep(server: psycopg.Connection, templates: list[str]) -> None:
    """Drop what killed runs have left, and all but the latest templates."""
    left = [name for name in _databases(server, "test_") if not Path(f"/proc/{name.split('_')[1]}").exists()]
    for name in [*left, *templates[:-KEPT]]:
        _drop(server, name)
    for folder in TOP.glob("test_*"):
        if not Path(f"/proc/{folder.name.split('_')[1]}").exists():
            shutil.rmtree(folder, ignore_errors=True)


@cache
def _state() -> str:
    """Changes with everything that the tables can depend on, and with every run that starts from nothing."""
    above = {"tests", "portals", "project", "__pycache__"}
    total = hashlib.sha256(RUN.encode() if os.environ.get("SECUNDA_TEST_FRESH") == "1" else b"")
    for path in sorted(
        path for kind in ("py", "sql", "yaml") for path in places.ROOT.glob(f"secunda/**/*.{kind}")
    ):
        if not above & set(path.parts):
            total.update(str(path).encode() + path.read_bytes())
    for path in (places.ROOT / "uv.lock", places.ROOT / "secunda/project/roles.py"):
        total.update(path.read_bytes())
    return total.hexdigest()[:12]


@contextmanager
def _server() -> Iterator[psycopg.Connection]:
    with psycopg.connect(_place.url(cluster.OWNER, "postgres"), autocommit=True) as connection:
        yield connection


def _drop(server: psycopg.Connection, name: str) -> None:
    server.execute(_of("drop database if exists {} with (force)", name))


def _of(statement: LiteralString, *names: str) -> sql.Composed:
    return sql.SQL(statement).format(*map(sql.Identifier, names))


def _databases(server: psycopg.Connection, beginning: str) -> list[str]:
    """The databases whose names begin so, oldest first."""
    rows = server.execute(
        "select datname from pg_database where starts_with(datname, %s) order by oid", [beginning]
    )
    return [row[0] for row in rows]


_prepare_environment()
