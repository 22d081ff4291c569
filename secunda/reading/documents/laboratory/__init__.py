"""Laboratory results, from tables and sentences, as facts named in analytes.yaml."""

from __future__ import annotations

from collections.abc import Iterator

from secunda.reading.document import Fact, Type
from secunda.reading.documents.days import days
from secunda.reading.documents.folded import folded
from secunda.reading.documents.laboratory.cells import writing
from secunda.reading.documents.laboratory.narrative import blasts_seen, in_sentences
from secunda.reading.documents.laboratory.others import other_rows
from secunda.reading.documents.laboratory.specimens import collection_days, generic_days
from secunda.reading.documents.laboratory.tables import LONGEST_ROW, Sheet, rows_of
from secunda.reading.documents.lines import lines
from secunda.reading.text import Text

__all__ = ["facts"]


def facts(text: Text, *, type: Type) -> tuple[Fact, ...]:
    """Every laboratory result of the text, in order.

    The value is in the analyte's UCUM unit, as written in `detail["as_written"]`; `date` is the day the specimen was
    taken. Rows with labels that we do not know become `lab_other`, in laboratory documents only.
    """
    return tuple(sorted(_found(text, type), key=lambda each: each.page or 0))


def _found(text: Text, type: Type) -> Iterator[Fact]:
    plain = folded(text.plain)
    written = days(text.plain)
    collected = collection_days(plain, written) or generic_days(plain, written, type)
    sheet = Sheet(text, plain, written, writing(plain), collected, type)
    for line in lines(text):
        read = len(sheet.taken)
        found = list(rows_of(sheet, line))
        yield from (each for each in found if type == "laboratory" or each.name != "lab_other")
        if (
            not found
            and len(sheet.taken) == read
            and type == "laboratory"
            and 0 < len(line.tokens) <= LONGEST_ROW
        ):
            yield from other_rows(sheet, line)
    yield from in_sentences(sheet)
    if type == "laboratory":
        yield from blasts_seen(sheet)
