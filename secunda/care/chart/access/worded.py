"""Findings that stand together on a day, in one readable line: "Invasive ductal carcinoma, grade 2, pT2 pN1a, ER+"."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from secunda.care.chart import sentences
from secunda.care.chart.models import Fact
from secunda.care.records.sentences import MODALITIES

_RECEPTORS = {"er": "ER", "pr": "PR", "her2": "HER2"}
_SIGNS = {"positive": "+", "negative": "\N{MINUS SIGN}"}
_PROPER = ("Gleason", "Nottingham", "Deauville")
_STAGES = ("pT", "pN", "pM")


def pathology_line(facts: Sequence[Fact]) -> str:
    """What a pathology report found, in the order in which one reads it out; what it does not say is left out."""
    by_name: dict[str, list[Fact]] = {}
    for fact in facts:
        by_name.setdefault(fact.name, []).append(fact)
    parts = [part for name, said in _PARTS if any(each in by_name for each in name) for part in said(by_name)]
    known = {each for names, _said in _PARTS for each in names}
    parts += [_plainly(fact) for fact in facts if fact.name not in known]
    line = ", ".join(dict.fromkeys(part for part in parts if part))
    return line[:1].upper() + line[1:]


def imaging_line(facts: Sequence[Fact]) -> str:
    """What was examined, then what the report concludes, grades and measures."""
    said: dict[str, list[str]] = {}
    for fact in facts:
        said.setdefault(fact.name, []).append(fact.value)
    kinds = dict.fromkeys(str(MODALITIES.get(one, one)) for one in said.get("modality", []))
    examined = ", ".join([*kinds, *said.get("region", [])])
    others = [_plainly(fact) for fact in facts if fact.name not in ("modality", "region", "impression")]
    conclusion = " ".join(said.get("impression", [])).rstrip(".")
    return ": ".join(
        part for part in (examined, ", ".join([*([conclusion] if conclusion else []), *others])) if part
    )


ByName = dict[str, list[Fact]]


def _values(found: ByName, name: str) -> str:
    return "/".join(dict.fromkeys(fact.value for fact in found.get(name, ())))


def _tumour(found: ByName) -> list[str]:
    side, site = _values(found, "laterality"), _values(found, "primary_site")
    return [_values(found, "histology"), " ".join(part for part in (side, site) if part)]


def _grades(found: ByName) -> list[str]:
    grades = [fact.value for fact in found.get("grade", ())]
    said = [
        _("grade %(grade)s") % {"grade": each[1:]}
        if each[:1] == "G"
        else _("%(grade)s grade") % {"grade": each}
        for each in grades
    ]
    return [*said, *_named(found, "nottingham_score", "gleason", "grade_group", "figo_grade", "who_grade")]


def _named(found: ByName, *names: str) -> list[str]:
    return [_plainly(fact) for name in names for fact in found.get(name, ())]


def _plainly(fact: Fact) -> str:
    """A value after its name, the name in small letters unless it is an abbreviation."""
    label = sentences.name_in_words(fact.name, fact.detail)
    abbreviated = any(letter.isupper() or letter.isdigit() for letter in label[1:])
    keeps = abbreviated or not label[1:2].isalpha() or label.split()[0] in _PROPER
    named = label if keeps else label[:1].lower() + label[1:]
    return f"{named} {sentences.value_in_words(fact.name, fact.value, fact.unit)}"


def _size(found: ByName) -> list[str]:
    return [
        sentences.value_in_words(fact.name, fact.value, fact.unit) for fact in found.get("tumour_size", ())
    ]


def _stages(found: ByName) -> list[str]:
    letters = [
        f"{fact.detail.get('prefix', '')}p{fact.value}" for name in _STAGES for fact in found.get(name, ())
    ]
    stages = [_("stage %(stage)s") % {"stage": fact.value} for fact in found.get("stage", ())]
    return [" ".join(dict.fromkeys(letters)), *stages]


def _nodes(found: ByName) -> list[str]:
    positive, examined = _values(found, "nodes_positive"), _values(found, "nodes_examined")
    if positive and examined:
        return [
            _("%(positive)s of %(examined)s lymph nodes with tumour")
            % {"positive": positive, "examined": examined}
        ]
    return _named(found, "nodes_positive", "nodes_examined")


def _receptors(found: ByName) -> list[str]:
    said = []
    for name, short in _RECEPTORS.items():
        for fact in found.get(name, ()):
            sign = _SIGNS.get(fact.value)
            said.append(short + sign if sign else f"{short} {fact.value}")
    return [" ".join(dict.fromkeys(said)), *_named(found, "ki67")]


_PARTS: tuple[tuple[tuple[str, ...], Callable[[ByName], list[str]]], ...] = (
    (("histology", "primary_site", "laterality"), _tumour),
    (("grade", "nottingham_score", "gleason", "grade_group", "figo_grade", "who_grade"), _grades),
    (("tumour_size",), _size),
    ((*_STAGES, "stage"), _stages),
    (("nodes_positive", "nodes_examined"), _nodes),
    ((*_RECEPTORS, "ki67"), _receptors),
)
