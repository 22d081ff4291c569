"""One frozen value on a page: its plain fields are a form, its parts lie below it, and it makes the value again."""

from __future__ import annotations

import dataclasses
import re
import typing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from secunda.care.opinions.frozen_json import LONGEST_LIST, clean, type_hints
from secunda.portals.expert.writing.ask import HIDDEN, Around, Ask, Choice
from secunda.portals.expert.writing.leaf_form import REMOVE, LeafForm
from secunda.portals.expert.writing.leaves import leaf
from secunda.portals.expert.writing.sheets import KEYS, SHEETS

Posted = Mapping[str, Any] | None
PLACE = "place"


@dataclass(frozen=True)
class Piece:
    """One thing to show, in the order of the sheet: exactly one of a field, a part or rows."""

    ask: Ask
    anchor: str
    field: forms.BoundField | None = None
    part: Part | None = None
    rows: Rows | None = None


class Part:
    """A value of a frozen dataclass as fields. `only` names the fields of it that are on this page."""

    def __init__(
        self,
        kind: type,
        value: Any,
        *,
        around: Around,
        data: Posted = None,
        prefix: str = "",
        only: Iterable[str] = (),
        tag: str = "",
        more: Mapping[str, forms.Field] | None = None,
    ) -> None:
        self.kind, self.around, self.data, self.prefix, self.tag = kind, around, data, prefix, tag
        self.asks: dict[str, Ask] = {name: SHEETS[kind][name] for name in (only or SHEETS[kind])}
        hints = type_hints(kind)
        self.below: dict[str, Part | Rows] = {}
        fields: dict[str, forms.Field] = {}
        for name, ask in self.asks.items():
            held = getattr(value, name, None)
            below = self._below(hints[name], held, name, ask)
            if below is None:
                fields[name] = leaf(hints[name], ask, around)
            else:
                self.below[name] = below
        initial = {name: getattr(value, name, None) for name in fields}
        self.form = LeafForm(
            fields | dict(more or {}), optional=(name for name, ask in self.asks.items() if ask.optional),
            needed=_needed(kind, fields, self.asks), data=data, prefix=prefix or None, initial=initial,
        )  # fmt: skip

    def _below(self, hint: Any, held: Any, name: str, ask: Ask) -> Part | Rows | None:
        prefix = f"{self.prefix}-{name}" if self.prefix else name
        if is_rows(hint) and not ask.kind:
            kind = typing.get_args(hint)[0]
            return Rows(kind, held or (), ask, around=self.around, data=self.data, prefix=prefix)
        if dataclasses.is_dataclass(hint):
            return Part(
                typing.cast(type, hint), held, around=self.around, data=self.data, prefix=prefix, tag=ask.tag
            )
        return None

    @property
    def pieces(self) -> Iterator[Piece]:
        """What to show, in order; hidden fields are shown by `hidden`."""
        for name, ask in self.asks.items():
            anchor = ask.anchor.format(tag=self.tag)
            below = self.below.get(name)
            if isinstance(below, Part):
                yield Piece(ask, anchor, part=below)
            elif below is not None:
                yield Piece(ask, anchor, rows=below)
            elif ask.kind != HIDDEN:
                yield Piece(ask, anchor, field=self.form[name])

    @property
    def hidden(self) -> list[forms.BoundField]:
        """The fields that people do not see."""
        return self.form.hidden_fields()

    def all_forms(self) -> Iterator[LeafForm]:
        """Its own form and all below."""
        yield self.form
        for below in self.below.values():
            yield from below.all_forms()

    def is_valid(self) -> bool:
        """Whether every field could be read."""
        return not [form for form in self.all_forms() if not form.is_valid()]

    @property
    def wrong(self) -> list[tuple[forms.BoundField, str]]:
        """The fields that could not be read, each with its sentence."""
        return [
            (form[name], str(errors[0])) for form in self.all_forms() for name, errors in form.errors.items()
        ]

    def values(self) -> dict[str, Any]:
        """What was written, by field. Needs a valid part."""
        empty = {field.name: field.default for field in dataclasses.fields(self.kind)}
        plain = {name: self.form.cleaned_data.get(name) for name in self.asks if name not in self.below}
        given = {name: empty[name] if held is None else _tidy(held) for name, held in plain.items()}
        return given | {name: below.value() for name, below in self.below.items()}

    def value(self) -> Any:
        """The frozen value."""
        return self.kind(**self.values())

    def says_something(self) -> bool:
        """Whether anything but keys and what is chosen from the start was written."""
        silent = {name for name, ask in self.asks.items() if ask.kind == HIDDEN or ask.weightless}
        value = self.value()
        loud = (field for field in dataclasses.fields(self.kind) if field.name not in silent)
        return any(getattr(value, field.name) not in (field.default, "") for field in loud)


def _needed(kind: type, fields: Mapping[str, forms.Field], asks: Mapping[str, Ask]) -> str:
    """The text without which a value of this kind cannot be kept, where nobody but the writer can give it."""
    bare = (field.name for field in dataclasses.fields(kind) if field.default is dataclasses.MISSING)
    shown = (
        name for name in bare if name in fields and asks[name].kind != HIDDEN and not asks[name].weightless
    )
    return next(shown, "")


def _tidy(written: Any) -> Any:
    return clean(written) if isinstance(written, str) and type(written) is str else written


def is_rows(hint: Any) -> bool:
    """Whether a type is a list of frozen values."""
    return typing.get_origin(hint) is tuple and dataclasses.is_dataclass(typing.get_args(hint)[0])


