"""What every process of a deployment needs before Django starts: folders, secrets and two database addresses."""

from __future__ import annotations

import os
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from secunda.project import claims, cluster, places, roles

SETTINGS = "secunda.project.settings"


def ready() -> None:
    """Complete `os.environ` for Django, as the application role; starts the checkout's own cluster if it has to.

    `SECUNDA_DATABASE_URL` given: nothing is added to it. `DATABASE_URL` given: the owner's address of a database that
    someone else runs. Neither: the cluster in `var/db`, which `cluster.stop` or our own end lets go of.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    top = places.make()
    if "SECUNDA_DATABASE_URL" in os.environ:
        return
    given = os.environ.get("DATABASE_URL")
    owner, application = _foreign(given, top) if given else _own(top)
    os.environ["SECUNDA_OWNER_DATABASE_URL"] = owner
    os.environ["SECUNDA_DATABASE_URL"] = application


def look_after_database() -> None:
    """Start the checkout's own cluster again if it has died. Raises Halt if that fails."""
    folder = places.var() / "db"
    if claims.holds(folder):
        cluster.ensure_running(folder)


def release() -> None:
    """Let go of the checkout's own cluster, if `ready` took it; the last user stops it."""
    folder = places.var() / "db"
    if claims.holds(folder):
        cluster.stop(folder)


def as_owner() -> None:
    """Let Django of this process connect as the owner: for migrations only."""
    ready()
    owner = os.environ.get("SECUNDA_OWNER_DATABASE_URL") or os.environ.get("DATABASE_URL")
    if not owner:
        raise places.Halt(
            "Migrating needs the owner's address: set DATABASE_URL or SECUNDA_OWNER_DATABASE_URL."
        )
    os.environ["SECUNDA_OWNER_DATABASE_URL"] = owner
    os.environ["SECUNDA_AS_OWNER"] = "1"


def prepare_roles() -> None:
    """Make the application role and its rights in the database of this environment."""
    application = os.environ["SECUNDA_DATABASE_URL"]
    password = str(conninfo_to_dict(application).get("password") or "") or None
    roles.prepare(os.environ["SECUNDA_OWNER_DATABASE_URL"], password)
    roles.check_application(application)


def _own(top: Path) -> tuple[str, str]:
    running = cluster.ensure_running(top / "db")
    roles.make_database(running.url(cluster.OWNER, "postgres"), cluster.DATABASE)
    return running.owner_url, running.app_url


def _foreign(owner: str, top: Path) -> tuple[str, str]:
    kept = top / "secrets" / "app_database_password"
    return owner, os.environ.get("SECUNDA_APP_DATABASE_URL") or roles.application_url(owner, kept)
