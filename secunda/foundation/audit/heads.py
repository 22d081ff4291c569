"""Signed heads of the chains, exported so that a cut tail shows: one JSON line a chain that grew, one file a month.

Each line carries the hash of the line before it and an Ed25519 signature over itself. Copy the folder, as it grows,
to a place that the database's keepers cannot change.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.db import connection
from django.db.models import F

from secunda.foundation.audit.keys import Check, Sign
from secunda.foundation.audit.models import Chain

_BATCH = 2000
_EXPORTED = "select audit_head_exported(chain, seq) from unnest(%s::text[], %s::bigint[]) head (chain, seq)"


@dataclass(frozen=True)
class Head:
    """The last event of a chain at an instant, as it was exported."""

    chain: str
    seq: int
    hash: bytes
    at: str


def export(folder: Path, at: datetime, sign: Sign) -> int:
    """Append a signed line for each chain that grew since its last line; returns how many.

    Needs a transaction and a job's principal (the heads are not for people). A line is on the disk before the
    chain is marked as exported; after a crash some heads are exported twice and none is left out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        while heads := _grown(at):
            _append(folder / f"heads-{at.astimezone(UTC):%Y-%m}.jsonl", heads, sign)
            _mark(heads)
            count += len(heads)
    return count


def _grown(at: datetime) -> list[Head]:
    instant = at.astimezone(UTC).isoformat()
    rows = (
        Chain.objects.filter(seq__gt=F("exported_seq")).order_by("chain").values_list("chain", "seq", "hash")
    )
    return [Head(chain, seq, bytes(digest), instant) for chain, seq, digest in rows[:_BATCH]]


def _append(place: Path, heads: list[Head], sign: Sign) -> None:
    previous = _last_line_hash(place.parent)
    text = b""
    for head in heads:
        line = _line(head, previous, sign)
        previous = hashlib.sha256(line).hexdigest()
        text += line + b"\n"
    handle = os.open(place, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    with os.fdopen(handle, "ab", buffering=0) as file:
        file.write(text)
        os.fsync(file.fileno())


def _line(head: Head, previous: str, sign: Sign) -> bytes:
    unsigned: dict[str, str | int] = {
        "at": head.at, "chain": head.chain, "seq": head.seq, "hash": head.hash.hex(), "previous": previous
    }  # fmt: skip
    return json.dumps({**unsigned, "signature": sign(_message(unsigned)).hex()}).encode()


def _message(unsigned: dict[str, str | int]) -> bytes:
    return json.dumps(unsigned, sort_keys=True, separators=(",", ":")).encode()


def _last_line_hash(folder: Path) -> str:
    """The hash of the last whole line; a half line, left by a crash while writing, is cut off."""
    for place in reversed(_files(folder)):
        whole = _cut_half_line(place)
        if lines := whole.splitlines():
            return hashlib.sha256(lines[-1]).hexdigest()
    return ""


def _cut_half_line(place: Path) -> bytes:
    """Cut what follows the file's last line break; returns the end of what remains (some lines of it)."""
    with place.open("rb+") as file:
        file.seek(max(0, place.stat().st_size - 64 * 1024))
        start, end = file.tell(), file.read()
        whole = end[: end.rfind(b"\n") + 1]
        if whole != end:
            file.truncate(start + len(whole))
    return whole


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("heads-*.jsonl"))


def _mark(heads: list[Head]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_EXPORTED, ([head.chain for head in heads], [head.seq for head in heads]))


class BrokenExport(ValueError):
    """An exported file was changed; the sentence says which line."""


def read(folder: Path, genuine: Check) -> Iterator[Head]:
    """The exported heads in order of export. Raises BrokenExport at the first line that was changed or is missing."""
    previous = ""
    for place in _files(folder):
        with place.open("rb") as file:
            for number, ended in enumerate(file, 1):
                line = ended.rstrip(b"\n")
                yield _checked(line, previous, genuine, f"{place.name} line {number}")
                previous = hashlib.sha256(line).hexdigest()


def _checked(line: bytes, previous: str, genuine: Check, where: str) -> Head:
    try:
        unsigned = dict(json.loads(line))
        signature = bytes.fromhex(unsigned.pop("signature"))
        head = Head(unsigned["chain"], unsigned["seq"], bytes.fromhex(unsigned["hash"]), unsigned["at"])
    except (ValueError, KeyError, TypeError):
        raise BrokenExport(f"{where} is not a signed head.") from None
    if not genuine(signature, _message(unsigned)):
        raise BrokenExport(f"{where} was changed: its signature does not fit.")
    if unsigned["previous"] != previous:
        raise BrokenExport(f"the line before {where} was changed or taken away.")
    return head
