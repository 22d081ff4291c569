"""What a structured document says, and reading it whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import BinaryIO

from secunda.reading.archives.entries import Entry
from secunda.reading.document import DateSeen, Fact
from secunda.reading.facts import Limits, PatientSeen, Refusal
from secunda.reading.text import Text


@dataclass(frozen=True, slots=True)
class Structured:
    """What was read: whom it is about, its days, its coded facts (each with its `path`), its words for the finders.

    `attachments` are documents that lie inside (a PDF in a report): entries as of an archive, for the caller to receive
    as records of their own. `problems` are codes of `sentences.py`.
    """

    patient: PatientSeen = field(default_factory=PatientSeen)
    dates: tuple[DateSeen, ...] = ()
    facts: tuple[Fact, ...] = ()
    attachments: tuple[Entry, ...] = ()
    text: Text = field(default_factory=lambda: Text(()))
    problems: tuple[str, ...] = ()


def whole(stream: BinaryIO, limits: Limits) -> bytes:
    """All bytes of a health data export. Raises `Refusal` beyond `limits.max_export_bytes`."""
    stream.seek(0)
    content = stream.read(limits.max_export_bytes + 1)
    if len(content) > limits.max_export_bytes:
        raise Refusal("export_too_large")
    return content


def line(value: str, longest: int = 1000) -> str:
    """A value as one line that can be shown, at most `longest` characters."""
    shown = value[: longest * 2]
    if not shown.isprintable():
        shown = "".join(character if character.isprintable() else " " for character in shown)
    return " ".join(shown.split())[:longest]
