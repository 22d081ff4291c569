"""What a job may be told: identifiers, never content.

Job arguments lie in the database in the clear and appear in logs, so they are checked when a job is declared
(types) and again when it is put in the queue (values).
"""

from __future__ import annotations

import inspect
import re
import types
import typing
from collections.abc import Callable, Mapping
from uuid import UUID

Stored = int | str | None

_WORD = re.compile(r"[A-Za-z0-9_.:-]{0,64}")
_ALLOWED = (int, str, UUID, types.NoneType)


class NotAnIdentifier(TypeError):
    """A job was given something other than an integer, a UUID or a short word."""


def parameters(function: Callable[..., object]) -> dict[str, tuple[type, ...]]:
    """The parameters of a job's function with the types each accepts.

    Raises NotAnIdentifier when a parameter is not keyword-only, or is neither int, UUID nor str (or None).
    """
    hints = typing.get_type_hints(function)
    found = {}
    for name, parameter in inspect.signature(function).parameters.items():
        kinds = _kinds(hints.get(name))
        if parameter.kind is not inspect.Parameter.KEYWORD_ONLY or not kinds:
            raise NotAnIdentifier(
                f"{function.__qualname__}: {name} has to be keyword-only and int, UUID or str"
            )
        found[name] = kinds
    return found


def _kinds(hint: object) -> tuple[type, ...]:
    """The allowed types that an annotation names; empty when it names any other."""
    parts = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    kinds = tuple(part for part in parts if isinstance(part, type) and issubclass(part, _ALLOWED))
    return kinds if len(kinds) == len(parts) else ()


def stored(
    job: str, expected: Mapping[str, tuple[type, ...]], given: Mapping[str, object]
) -> dict[str, Stored]:
    """The arguments as they are kept with the job. Raises NotAnIdentifier; its message never shows a value."""
    if missing := expected.keys() ^ given.keys():
        raise NotAnIdentifier(
            f"{job} takes exactly {', '.join(sorted(expected)) or 'nothing'}; see {sorted(missing)}"
        )
    return {name: _store(f"{job}({name})", expected[name], value) for name, value in given.items()}


def _store(place: str, kinds: tuple[type, ...], value: object) -> Stored:
    if not isinstance(value, kinds) or isinstance(value, bool):
        raise NotAnIdentifier(f"{place} has to be {' or '.join(kind.__name__ for kind in kinds)}")
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, str) and not _WORD.fullmatch(value):
        raise NotAnIdentifier(f"{place} has to be a word of at most 64 letters, digits and . : _ -")
    return typing.cast("Stored", value)


def lock(job: str, word: str) -> str:
    """A job's queueing lock, from a word with ids in it such as `case:7`. Raises NotAnIdentifier."""
    if not _WORD.fullmatch(word):
        raise NotAnIdentifier(f"the lock of {job} has to be a word of at most 64 letters, digits and . : _ -")
    return f"{job} {word}"


def restored(expected: Mapping[str, tuple[type, ...]], kept: Mapping[str, object]) -> dict[str, object]:
    """The arguments as the job's function takes them: UUIDs and enumerations are made whole again."""
    return {name: _restore(expected[name], value) for name, value in kept.items() if name in expected}


def _restore(kinds: tuple[type, ...], value: object) -> object:
    for kind in kinds:
        if isinstance(value, str) and issubclass(kind, (UUID, str)):
            return kind(value)
    return value
