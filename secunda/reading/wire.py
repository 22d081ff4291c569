"""A finding as JSON and back. What comes back was made by a process that read hostile bytes: nothing is trusted."""

import json
from dataclasses import asdict, fields
from typing import Any, get_args

from secunda.reading.facts import (
    ACTIVE,
    FORMATS,
    HOLDS,
    ClinicalDate,
    DateRole,
    Dicom,
    Identified,
    Kind,
    PatientSeen,
    Precision,
    Unusable,
)
from secunda.reading.sentences import REFUSALS

LONGEST = 1024 * 1024
_LONGEST_TEXT = 1000
_TEXT_FIELDS = [each for each in fields(Dicom) if each.name not in ("frames", "pixel_offset")]


def dump(found: Identified | Unusable) -> bytes:
    """The finding as UTF-8 JSON."""
    kind = "unusable" if isinstance(found, Unusable) else "identified"
    return json.dumps({kind: asdict(found)}).encode()


def load(written: bytes) -> Identified | Unusable:
    """The finding in `written`. Raises `ValueError` or `KeyError` or `TypeError` for anything that is none."""
    found = json.loads(written)
    if "unusable" in found:
        return _unusable(found["unusable"])
    return _identified(found["identified"])


def _unusable(found: dict[str, Any]) -> Unusable:
    values = tuple((_text(name), _number(value)) for name, value in found["values"])
    code = _one_of(found["code"], tuple(REFUSALS))
    if not REFUSALS[code] % dict(values):  # a place left empty raises KeyError
        raise ValueError("no sentence")
    return Unusable(code, values)


def _identified(found: dict[str, Any]) -> Identified:
    pixels = found["pixels"]
    return Identified(
        kind=_one_of(found["kind"], get_args(Kind)),
        size=_number(found["size"]),
        pages=None if found["pages"] is None else _number(found["pages"]),
        pixels=None if pixels is None else (_number(pixels[0]), _number(pixels[1])),
        clinical_dates=tuple(_clinical_date(each) for each in found["clinical_dates"]),
        patient=PatientSeen(
            **{each.name: _texts(found["patient"][each.name]) for each in fields(PatientSeen)}
        ),
        dicom=None if found["dicom"] is None else _dicom(found["dicom"]),
        active=tuple(_one_of(each, ACTIVE) for each in found["active"]),
        format=_one_of(found["format"], ("", *FORMATS)),
        holds=tuple(_one_of(each, HOLDS) for each in found["holds"]),
    )


def _clinical_date(found: dict[str, Any]) -> ClinicalDate:
    precision: Precision = _one_of(found["precision"], get_args(Precision))
    role: DateRole = _one_of(found["role"], get_args(DateRole))
    return ClinicalDate(_text(found["value"]), precision, role)


def _dicom(found: dict[str, Any]) -> Dicom:
    texts = {
        each.name: None if found[each.name] is None else _text(found[each.name]) for each in _TEXT_FIELDS
    }
    frames, pixel_offset = found["frames"], found["pixel_offset"]
    return Dicom(
        **texts,
        frames=None if frames is None else _number(frames),
        pixel_offset=None if pixel_offset is None else _number(pixel_offset),
    )


def _one_of(value: object, allowed: tuple[Any, ...]) -> Any:
    if value not in allowed:
        raise ValueError("not one of those allowed")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT or not value.isprintable():
        raise ValueError("not a line of text")
    return value


def _texts(values: list[object]) -> tuple[str, ...]:
    return tuple(_text(value) for value in values)


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError("not a number")
    return value
