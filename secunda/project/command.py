"""The one command line, `secunda`. What a subcommand needs is imported when it runs, so that help is instant."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Protocol, cast

from secunda.project.commands import Commands
from secunda.project.places import Halt

GROUPS = ("serving", "database", "demo", "reading", "audit", "mail", "keys", "docs", "manage")


class _Group(Protocol):
    """One file of `commands/`."""

    def add(self, commands: Commands) -> None:
        """Add its subcommands; each sets `run`, which takes the parsed arguments and returns an exit code."""


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(prog="secunda", description="Run a medical second-opinion service.")
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    for name in GROUPS:
        group = cast(_Group, import_module(f"secunda.project.commands.{name}"))
        group.add(commands)
    return top


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command; a refusal is one sentence and exit code 1."""
    given = parser().parse_args(arguments)
    try:
        code = given.run(given)
    except Halt as halt:
        print(halt, file=sys.stderr)
        code = 1
    except KeyboardInterrupt:
        code = 130
    sys.exit(code or 0)


if __name__ == "__main__":
    main()
