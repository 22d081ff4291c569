"""Facts of pathology reports. Door: `facts`; `summary` chooses one value a name where a screen has
room for one.
"""

from __future__ import annotations

from typing import Final

from secunda.reading.document import Fact, Type
from secunda.reading.documents.pathology.glioma import glioma
from secunda.reading.documents.pathology.grades import grades
from secunda.reading.documents.pathology.histology import histology
from secunda.reading.documents.pathology.immunotherapy import immunotherapy
from secunda.reading.documents.pathology.invasion import invasion
from secunda.reading.documents.pathology.margins import margins
from secunda.reading.documents.pathology.nodes import nodes
from secunda.reading.documents.pathology.receptors import receptors
from secunda.reading.documents.pathology.report import Report
from secunda.reading.documents.pathology.sides import laterality
from secunda.reading.documents.pathology.sites import primary_site
from secunda.reading.documents.pathology.sizes import sizes
from secunda.reading.documents.pathology.stages import stages
from secunda.reading.documents.pathology.staging import staging
from secunda.reading.documents.pathology.stains import stains
from secunda.reading.documents.pathology.stated import distinct
from secunda.reading.documents.pathology.summary import summary
from secunda.reading.text import Text

__all__ = ["facts", "summary"]

_REPORTS: Final = frozenset({"surgical_pathology", "cytology", "molecular"})


def facts(text: Text, *, type: Type) -> tuple[Fact, ...]:
    """The facts of a pathology, cytology or molecular report.

    Other documents (a letter that quotes a report) have such facts only when they name a tumour.
    """
    report = Report(text)
    if type not in _REPORTS and not report.tumours:
        return ()
    sites = primary_site(report)
    return tuple(
        distinct(
            [
                *sites,
                *laterality(report, sites[0] if sites else None),
                *histology(report),
                *grades(report),
                *sizes(report),
                *margins(report),
                *nodes(report),
                *invasion(report),
                *staging(report, is_report=type in _REPORTS or type == "other"),
                *stages(report),
                *receptors(report),
                *immunotherapy(report),
                *glioma(report),
                *stains(report),
            ]
        )
    )
