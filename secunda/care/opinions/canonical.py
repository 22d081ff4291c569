"""The signed document and its one canonical JSON, whose bytes are what is hashed and signed.

RFC 8785 (JCS): UTF-8, keys sorted, no white space, shortest escapes. There are whole numbers and texts only, so the
RFC's rules for floats are never needed; whole numbers stay below 2^53. Keys are ASCII, so sorting by code point and by
UTF-16 unit are the same.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from uuid import UUID

from secunda.care.opinions.content import Frame, OpinionContent
from secunda.care.opinions.frozen_json import Json, Malformed, from_json, to_json

SCHEMA = "secunda.opinion/1"
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LARGEST = 2**53 - 1


@dataclass(frozen=True)
class Signed:
    """What an expert signs: the frame and the content. `schema` says how to read it in twenty years."""

    frame: Frame
    content: OpinionContent
    schema: str = SCHEMA


def canonical(value: object) -> bytes:
    """Canonical JSON bytes of any frozen value. Raises Malformed for what JSON cannot carry."""
    held = to_json(value)
    _check(held)
    return json.dumps(
        held, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def sha256(canonical_bytes: bytes) -> str:
    """Lower-case hex SHA-256."""
    return hashlib.sha256(canonical_bytes).hexdigest()


def read(canonical_bytes: bytes) -> Signed:
    """The document in canonical bytes. Raises Malformed when they are not canonical, or are of another schema."""
    try:
        held: Json = json.loads(canonical_bytes.decode())
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise Malformed("this is not JSON") from None
    if not isinstance(held, dict) or held.get("schema") != SCHEMA:
        raise Malformed("this is not an opinion of a known schema")
    signed = from_json(Signed, held)
    if canonical(signed) != canonical_bytes:
        raise Malformed("these are not the canonical bytes")
    return signed


def report_code(report_id: UUID) -> str:
    """The code that is printed on a report to verify it: "7K3M-9QXT-0ABC-D2EF", 80 bits in Crockford base 32.

    It is derived from the report's random id, never from its content, so it tells nothing about the patient; and one
    way, so a page that knows the code does not know the id.
    """
    number = int.from_bytes(hashlib.sha256(b"secunda report code" + report_id.bytes).digest()[:10])
    letters = "".join(_CROCKFORD[number >> shift & 31] for shift in range(75, -1, -5))
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


def read_code(typed: str) -> str | None:
    """A code as a person typed it, in its printed form; None when it cannot be one. O is 0, I and L are 1."""
    letters = re.sub(r"[\s\-–—.]", "", typed).upper().replace("O", "0").replace("I", "1").replace("L", "1")
    if len(letters) != 16 or set(letters) - set(_CROCKFORD):
        return None
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


def _check(held: Json) -> None:
    """Refuses numbers that not every reader of JSON holds exactly, and halves of characters."""
    if isinstance(held, dict | list):
        for inner in held.values() if isinstance(held, dict) else held:
            _check(inner)
    elif isinstance(held, int) and abs(held) > _LARGEST:
        raise Malformed("a number is too large")
    elif isinstance(held, str) and any("\ud800" <= letter <= "\udfff" for letter in held):
        raise Malformed("a text holds what is not a character")
