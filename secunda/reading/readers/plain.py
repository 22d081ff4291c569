"""Plain text, and tables of laboratory results written as text."""

from typing import BinaryIO

from secunda.reading.facts import Identified, Limits
from secunda.reading.structured.lab_csv import read_lab_csv, table_of
from secunda.reading.structured.plain import decoded, whole_text


def read(stream: BinaryIO, size: int, limits: Limits) -> Identified:
    """A table of results, with whom it is about where it says so, or a text. Raises `Refusal`."""
    text = decoded(whole_text(stream, limits)).text
    if table_of(text) is not None:
        return Identified(kind="lab_csv", size=size, patient=read_lab_csv(stream, limits).patient)
    return Identified(kind="text", size=size, pages=text.strip("\f").count("\f") + 1)
