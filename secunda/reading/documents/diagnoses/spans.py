"""Stretches of a text that are already spoken for."""

from __future__ import annotations

from bisect import bisect_left, insort


class Spans:
    """Stretches that do not overlap, kept in order."""

    def __init__(self) -> None:
        self._spans: list[tuple[int, int]] = []

    def take(self, start: int, end: int) -> bool:
        """Take `start` to `end`; False, and nothing taken, when some of it is taken already."""
        index = bisect_left(self._spans, (start, end))
        before, after = self._spans[index - 1 : index], self._spans[index : index + 1]
        if (before and before[0][1] > start) or (after and after[0][0] < end):
            return False
        insort(self._spans, (start, end))
        return True
