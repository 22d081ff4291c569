"""FHIR R4 (JSON): every coded element of the clinical resources as a fact with its path."""

from secunda.reading.structured.fhir.read import read_fhir

__all__ = ["read_fhir"]
