"""May it happen: rules of the records as tables."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from secunda.care.cases.models import Case
from secunda.care.cases.rules import ENDED
from secunda.care.records import rules
from secunda.care.records.models import Record
from secunda.foundation.errors import Refused

MIB = 1024**2
S = Record.State


@pytest.mark.parametrize("state", Case.State.values)
def test_records_come_until_a_case_has_ended(state: str) -> None:
    if state in ENDED:
        with pytest.raises(Refused, match="has ended"):
            rules.require_taking(state)
    else:
        rules.require_taking(state)


@pytest.mark.parametrize(
    ("count", "size", "coming", "code"),
    [
        (0, 0, 1, None),
        (19_999, rules.MOST_BYTES - 1, 1, None),
        (20_000, 0, 1, "too_many"),
        (1, rules.MOST_BYTES, 1, "too_much"),
    ],
)
def test_a_case_holds_so_many_files_and_bytes(count: int, size: int, coming: int, code: str | None) -> None:
    if code is None:
        rules.require_room(count, size, coming=coming)
        return
    with pytest.raises(Refused) as refusal:
        rules.require_room(count, size, coming=coming)
    assert refusal.value.code == code


def test_what_comes_in_one_go_is_bounded_by_a_sentence_that_names_the_sizes() -> None:
    rules.require_length(200 * MIB, 200 * MIB)
    with pytest.raises(Refused) as refusal:
        rules.require_length(300 * MIB, 200 * MIB)
    assert "300 MB" in refusal.value.sentence
    assert "200 MB" in refusal.value.sentence
    assert (refusal.value.code, refusal.value.status) == ("too_large", 413)


@pytest.mark.parametrize("state", Case.State.values)
@pytest.mark.parametrize("record_state", S.values)
@pytest.mark.parametrize(("account", "as_staff"), [(7, False), (8, False), (None, False), (8, True)])
def test_who_may_take_a_record_out(
    state: str, record_state: str, account: int | None, as_staff: bool
) -> None:
    record = Record(state=record_state, uploaded_by_id=7)
    may = rules.may_remove(record, state, account_id=account, as_staff=as_staff)
    theirs = as_staff or account == 7
    in_time = record_state == S.REFUSED or (record_state in rules.KEPT and state in rules.BEFORE_REVIEW)
    assert may == (theirs and in_time)
    if not may:
        with pytest.raises(Refused):
            rules.require_removable(record, state, account_id=account, as_staff=as_staff)


def test_the_reason_is_named() -> None:
    record = Record(state=S.ACCEPTED, uploaded_by_id=7)
    with pytest.raises(Refused, match="Only the person who sent"):
        rules.require_removable(record, Case.State.DRAFT, account_id=8, as_staff=False)
    with pytest.raises(Refused, match="already being read"):
        rules.require_removable(record, Case.State.REVIEW, account_id=7, as_staff=False)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", None), ("2026", None), ("2026-11", None), ("2026-11-22", None), ("1999-02-28", None),
        ("2026-11-23", "future_date"), ("2026-12", "future_date"), ("2027", "future_date"),
        ("2026-02-30", "no_date"), ("22.11.2026", "no_date"), ("soon", "no_date"),
    ],
)  # fmt: skip
def test_the_day_of_a_record_is_a_date_that_has_come(written: str, code: str | None) -> None:
    today = date(2026, 11, 22)
    if code is None:
        rules.require_clinical_date(written, today)
        return
    with pytest.raises(Refused) as refusal:
        rules.require_clinical_date(written, today)
    assert refusal.value.code == code


def test_it_is_certain_whose_a_record_is_by_match_or_by_a_persons_word() -> None:
    said = datetime(2026, 11, 22, tzinfo=UTC)
    assert rules.is_certain(Record(identity="match"))
    assert rules.is_certain(Record(identity="mismatch", identity_confirmed_at=said))
    assert not rules.is_certain(Record(identity="mismatch"))
    assert not rules.is_certain(Record(identity="absent"))
