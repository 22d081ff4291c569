"""`secunda keys`: the keys of the vault."""

from __future__ import annotations

import argparse

from secunda.project.commands import Commands, command, django_ready, group


def add(commands: Commands) -> None:
    keys = group(commands, "keys", "Look after the keys of the vault.")
    command(keys, "rotate", "Wrap every case key with the present master key.", _rotate)


def _rotate(given: argparse.Namespace) -> None:
    with django_ready():
        from secunda.foundation.vault import keys

        keys.rotate()
