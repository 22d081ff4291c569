"""When a follow-up question may be asked: not empty, short enough to be signed, until the day the report names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from secunda.care.opinions import rules
from secunda.foundation.errors import Refused

SIGNED_AT = datetime(2026, 11, 3, 22, 30, tzinfo=UTC)


def test_until_the_end_of_the_named_day() -> None:
    assert rules.follow_up_date(SIGNED_AT).isoformat() == "2026-12-03"
    rules.require_question("Is it safe?", SIGNED_AT, datetime(2026, 12, 3, 23, 59, tzinfo=UTC))


@pytest.mark.parametrize(
    ("question", "signed_at", "at", "sentence"),
    [
        ("  ", SIGNED_AT, SIGNED_AT, "empty"),
        ("x" * 4001, SIGNED_AT, SIGNED_AT, "4000 characters"),
        ("Why?", SIGNED_AT, SIGNED_AT + timedelta(days=31), "has passed"),
        ("Why?", None, SIGNED_AT, "has passed"),
    ],
)
def test_refused(question: str, signed_at: datetime | None, at: datetime, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        rules.require_question(question, signed_at, at)
