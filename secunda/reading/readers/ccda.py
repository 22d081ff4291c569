"""C-CDA XML: one document of a health record."""

from typing import BinaryIO

from secunda.reading.facts import Identified, Limits
from secunda.reading.structured.ccda import read_ccda


def read(stream: BinaryIO, size: int, limits: Limits) -> Identified:
    """Whom the document is about, and whether documents lie in it. Raises `Refusal` for what is broken or no CDA."""
    found = read_ccda(stream, limits)
    return Identified(
        kind="ccda", size=size, patient=found.patient, holds=("attachment",) if found.attachments else ()
    )
