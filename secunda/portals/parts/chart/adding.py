"""What a person can say that a value is: the names of reading's vocabulary, in groups, as they are shown."""

from __future__ import annotations

from django.utils.translation import gettext as _

from secunda.care.chart import sentences
from secunda.care.chart.vocabulary import LABORATORY, kind_of
from secunda.reading.documents.laboratory.analytes import analytes

Group = tuple[str, list[tuple[str, str]]]


def names() -> list[Group]:
    """Groups with their names: (what the group is called, [(name, what it is called), …])."""
    titles = {
        "diagnoses": _("Diagnoses"), "procedures": _("Procedures and treatments"),
        "medication": _("Medicines"), "pathology": _("Pathology"), "radiology": _("Imaging"),
        "heart": _("Heart"), LABORATORY: _("Laboratory"),
    }  # fmt: skip
    offered = [name for name in (*sentences.NAMES, *analytes()) if name != "marker"]
    groups: dict[str, dict[str, str]] = {kind: {} for kind in titles}
    for name in offered:
        groups[kind_of(name)].setdefault(name, sentences.name_in_words(name))
    return [
        (titles[kind], sorted(some.items(), key=lambda one: one[1])) for kind, some in groups.items() if some
    ]
