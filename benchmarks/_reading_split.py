"""What is measured on: records of a file, parted by a stable hash of their id into what may tune and what tests."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Record = dict[str, Any]


def records(path: Path, *, tuning: bool, id_of: Callable[[Record, int], str]) -> list[Record]:
    """The records of a JSON-lines file that belong to the half asked for."""
    with path.open(encoding="utf-8") as lines:
        whole = [json.loads(line) for line in lines if line.strip()]
    return [record for number, record in enumerate(whole) if is_tuning(id_of(record, number)) == tuning]


def is_tuning(id: str) -> bool:
    """Whether a record of this id may be looked at while rules are made: every second one, for ever the same."""
    return hashlib.sha256(id.encode()).digest()[3] % 2 == 0


def progress(items: list[Any], name: str) -> Iterator[Any]:
    """The items, counted on the terminal when there is one."""
    for number, item in enumerate(items, start=1):
        if sys.stderr.isatty():
            print(f"\r{name}: {number} of {len(items)}", end="", file=sys.stderr, flush=True)
        yield item
    if sys.stderr.isatty():
        print(file=sys.stderr)


def say(sentence: str) -> None:
    """A remark beside the figures."""
    print(sentence, file=sys.stderr)