@dataclass(frozen=True)
class Row:
    """One row: its part, what it is called, and the id that the list of what is missing points at."""

    part: Part
    heading: str
    anchor: str
    is_fixed: bool = False
    is_blank: bool = False

    @property
    def remove(self) -> forms.BoundField | None:
        """The box that takes the row away, where there is something to take away."""
        return None if self.is_fixed or self.is_blank else self.part.form[REMOVE]

    @property
    def place(self) -> forms.BoundField | None:
        """Where the row stands among the others, if their order says something."""
        return self.part.form[PLACE] if PLACE in self.part.form.fields else None


class Rows:
    """Values of one kind under each other, with an empty row at the end; or one row for each question or measure."""

    def __init__(
        self, kind: type, values: tuple[Any, ...], ask: Ask, *, around: Around, data: Posted, prefix: str
    ) -> None:
        self.kind, self.ask, self.around, self.data, self.prefix = kind, ask, around, data, prefix
        self.fixed: tuple[Choice, ...] = getattr(around, ask.fixed) if ask.fixed else ()
        self.rows = list(self._posted() if data is not None else self._held(values))

    def _held(self, values: tuple[Any, ...]) -> Iterator[Row]:
        if self.ask.fixed:
            name = next(iter(SHEETS[self.kind]))
            by_key = {getattr(value, name): value for value in values}
            for number, choice in enumerate(self.fixed):
                value = by_key.get(choice.key) or self.kind(**{name: choice.key})
                yield self.row(number, number, value)
            return
        for number, value in enumerate(values):
            yield self.row(number, number, value)
        yield self.row(len(values), len(values), None)

    def _posted(self) -> Iterator[Row]:
        pattern = re.compile(rf"{re.escape(self.prefix)}-(\d{{1,15}})-")
        found = {int(match[1]) for name in self.data or () if (match := pattern.match(name))}
        for number, index in enumerate(sorted(found)[:LONGEST_LIST]):
            yield self.row(number, index, None)

    def row(self, number: int, index: int, value: Any) -> Row:
        """The row that stands at `number`, with its fields named after `index`."""
        more: dict[str, forms.Field] = {}
        if not self.ask.fixed:
            more[REMOVE] = forms.BooleanField(label=_("Remove this when saving"), required=False)
        if self.ask.ordered:
            box = forms.NumberInput(attrs={"class": "short"})
            more[PLACE] = forms.IntegerField(
                label=_("Place"), required=False, min_value=1, max_value=LONGEST_LIST, widget=box,
                initial=number + 1 if value is not None else None,
            )  # fmt: skip
        part = Part(
            self.kind, value, around=self.around, data=self.data, prefix=f"{self.prefix}-{index}", more=more
        )
        key = str(getattr(value, "key", "") or part.form["key"].value() or "") if "key" in part.asks else ""
        heading, key = self._heading(part, number, key)
        anchor = self.ask.row_anchor.format(n=number, key=key)
        return Row(part, heading, anchor, bool(self.ask.fixed), is_blank=value is None and self.data is None)

    def _heading(self, part: Part, number: int, key: str) -> tuple[str, str]:
        if not self.ask.fixed:
            return _("%(what)s %(number)d") % {"what": self.ask.row, "number": number + 1}, key
        pointer = str(part.form[next(iter(part.asks))].value() or "")
        words = {choice.key: choice.words for choice in self.fixed}
        return words.get(pointer, ""), pointer

    def all_forms(self) -> Iterator[LeafForm]:
        """All forms of all rows."""
        for row in self.rows:
            yield from row.part.all_forms()

    def value(self) -> tuple[Any, ...]:
        """The rows that say something and were not removed, in their places; every one with a key of its own."""
        kept = [(self._order(row, number), row) for number, row in enumerate(self.rows) if self._stays(row)]
        values = [row.part.value() for _order, row in sorted(kept, key=lambda pair: pair[0])]
        return _keyed(values) if self.kind in KEYS else tuple(values)

    def _stays(self, row: Row) -> bool:
        return not row.part.form.cleaned_data.get(REMOVE) and row.part.says_something()

    def _order(self, row: Row, number: int) -> tuple[int, int]:
        return (row.part.form.cleaned_data.get(PLACE) or LONGEST_LIST + 1, number)


def _keyed(values: list[Any]) -> tuple[Any, ...]:
    taken = {value.key for value in values}
    free = (f"{KEYS[type(values[0])]}-{n}" for n in range(1, 2 * LONGEST_LIST)) if values else iter(())
    fresh = (key for key in free if key not in taken)
    return tuple(value if value.key else dataclasses.replace(value, key=next(fresh)) for value in values)


def rows_at(kind: type, path: str, around: Around, only: Iterable[str]) -> Rows | None:
    """The rows that a path of field names and row numbers leads to ("diagnosis-codes"); None if it leads to none."""
    names = [name for name in path.split("-") if not name.isdecimal()]
    if not names or names[0] not in only:
        return None
    for place, name in enumerate(names):
        ask = SHEETS.get(kind, {}).get(name)
        if ask is None:
            return None
        hint = type_hints(kind)[name]
        inner = typing.get_args(hint)[0] if is_rows(hint) else hint
        if not dataclasses.is_dataclass(inner) or ask.kind:
            return None
        kind = typing.cast(type, inner)
        if place == len(names) - 1 and is_rows(hint) and not ask.fixed:
            return Rows(kind, (), ask, around=around, data=None, prefix=path)
    return None
