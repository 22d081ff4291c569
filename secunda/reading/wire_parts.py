"""Parts of files as JSON, checked: what comes back was made by a process that read hostile bytes."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any, get_args

from secunda.reading.archives.entries import Entry, Sort
from secunda.reading.document import Assertion, DateRole, DateSeen, Fact
from secunda.reading.facts import PatientSeen, Precision, Refusal
from secunda.reading.sentences import LEFT_OUT, REFUSALS, SENTENCES
from secunda.reading.structured.found import Structured
from secunda.reading.text import Text

_LONGEST_LINE = 4000
_LONGEST_TEXT = 64 * 1024 * 1024
_MOST = 2_000_000
_WORDS = ("name", "value", "quote", "unit", "code", "code_system", "path", "specimen", "date")


def refusal(code: object, values: Any) -> Refusal:
    """The refusal that was sent. Raises ValueError and the like for anything that is none, as all here do."""
    if not isinstance(code, str) or code not in REFUSALS:
        raise ValueError("no refusal")
    found = {_line(name): _number(value) for name, value in values}
    if not REFUSALS[code] % found:
        raise ValueError("no sentence")
    return Refusal(code, **found)


def entry(said: dict[str, Any]) -> Entry:
    """An entry without its bytes."""
    reason = _line(said["reason"])
    if (said["sort"] not in get_args(Sort)) or (reason and reason not in LEFT_OUT and reason not in REFUSALS):
        raise ValueError("no entry")
    if (said["sort"] == "left_out") != bool(reason):
        raise ValueError("no entry")
    path = _line(said["path"])
    if not path or path.startswith("/") or ".." in path.split("/"):
        raise ValueError("no path")
    return Entry(path, _number(said["size"]), said["sort"], reason)


def structured(body: bytes) -> Structured:
    """What a structured document says."""
    found = json.loads(body)
    said, text = found["said"], found["text"]
    if not isinstance(text, str) or len(text) > _LONGEST_TEXT or len(said["facts"]) > _MOST:
        raise ValueError("too much")
    return Structured(
        patient=PatientSeen(
            **{
                each.name: tuple(_line(name) for name in said["patient"][each.name])
                for each in fields(PatientSeen)
            }
        ),
        dates=tuple(_date(each) for each in said["dates"]),
        facts=tuple(_fact(each) for each in said["facts"]),
        text=Text.of(text) if text.strip() else Text(()),
        problems=tuple(_one_of(each, tuple(SENTENCES)) for each in said["problems"]),
    )


def _fact(said: dict[str, Any]) -> Fact:
    confidence = said["confidence"]
    if not isinstance(confidence, int | float) or not 0 <= confidence <= 1:
        raise ValueError("no confidence")
    words: dict[str, Any] = {name: _line(said[name]) for name in _WORDS}
    return Fact(
        **words,
        confidence=float(confidence),
        assertion=_one_of(said["assertion"], get_args(Assertion)),
        detail=tuple((_line(key), _line(value)) for key, value in said["detail"]),
    )


def _date(said: dict[str, Any]) -> DateSeen:
    return DateSeen(
        value=_line(said["value"]),
        precision=_one_of(said["precision"], get_args(Precision)),
        role=_one_of(said["role"], get_args(DateRole)),
        quote=_line(said["quote"]),
        path=_line(said["path"]),
    )


def _one_of(value: object, allowed: tuple[Any, ...]) -> Any:
    if value not in allowed:
        raise ValueError("not one of those allowed")
    return value


def _line(value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_LINE or not value.isprintable():
        raise ValueError("not a line of text")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError("not a number")
    return value
