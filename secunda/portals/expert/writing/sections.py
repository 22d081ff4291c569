"""The pages of the report, each with its fields; which page an open point is mended on."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from secunda.care.opinions.content import Missing, OpinionContent
from secunda.portals.expert.writing.ask import Words


@dataclass(frozen=True)
class Section:
    """One page: its name in the address, its title, the fields of `OpinionContent`, their numbers in the standard."""

    name: str
    title: Words
    fields: tuple[str, ...]
    numbers: tuple[int, ...]
    lead: Words = ""


SECTIONS: tuple[Section, ...] = (
    Section("answers", _("Answers"), ("answers",), (4, 17), _("Each question, answered to the person who asked it.")),
    Section(
        "diagnosis", _("Diagnosis"), ("diagnosis",), (8,),
        _("It starts from your read. Change what the first opinion taught you."),
    ),
    Section(
        "agreement", _("The two opinions"),
        ("diagnosis_agreement", "treatment_agreement", "worse_prognosis", "new_malignancy", "call"), (9,),
    ),
    Section(
        "numbers", _("Numbers"), ("denominator", "measures"), (),
        _("First what is counted, then how many in each option. One denominator and one time for all."),
    ),
    Section("options", _("Options"), ("options", "one_option_reason", "no_watching_reason"), (10,)),
    Section("recommendation", _("Recommendation"), ("recommendations",), (11,)),
    Section("urgency", _("Urgency"), ("urgency", "urgency_why", "phone"), (12,)),
    Section("plain", _("Plain summary"), ("plain_summary", "reading_override", "reading_approved_by"), (18,)),
    Section("next", _("Next steps"), ("doctor_questions", "next_steps", "warning_signs", "warning_action"), (19,)),
    Section("summary", _("Case and history"), ("summary", "history"), (6,)),
    Section("records", _("Missing records"), ("unavailable", "nothing_unavailable"), (5,)),
    Section("rereads", _("Read again"), ("rereads",), (7,), _("Only if you read images, tissue or genes again.")),
    Section("further", _("Tests and trials"), ("tests", "trials"), (13,), _("Only if there are any.")),
    Section(
        "also", _("Also consider"), ("fertility", "family", "supportive", "second_line"), (14,),
        _("Only what matters here."),
    ),
    Section(
        "limits", _("Limits"), ("limits",), (15,),
        _("The programme adds the fixed ones; yours are about this case."),
    ),
    Section("references", _("References"), ("references",), (16,)),
    Section("panel", _("Panel"), ("panel",), (20,), _("Only for an opinion of several experts.")),
    Section("disclosure", _("Software"), ("machine_uses", "no_machine"), (21,)),
)  # fmt: skip
BY_NAME = {section.name: section for section in SECTIONS}
ADDED = "added"  # the page of what the programme itself adds: fields 1, 2, 3, the records of 5, and 22
_ELSEWHERE = {"field-10-denominator": "numbers", "field-10-measures": "numbers"}


def section_of(item: Missing) -> str:
    """The page on which an open point is mended."""
    if item.code.startswith("frame."):
        return ADDED
    by_number = (section.name for section in SECTIONS if item.field in section.numbers)
    return _ELSEWHERE.get(item.anchor) or next(by_number, ADDED)


def merged(whole: OpinionContent, section: Section, written: dict[str, Any]) -> OpinionContent:
    """The report with one page's fields written anew; numbers of rows that are gone from the grid go with them."""
    value: OpinionContent = dataclasses.replace(whole, **{name: written[name] for name in section.fields})
    keys = {measure.key for measure in value.measures}
    kept = tuple(
        dataclasses.replace(option, figures=tuple(f for f in option.figures if f.measure in keys))
        for option in value.options
    )
    return dataclasses.replace(value, options=kept)


def after(section: Section) -> Section | None:
    """The next page, if there is one."""
    place = SECTIONS.index(section) + 1
    return SECTIONS[place] if place < len(SECTIONS) else None


def states(open_points: Iterable[Missing]) -> dict[str, int]:
    """How many points are open on each page."""
    counted: dict[str, int] = {}
    for item in open_points:
        name = section_of(item)
        counted[name] = counted.get(name, 0) + 1
    return counted
