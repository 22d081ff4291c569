"""The rights under which a patient may have a copy of their records, by country, and the clocks of chasing. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import gettext as _

from secunda.foundation.errors import Refused

# Clocks of the house, not of any law (tag C): a week is what a records office needs to open its post.
REMIND_AFTER = timedelta(days=7)
LINK_LIFE = timedelta(days=90)
WITHOUT_A_RIGHT = 30  # days to answer where no rule is on file
CALL_WITHIN = timedelta(hours=24)
MOST_WANTED, LONGEST_WANTED, LONGEST_NAME, LONGEST_ADDRESS = 12, 300, 200, 600
CODE_LENGTH = 20  # of an alphabet of 30: 98 bits
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class Right:
    """One rule on file. `days`: by when it has to be answered; `cites`: its name as a letter cites it."""

    id: str
    countries: tuple[str, ...]
    cites: str
    days: int
    source: str
    tag: str
    reviewed_by: str | None
    valid_until: date | None

    @property
    def is_reviewed(self) -> bool:
        """Whether a named person has signed it; screens mark a row that nobody has."""
        return bool(self.reviewed_by)


@cache
def rights() -> dict[str, Right]:
    """Every rule on file, by its id."""
    rows = yaml.safe_load(Path(__file__).with_name("access_rights.yaml").read_text(encoding="utf-8"))[
        "rights"
    ]
    return {
        row["id"]: Right(
            id=row["id"], countries=tuple(row["countries"]), cites=row["cites"], days=int(row["days"]),
            source=row["source"], tag=row["tag"], reviewed_by=row["reviewed_by"], valid_until=row["valid_until"],
        )
        for row in rows
    }  # fmt: skip


def right_for(country: str) -> Right | None:
    """The rule of a country (ISO 3166-1 alpha-2), None where none is on file."""
    return next((right for right in rights().values() if country.upper() in right.countries), None)


def answer_by(right: Right | None, asked: date) -> date:
    """The day by which an answer is due."""
    return asked + timedelta(days=right.days if right else WITHOUT_A_RIGHT)


def require_sound(institution: str, address: str, wanted: list[str]) -> None:
    """Raises `Refused` for a request that no records office could answer."""
    if not institution.strip():
        raise Refused(_("Please name the hospital or practice."))
    if len(institution) > LONGEST_NAME or len(address) > LONGEST_ADDRESS:
        raise Refused(_("The name or the address is too long."))
    if not wanted:
        raise Refused(_("Please say what is missing, one thing a line."))
    if len(wanted) > MOST_WANTED or any(len(one) > LONGEST_WANTED for one in wanted):
        raise Refused(
            _("Please name at most %(most)d things, each in one short line.") % {"most": MOST_WANTED}
        )


def read_code(typed: str) -> str | None:
    """A code as it was made, from how people type it; None when it cannot be one."""
    plain = "".join(letter for letter in typed.upper() if letter not in " -–—.\t\u00a0\u200e\u200f")
    return plain if len(plain) == CODE_LENGTH and all(letter in ALPHABET for letter in plain) else None


def shown_code(code: str) -> str:
    """A code in groups of four, as it is printed."""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))
