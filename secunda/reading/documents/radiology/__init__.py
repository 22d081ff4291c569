"""Radiology reports: what was examined and when, what the report concludes, what it measures and how it grades."""

from __future__ import annotations

from secunda.reading.document import Fact, Type
from secunda.reading.documents.radiology.conclusion import impressions
from secunda.reading.documents.radiology.examined import examined
from secunda.reading.documents.radiology.measurements import measurements
from secunda.reading.documents.radiology.scores import scores
from secunda.reading.documents.radiology.when import comparison_dates, study_dates
from secunda.reading.text import Text

__all__ = ["facts"]


def facts(text: Text, *, type: Type) -> tuple[Fact, ...]:
    """Every fact of the radiology section of the vocabulary. Outside of radiology reports only the scores."""
    if type != "radiology":
        return tuple(scores(text))
    return (
        *examined(text),
        *study_dates(text),
        *comparison_dates(text),
        *impressions(text),
        *measurements(text),
        *scores(text),
    )
