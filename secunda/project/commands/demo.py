"""`secunda demo`: invented people and cases to try the service with."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

from secunda.project import roles
from secunda.project.commands import Commands, command, django_ready, group, table


def add(commands: Commands) -> None:
    """The subcommands of `secunda demo`."""
    demo = group(commands, "demo", "Load, restore or export the demo programme.")
    command(demo, "load", "Load the demo programme, if it is not there.", _load)
    command(demo, "reset", "Restore the demo programme to how it was loaded.", _reset)
    export = command(
        demo, "export", "Write the delivered case's report, certificate and audit trail.", _export
    )
    export.add_argument("folder", type=Path, metavar="DIR", help="folder to write to")
    command(demo, "sign-ins", "Print who can sign in to the demo programme.", _sign_ins)


def _load(given: argparse.Namespace) -> None:
    with django_ready():
        from secunda.project import demo

        demo.load()
        _remember(demo.sign_ins())


def _reset(given: argparse.Namespace) -> None:
    with django_ready():
        from secunda.project import demo

        demo.reset()
        _remember(demo.sign_ins())


def _remember(people: list[tuple[str, str, str, str]]) -> None:
    """Note that the demo is loaded, and its sign-ins, so that the next start need not ask for them."""
    owner = os.environ.get("SECUNDA_OWNER_DATABASE_URL")
    if owner:
        roles.remember(owner, "demo", json.dumps(people))


def _export(given: argparse.Namespace) -> None:
    with django_ready():
        from secunda.project import demo

        given.folder.mkdir(parents=True, exist_ok=True)
        demo.export(given.folder)


def _sign_ins(given: argparse.Namespace) -> None:
    with django_ready():
        from secunda.project import demo

        print(table([list(person) for person in demo.sign_ins()]))
