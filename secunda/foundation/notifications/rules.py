"""When to try again, and when to stop. Pure."""

from __future__ import annotations

from datetime import timedelta

ATTEMPTS = 10

_FIRST = timedelta(minutes=1)
_LONGEST = timedelta(hours=6)


def wait_before_next(attempts: int) -> timedelta | None:
    """How long to wait after so many failed attempts: 1, 4, 16, 64 … minutes, at most 6 h. None: give up (≈ 30 h)."""
    if attempts >= ATTEMPTS:
        return None
    return min(_FIRST * int(4 ** (attempts - 1)), _LONGEST)
