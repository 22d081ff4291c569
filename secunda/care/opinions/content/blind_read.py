"""The blind read: one expert's judgement before the first opinion is opened. Once committed, it never changes."""

from __future__ import annotations

from dataclasses import dataclass

from secunda.care.opinions.content.codes import Basis, Certainty, Change, CodeSystem


@dataclass(frozen=True)
class Code:
    """A diagnosis code: the system, the value as written there, and its text."""

    system: CodeSystem
    value: str
    text: str = ""


@dataclass(frozen=True)
class Alternative:
    """Another diagnosis that was weighed, and why it is less likely."""

    diagnosis: str = ""
    why: str = ""
    codes: tuple[Code, ...] = ()


@dataclass(frozen=True)
class RankedOption:
    """One way to treat, in the order of preference in which it stands in the list."""

    title: str = ""
    why: str = ""
    rating: int | None = None
    """1 (never) to 9 (best), when a panel rates options."""


@dataclass(frozen=True)
class MissingItem:
    """Something the expert would have wanted to see, and whether it would change the answer."""

    what: str = ""
    would_change: Change | None = None


@dataclass(frozen=True)
class Read:
    """What one expert thinks, unanchored. Every field may be empty while it is a draft."""

    diagnosis: str = ""
    codes: tuple[Code, ...] = ()
    stage: str = ""
    certainty: Certainty | None = None
    basis: Basis | None = None
    reliance: str = ""
    """What the read relies on, in words, when the images or slides themselves were not seen."""
    differential: tuple[Alternative, ...] = ()
    no_differential: str = ""
    """Why no other diagnosis is worth naming."""
    plan: str = ""
    options: tuple[RankedOption, ...] = ()
    confidence: int | None = None
    """1 (a guess) to 5 (certain)."""
    missing: tuple[MissingItem, ...] = ()
    nothing_missing: bool = False
