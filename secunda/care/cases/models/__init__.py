"""Tables of a case: the case and its clock, its people, the first opinion, and what the person asked and wished."""

from secunda.care.cases.models.case import Case, Interval, LegalHold, OfACase, Task
from secunda.care.cases.models.matter import (
    Brief,
    Consent,
    FirstOpinion,
    Intake,
    Provenance,
    Question,
    StaffNote,
    Wishes,
)
from secunda.care.cases.models.people import Link, Party, Patient, ProxyAuthority

__all__ = (
    "Brief",
    "Case",
    "Consent",
    "FirstOpinion",
    "Intake",
    "Interval",
    "LegalHold",
    "Link",
    "OfACase",
    "Party",
    "Patient",
    "Provenance",
    "ProxyAuthority",
    "Question",
    "StaffNote",
    "Task",
    "Wishes",
)
