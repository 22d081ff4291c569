"""The groups of subcommands, one file each."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

Run = Callable[[argparse.Namespace], int | None]


class Commands(Protocol):
    """What argparse returns from `add_subparsers`."""

    def add_parser(self, name: str, *, help: str, description: str) -> argparse.ArgumentParser:
        """Add one subcommand."""


def table(rows: list[list[str]]) -> str:
    """Rows in columns as wide as their widest cell, for a terminal."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  " + "  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


def command(commands: Commands, name: str, help: str, run: Run) -> argparse.ArgumentParser:
    """Add one subcommand that calls `run`."""
    added = commands.add_parser(name, help=help, description=help)
    added.set_defaults(run=run)
    return added


def group(commands: Commands, name: str, help: str) -> Commands:
    """Add a subcommand that has subcommands of its own."""
    added = commands.add_parser(name, help=help, description=help)
    return added.add_subparsers(metavar="COMMAND", required=True)


@contextmanager
def django_ready(*, owner: bool = False) -> Iterator[None]:
    """Set Django up with a database to talk to, as the application role or as the owner."""
    import django as framework

    from secunda.project import environment

    try:
        environment.as_owner() if owner else environment.ready()
        framework.setup()
        yield
    finally:
        environment.release()
