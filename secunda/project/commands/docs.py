"""`secunda docs`: the generated part of the documentation."""

from __future__ import annotations

import argparse
from pathlib import Path

from secunda.project.commands import Commands, command, django_ready


def add(commands: Commands) -> None:
    docs = command(commands, "docs", "Write docs/reference anew from the code.", _docs)
    docs.add_argument(
        "folder", type=Path, nargs="?", default=Path("docs/reference"), help="default: %(default)s"
    )


def _docs(given: argparse.Namespace) -> None:
    with django_ready():
        from secunda.project import reference

        given.folder.mkdir(parents=True, exist_ok=True)
        reference.write(given.folder)
