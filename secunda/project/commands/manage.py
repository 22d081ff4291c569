"""`secunda check` and `secunda manage`: what Django itself offers."""

from __future__ import annotations

import argparse

from secunda.project.commands import Commands, command, django_ready


def add(commands: Commands) -> None:
    command(commands, "check", "Check the settings of this deployment.", _check)
    manage = command(commands, "manage", "Run any Django command, as the application role.", _manage)
    manage.add_argument("--owner", action="store_true", help="as the owner of the tables: only to repair")
    manage.add_argument(
        "words", nargs=argparse.REMAINDER, metavar="...", help="the command and its arguments"
    )


def _check(given: argparse.Namespace) -> None:
    with django_ready():
        from django.core.management import call_command

        call_command("check", deploy=True)


def _manage(given: argparse.Namespace) -> None:
    with django_ready(owner=given.owner):
        from django.core.management import execute_from_command_line

        execute_from_command_line(["secunda manage", *given.words])
