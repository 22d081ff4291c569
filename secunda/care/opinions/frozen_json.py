"""Frozen values to plain JSON and back, strictly.

Empty means absent: a field that holds "", None, False, an empty tuple or an empty value is left out, and a field
that is left out is read as empty; only fields without a default are always written. So a later version may add a
field, and every document signed today reads the same.
There are no floats: what is measured is written as whole numbers or as text.
"""

from __future__ import annotations

import dataclasses
import functools
import re
import types
import typing
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, TypeVar

type_hints = functools.cache(typing.get_type_hints)

T = TypeVar("T")
Json = None | bool | int | str | list["Json"] | dict[str, "Json"]

LONGEST_TEXT = 20_000
LONGEST_LIST = 500
# C0 controls but tab and line feed, C1 controls, the two overrides that make text lie about its order, and
# what is not a character at all.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e\ufeff\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")


class Malformed(ValueError):
    """JSON that does not fit. The message names the place, never the content."""


def clean(text: str) -> str:
    """The text without control characters and direction overrides; line ends become line feeds."""
    return _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def to_json(value: Any) -> Json:
    """A frozen dataclass (or tuple, text, whole number, date, instant) as plain JSON, empty fields left out."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        pairs = ((field, to_json(getattr(value, field.name))) for field in dataclasses.fields(value))
        return {field.name: held for field, held in pairs if _is_required(field) or not _is_empty(held)}
    if isinstance(value, tuple):
        return [to_json(item) for item in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if value is None or isinstance(value, bool | int | str):
        return value
    raise TypeError(f"{type(value).__name__} has no place in a document.")


def _is_required(field: dataclasses.Field[Any]) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _is_empty(held: Json) -> bool:
    return held is None or held is False or held in ("", [], {})


def from_json(kind: type[T], held: Json, place: str = "") -> T:
    """Read JSON as `kind`. Raises Malformed for an unknown key, a missing required one, or a wrong type."""
    return typing.cast(T, _read(kind, held, place))


def _read(kind: Any, held: Json, place: str) -> Any:
    if typing.get_origin(kind) is tuple:
        return _read_list(typing.get_args(kind)[0], held, place)
    if isinstance(kind, types.UnionType):
        inner = next(arm for arm in typing.get_args(kind) if arm is not types.NoneType)
        return None if held is None else _read(inner, held, place)
    if dataclasses.is_dataclass(kind):
        return _read_object(kind, held, place)
    return _read_plain(kind, held, place)


def _read_list(kind: Any, held: Json, place: str) -> tuple[Any, ...]:
    if not isinstance(held, list):
        raise Malformed(f"{place or 'the document'} must be a list")
    if len(held) > LONGEST_LIST:
        raise Malformed(f"{place} is longer than {LONGEST_LIST}")
    return tuple(_read(kind, item, f"{place}[{number}]") for number, item in enumerate(held))


def _read_object(kind: Any, held: Json, place: str) -> Any:
    if not isinstance(held, dict):
        raise Malformed(f"{place or 'the document'} must be an object")
    fields = {field.name: field for field in dataclasses.fields(kind)}
    if unknown := sorted(set(held) - set(fields)):
        raise Malformed(f"{place or 'the document'} has {len(unknown)} unknown key(s)")
    hints = type_hints(kind)
    given = {name: _read(hints[name], value, f"{place}.{name}".lstrip(".")) for name, value in held.items()}
    for name, field in fields.items():
        if _is_required(field) and name not in given:
            raise Malformed(f"{f'{place}.{name}'.lstrip('.')} is missing")
    return kind(**given)


def _read_plain(kind: Any, held: Json, place: str) -> Any:
    if kind is bool or kind is int:
        if type(held) is not kind:
            raise Malformed(f"{place} must be a {'yes or no' if kind is bool else 'whole number'}")
        return held
    if not isinstance(held, str):
        raise Malformed(f"{place} must be text")
    if len(held) > LONGEST_TEXT:
        raise Malformed(f"{place} is longer than {LONGEST_TEXT} characters")
    if _SURROGATES.search(held):
        raise Malformed(f"{place} holds what is not a character")
    return clean(held) if kind is str else _read_code(kind, held, place)


def _read_code(kind: Any, held: str, place: str) -> Any:
    try:
        if kind is datetime:
            return datetime.strptime(held, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        return date.fromisoformat(held) if kind is date else kind(held)
    except ValueError:
        raise Malformed(f"{place} holds an unknown value") from None
