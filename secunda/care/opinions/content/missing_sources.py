"""What is missing in the limits, the sources (fields 15, 16) and in what the system fills in itself (1, 2, 3, 5)."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from secunda.care.opinions.content.codes import CitationKind
from secunda.care.opinions.content.frame import Expert, Frame, RecordLine
from secunda.care.opinions.content.missing_item import Missing, blank
from secunda.care.opinions.content.report import Citation, OpinionContent, Reference, Trial

LINK = re.compile(r"https://[^\s\"'<>]+\Z")
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")


def missing_in_sources(content: OpinionContent) -> Iterator[Missing]:
    """Limits of this opinion in particular; references that can be found; citations that point at something."""
    if blank(content.limits):
        yield Missing(
            15, "limits", _("Say what this opinion in particular could not see or settle."), "field-15"
        )
    for number, trial in enumerate(content.trials):
        if _unchecked(trial):
            sentence = _("Give the trial's registry number and the day you looked it up.")
            yield Missing(13, "trial", sentence, f"field-13-trial-{number}")
    for reference in content.references:
        if _incomplete(reference):
            sentence = _("Reference “%(key)s” needs its text, year, type, level and an https link.")
            yield Missing(16, "reference", sentence % {"key": reference.key}, f"field-16-{reference.key}")
    if dangling_citations(content):
        yield Missing(16, "citation", _("A statement cites a reference that is not in the list."), "field-16")


def _unchecked(trial: Trial) -> bool:
    return blank(trial.registry_id) or blank(trial.title) or trial.checked_date is None


def _incomplete(reference: Reference) -> bool:
    described = reference.year and reference.kind and reference.level and not blank(reference.text)
    return not described or not LINK.match(reference.link)


def citations_in(part: Any) -> Iterator[Citation]:
    """Every citation anywhere in a value."""
    if isinstance(part, Citation):
        yield part
    elif isinstance(part, tuple):
        for item in part:
            yield from citations_in(item)
    elif dataclasses.is_dataclass(part):
        for field in dataclasses.fields(part):
            yield from citations_in(getattr(part, field.name))


def dangling_citations(content: OpinionContent) -> list[Citation]:
    """Citations of a reference that is not in the list."""
    keys = {reference.key for reference in content.references}
    cited = citations_in(content)
    return [item for item in cited if item.kind is CitationKind.REFERENCE and item.target not in keys]


def missing_in_frame(frame: Frame | None) -> Iterator[Missing]:
    """What the system should have filled in and did not: nobody can sign then."""
    if frame is None:
        return
    if not (frame.report_id and frame.code and frame.case_ref and frame.received_at and frame.complete_at):
        yield Missing(
            1, "frame.identity", _("The report's number or one of its dates is missing."), "field-1"
        )
    if frame.version > 1 and blank(frame.change_reason):
        yield Missing(1, "frame.reason", _("Say why this version replaces the one before."), "field-1")
    if not frame.experts or not all(_verified(expert) for expert in frame.experts):
        sentence = _("An author's licence, its jurisdiction or the day it was verified is missing.")
        yield Missing(2, "frame.expert", sentence, "field-2")
    if blank(frame.independence.statement) or not frame.independence.checked:
        yield Missing(3, "frame.independence", _("The statement of independence is missing."), "field-3")
    if not frame.questions:
        yield Missing(4, "frame.questions", _("The patient's questions are missing."), "field-4")
    if not frame.records or not all(_fixed(record) for record in frame.records):
        yield Missing(5, "frame.records", _("The list of reviewed records is not complete."), "field-5")


def _verified(expert: Expert) -> bool:
    return bool(expert.name and expert.licence and expert.jurisdiction and expert.verified_on)


def _fixed(record: RecordLine) -> bool:
    return bool(record.title) and bool(_SHA256.match(record.sha256))
