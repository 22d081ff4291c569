"""The reader: reading's one door for a whole document, called on a file of the vault."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import BinaryIO

from secunda.foundation.vault import actions as vault
from secunda.reading.document import Document
from secunda.reading.isolated import NoReader

Progress = Callable[[int, int], None]


class ReadingFailed(Exception):
    """The reader broke off. Names the error and nothing of the file."""


def read(
    stream: BinaryIO, *, name: str, size: int, languages: Sequence[str] = (), progress: Progress | None = None
) -> Document:
    """All that can be read from a file. `progress` is told pages done and pages there are.

    Writes nothing and holds no lock; minutes for a long scan. Raises `ReadingFailed`, `vault.Damaged`, and
    `isolated.NoReader` when the machine cannot start a process: then nothing is known of the file.
    """
    # Late, because it brings OCR engines that no web request needs.
    door = import_module("secunda.reading.read")
    try:
        found: Document = door.read(
            stream, name=name, size=size, languages=tuple(languages), progress=progress
        )
    except (vault.Damaged, NoReader):
        raise
    except Exception as failure:
        raise ReadingFailed(type(failure).__name__) from None
    return found
