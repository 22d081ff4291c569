"""The form field of each type that a structured document holds, and back to the type."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from secunda.care.opinions.content import Citation, Code, codes
from secunda.care.opinions.frozen_json import LONGEST_LIST, LONGEST_TEXT, clean
from secunda.portals.expert.writing.ask import HIDDEN, Around, Ask
from secunda.portals.parts.forms import Day

EXPERT_OPINION = "expert-opinion"
_CITED = re.compile(r"(?P<what>\S+)(?:\s+p(?P<page>\d{1,5}))?(?:\s+(?P<place>.+))?")
_CODE = re.compile(r"(?:(?P<system>[a-z0-9-]+):)?\s*(?P<value>\S+)(?:\s+(?P<text>.+))?", re.IGNORECASE)


class Lines(forms.CharField):
    """Several short texts, one a line."""

    def prepare_value(self, value: Any) -> Any:
        """The texts as lines; what was typed stays as typed."""
        return "\n".join(value) if isinstance(value, tuple) else value

    def clean(self, value: Any) -> Any:
        """The lines that say something."""
        text = clean(super().clean(value))
        return tuple(line.strip() for line in text.split("\n") if line.strip())[:LONGEST_LIST]


class Codes(Lines):
    """Diagnosis codes, one a line: "C50.412 words", or "snomed-ct: 254837009 words" for another system."""

    def prepare_value(self, value: Any) -> Any:
        """Each code as its line."""
        return super().prepare_value(tuple(map(_code_line, value)) if isinstance(value, tuple) else value)

    def clean(self, value: Any) -> Any:
        """The codes that the lines name."""
        return tuple(_code_of(line) for line in super().clean(value))


def _code_line(code: Code) -> str:
    return f"{code.system}: {code.value} {code.text}".strip()


def _code_of(line: str) -> Code:
    found = _CODE.fullmatch(line)
    system = (found["system"] or "").lower() if found else ""
    if found is None or (system and system not in set(codes.CodeSystem)):
        raise forms.ValidationError(
            _("Write the code first, as in “C50.412 words”, or “snomed-ct: 254837009”.")
        )
    return Code(codes.CodeSystem(system or "icd-10-cm"), found["value"], found["text"] or "")


class Citations(forms.CharField):
    """What a statement rests on: "esmo2024; #3 p2 lower table; expert-opinion". `records` is number by public id."""

    def __init__(self, records: Mapping[str, int], **given: Any) -> None:
        super().__init__(**given)
        self.records = records

    def prepare_value(self, value: Any) -> Any:
        """The citations as people write them; what was typed stays as typed."""
        return "; ".join(map(self._words, value)) if isinstance(value, tuple) else value

    def clean(self, value: Any) -> Any:
        """The citations that were written."""
        parts = [part.strip() for part in clean(super().clean(value)).replace("\n", ";").split(";")]
        return tuple(self._citation(part) for part in parts if part)[:LONGEST_LIST]

    def _words(self, citation: Citation) -> str:
        if citation.kind is codes.CitationKind.EXPERT_OPINION:
            return EXPERT_OPINION
        number = self.records.get(citation.target)
        by_id = f"record:{citation.target}" if number is None else f"#{number}"
        what = by_id if citation.kind is codes.CitationKind.RECORD else citation.target
        return " ".join(filter(None, (what, f"p{citation.page}" if citation.page else "", citation.place)))

    def _citation(self, part: str) -> Citation:
        if part.casefold() == EXPERT_OPINION:
            return Citation(codes.CitationKind.EXPERT_OPINION)
        found = _CITED.fullmatch(part)
        assert found is not None
        page = int(found["page"]) if found["page"] else None
        kind, target = self._target(found["what"])
        return Citation(kind, target, page, found["place"] or "")

    def _target(self, what: str) -> tuple[codes.CitationKind, str]:
        if what.startswith("record:"):
            return codes.CitationKind.RECORD, what.removeprefix("record:")
        ids = {f"#{number}": public_id for public_id, number in self.records.items()}
        if what in ids:
            return codes.CitationKind.RECORD, ids[what]
        return codes.CitationKind.REFERENCE, what


def leaf(hint: Any, ask: Ask, around: Around) -> forms.Field:
    """The form field for a value of type `hint`. Nothing is required: a draft may be empty anywhere."""
    common: dict[str, Any] = {"label": ask.label, "help_text": ask.help, "required": False}
    if ask.kind in _SPECIAL:
        made: forms.Field = _SPECIAL[ask.kind](ask, around, common)
        return made
    kind = _bare(hint)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _choice_of(kind, common, may_be_empty=kind is not hint)
    return _plain(kind, ask, common)


def _plain(kind: Any, ask: Ask, common: dict[str, Any]) -> forms.Field:
    if kind is bool:
        return forms.BooleanField(**common)
    if kind is int:
        return forms.IntegerField(
            **common, min_value=0, max_value=1_000_000, widget=forms.NumberInput(attrs={"class": "short"})
        )
    if kind is date:
        return forms.DateField(**common, widget=Day())
    if kind is datetime:
        widget = forms.DateTimeInput(
            attrs={"type": "datetime-local", "class": "medium"}, format="%Y-%m-%dT%H:%M"
        )
        return forms.DateTimeField(**common, widget=widget)
    return forms.CharField(**common, max_length=LONGEST_TEXT, widget=_text_box(ask))


def _text_box(ask: Ask) -> forms.Widget:
    if ask.lines:
        return forms.Textarea(attrs={"rows": str(ask.lines), "cols": False})
    return forms.TextInput(attrs={"class": ask.size} if ask.size else {})


def _bare(hint: Any) -> Any:
    """The type without "or None"."""
    if isinstance(hint, types.UnionType):
        return next(arm for arm in typing.get_args(hint) if arm is not types.NoneType)
    return hint


def _choice_of(kind: type[StrEnum], common: dict[str, Any], *, may_be_empty: bool) -> forms.Field:
    words = [(code.value, _words(code)) for code in kind]
    first = [("", _("Choose"))] if may_be_empty else []
    field = forms.TypedChoiceField(
        **common, choices=[*first, *words], coerce=kind, empty_value=None if may_be_empty else next(iter(kind)),
        widget=forms.Select(attrs={"class": "medium"}),
    )  # fmt: skip
    return field


def _words(code: StrEnum) -> str:
    return code.value.upper() if isinstance(code, codes.CodeSystem) else codes.words(code)


def _pointer(choices: list[tuple[str, str]], common: dict[str, Any]) -> forms.Field:
    return forms.ChoiceField(**common, choices=[("", _("Choose")), *choices])


def _number_of(choices: list[tuple[int, str]], common: dict[str, Any], **attrs: str) -> forms.Field:
    return forms.TypedChoiceField(
        **common, choices=choices, coerce=int, empty_value=None, widget=forms.RadioSelect(attrs=attrs)
    )


def _scale(common: dict[str, Any]) -> forms.Field:
    ends = {1: _("1, a guess"), 5: _("5, certain")}
    return _number_of([(n, ends.get(n, str(n))) for n in range(1, 6)], common, **{"class": "in-line"})


_SPECIAL: dict[str, Any] = {
    HIDDEN: lambda ask, around, common: forms.CharField(**common, max_length=200, widget=forms.HiddenInput()),
    "lines": lambda ask, around, common: Lines(**common, max_length=LONGEST_TEXT, widget=_text_box(ask)),
    "codes": lambda ask, around, common: Codes(**common, max_length=LONGEST_TEXT, widget=_text_box(ask)),
    "citations": lambda ask, around, common: Citations(
        around.records, **common, max_length=LONGEST_TEXT, widget=_text_box(ask)
    ),
    "scale": lambda ask, around, common: _scale(common),
    "denominator": lambda ask, around, common: _number_of(
        [(100, _("out of 100 people")), (1000, _("out of 1,000 people"))], common
    ),
    "option": lambda ask, around, common: _pointer([(c.key, c.words) for c in around.options], common),
    "author": lambda ask, around, common: _pointer([(c.key, c.words) for c in around.authors], common),
}
