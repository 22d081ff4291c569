"""Figures over many cases, for people who may see none of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from secunda.foundation.accounts.models import Programme


@dataclass(frozen=True)
class PublishedTimes:
    """From the first click until the opinion could be opened: of how many cases, median, 90th percentile."""

    n: int
    median: timedelta
    p90: timedelta


def published_times(programme: Programme, at: datetime) -> PublishedTimes | None:
    """The honest clock over the 365 days before `at`; None below five cases (`app_published_times`).

    A demonstration programme counts its made-up cases, any other programme none of them. The database answers for the
    programme of the transaction only, and with these three numbers only.
    """
    with connection.cursor() as cursor:
        cursor.execute("select n, median, p90 from app_published_times(%s, %s)", [programme.pk, at])
        row = cursor.fetchone()
    if row is None:
        return None
    n, median, p90 = row
    return PublishedTimes(
        n=int(n), median=timedelta(seconds=float(median)), p90=timedelta(seconds=float(p90))
    )
