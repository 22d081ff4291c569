"""The pages of a reading as the database keeps them: words in lines with their places."""

from __future__ import annotations

from typing import Any

from secunda.care.chart.models import PageText, Reading
from secunda.reading.document import Document
from secunda.reading.text import Page, Word

BATCH = 100


def replace(reading: Reading, document: Document) -> None:
    """Write the document's pages in place of all that was kept of the record before."""
    PageText.objects.filter(record_id=reading.record_id).delete()
    rows = [_row(reading, page, document.language) for page in document.text.pages]
    PageText.objects.bulk_create(rows, batch_size=BATCH)


def _row(reading: Reading, page: Page, language: str) -> PageText:
    return PageText(
        case_id=reading.case_id, programme_id=reading.programme_id, record_id=reading.record_id, reading=reading,
        number=page.number, width=round(page.width, 2), height=round(page.height, 2), source=page.source,
        turned=round(page.turned, 2), language=language[:8], words=lines_of(page),
    )  # fmt: skip


def lines_of(page: Page) -> list[list[list[Any]]]:
    """The page's lines as lists of [word, x0, y0, x1, y1, confidence]; places and a confidence of 1 are left out."""
    lines = [[_compact(word) for word in line if word.text.strip()] for line in page.lines]
    return [line for line in lines if line]


def _compact(word: Word) -> list[Any]:
    written = "".join(clean(word.text).split())
    if word.box is None:
        return [written]
    place = [round(edge, 1) for edge in word.box]
    return [written, *place] if word.confidence >= 1 else [written, *place, round(word.confidence, 2)]


def clean(said: Any) -> Any:
    """What PostgreSQL can keep: text without the zero character, in lists and dictionaries too."""
    if isinstance(said, str):
        return said.replace("\0", "")
    if isinstance(said, dict):
        return {key: clean(value) for key, value in said.items()}
    if isinstance(said, (list, tuple)):
        return [clean(value) for value in said]
    return said
