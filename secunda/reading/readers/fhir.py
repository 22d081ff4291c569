"""FHIR R4 JSON: one person's health data export."""

from typing import BinaryIO

from secunda.reading.facts import Identified, Limits
from secunda.reading.structured.fhir import read_fhir


def read(stream: BinaryIO, size: int, limits: Limits) -> Identified:
    """Whom the export is about, and whether documents lie in it. Raises `Refusal` for what is broken or no FHIR."""
    found = read_fhir(stream, limits)
    return Identified(
        kind="fhir", size=size, patient=found.patient, holds=("attachment",) if found.attachments else ()
    )
