"""What the home page says in figures: the price, the time it takes, who reads."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from babel.numbers import format_currency, get_currency_precision
from django.utils.translation import gettext as _

from secunda.care.cases import queries
from secunda.care.experts import access as experts
from secunda.foundation.accounts.models import Programme
from secunda.portals.parts import times

SPONSOR = "sponsor"  # in `price["who_pays"]`: the patient pays nothing of the amount


@dataclass(frozen=True)
class Time:
    """The published time in words."""

    n: int
    median: str
    p90: str


def price(programme: Programme) -> dict[str, str]:
    """`kind` free, sponsored, paid or unknown; the `amount` in words; a `note` of the programme on who pays."""
    told: dict[str, Any] = programme.price or {}
    payer = str(told.get("who_pays", ""))
    note = payer if " " in payer else ""
    if "amount" not in told:
        return {"kind": "unknown", "amount": "", "note": note}
    if not told["amount"]:
        return {"kind": "free", "amount": "", "note": note}
    kind = "sponsored" if payer == SPONSOR else "paid"
    return {"kind": kind, "amount": money(int(told["amount"]), str(told.get("currency", ""))), "note": note}


def money(minor: int, currency: str) -> str:
    """An amount in minor units as people write it: 35000 EUR is “€350.00”."""
    return str(
        format_currency(minor / 10 ** get_currency_precision(currency), currency, locale=times.locale())
    )


def time(programme: Programme, at: datetime) -> Time | None:
    """How long it really took; None as long as there are too few cases to say."""
    found = queries.published_times(programme, at)
    if found is None:
        return None
    return Time(n=found.n, median=times.span(found.median), p90=times.span(found.p90))


def readers(programme: Programme) -> list[str]:
    """Who reads: each specialty with how many, the most first."""
    held = experts.experts_of(programme).filter(suspended_at=None).select_related(None).prefetch_related(None)
    counted = Counter(held.order_by().values_list("specialty", flat=True))
    return [_("%(specialty)s: %(n)s") % {"specialty": name, "n": n} for name, n in counted.most_common()]
