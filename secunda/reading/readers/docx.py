"""Word documents: opened part by part, searched for what could run by itself."""

from typing import BinaryIO

from secunda.reading.facts import Identified, Limits
from secunda.reading.structured.docx import active_in, read_docx


def read(stream: BinaryIO, size: int, limits: Limits) -> Identified:
    """A Word document whose words can be read, and what is active in it. Raises `Refusal`."""
    read_docx(stream, size)
    return Identified(kind="docx", size=size, active=active_in(stream, size))
