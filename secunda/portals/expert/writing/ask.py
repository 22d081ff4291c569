"""How one field of a structured document is asked for, and what the choices in it are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True)
class Ask:
    """One field on a page. `lines` 0 is a single line; `kind` names what the field's type alone does not tell.

    `anchor` is the id that the list of what is missing points at, with the tag of the part around it for "{tag}"; in
    `row_anchor` "{n}" is the row's number from 0 and "{key}" its key. A `weightless` field alone does not make a row.
    """

    label: Words
    help: Words = ""
    lines: int = 0
    size: str = ""
    kind: str = ""
    anchor: str = ""
    optional: bool = False
    weightless: bool = False
    row: Words = ""
    row_anchor: str = ""
    tag: str = ""
    fixed: str = ""
    ordered: bool = False
    compact: bool = False


@dataclass(frozen=True)
class Choice:
    """Something of this document or case that another field may point at."""

    key: str
    words: str


@dataclass(frozen=True)
class Around:
    """What fields point at: questions and measures (one row each), options, authors, and records by their number."""

    questions: tuple[Choice, ...] = ()
    measures: tuple[Choice, ...] = ()
    options: tuple[Choice, ...] = ()
    authors: tuple[Choice, ...] = ()
    records: Mapping[str, int] = field(default_factory=dict)


HIDDEN = "hidden"
