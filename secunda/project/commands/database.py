"""`secunda migrate`: tables, as the owner."""

from __future__ import annotations

import argparse

from secunda.project.commands import Commands, command, django_ready


def add(commands: Commands) -> None:
    migrate = command(commands, "migrate", "Bring the tables up to date, as their owner.", _migrate)
    migrate.add_argument("--quiet", action="store_true", help="say nothing unless it fails")


def _migrate(given: argparse.Namespace) -> None:
    import os

    from secunda.project import environment, roles

    with django_ready(owner=True):
        from django.core.management import call_command

        environment.prepare_roles()
        call_command("migrate", interactive=False, verbosity=0 if given.quiet else 1)
        roles.remember(os.environ["SECUNDA_OWNER_DATABASE_URL"], "migrations", roles.migrations_hash())
