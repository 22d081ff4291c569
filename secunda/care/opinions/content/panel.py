"""How a panel came to its opinion (field 20): votes, and dissents that are kept and shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Votes:
    """How many members of a panel prefer an option (field 20)."""

    option: str
    count: int = 0


@dataclass(frozen=True)
class Dissent:
    """A member's minority statement, signed, and the same in plain words (field 20)."""

    expert: str
    statement: str = ""
    plain: str = ""


@dataclass(frozen=True)
class Panel:
    """How a panel came to its opinion (field 20)."""

    composition: str = ""
    votes: tuple[Votes, ...] = ()
    dissents: tuple[Dissent, ...] = ()
    agreement: str = ""
