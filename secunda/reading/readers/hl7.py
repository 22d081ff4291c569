"""HL7 v2: a laboratory's or hospital's message."""

from typing import BinaryIO

from secunda.reading.facts import Identified, Limits
from secunda.reading.structured.hl7 import read_hl7


def read(stream: BinaryIO, size: int, limits: Limits) -> Identified:
    """Whom the message is about, and whether documents lie in it. Raises `Refusal` for what is broken or empty."""
    found = read_hl7(stream, limits)
    return Identified(
        kind="hl7", size=size, patient=found.patient, holds=("attachment",) if found.attachments else ()
    )
