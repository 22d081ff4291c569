"""What is invented from scans that nobody can read: it must be nothing."""

from __future__ import annotations

from pathlib import Path

from benchmarks import Figure
from benchmarks._reading_split import records
from secunda.reading.document import Document
from secunda.reading.read import of_pages
from secunda.reading.text import Text


def measure(path: Path, *, tuning: bool) -> list[Figure]:
    """Facts found in the texts of unreadable scans, and how many of these were taken for readable."""
    chosen = records(path, tuning=tuning, id_of=lambda _, number: str(number))
    bare = Document(file="", sha256="", kind="text")
    documents = [of_pages(bare, Text.of(each["text"]).pages) for each in chosen]
    return [
        Figure.of(
            "facts invented from unreadable scans", sum(len(each.facts) for each in documents), 0, "limit", ""
        ),
        Figure.of(
            "unreadable scans called readable",
            sum(each.readable for each in documents),
            len(chosen),
            "texts",
            "",
        ),
    ]
