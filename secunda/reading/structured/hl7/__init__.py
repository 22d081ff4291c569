"""HL7 v2 (ER7): results, diagnoses and allergies of a message as facts, its written report as text."""

from secunda.reading.structured.hl7.read import read_hl7

__all__ = ["read_hl7"]
