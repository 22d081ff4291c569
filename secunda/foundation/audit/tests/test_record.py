"""An event says who, what, when, why and for whom, in the transaction of what it tells, and never what it was about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.utils import translation

from secunda.foundation.audit import actions, verbs
from secunda.foundation.audit.canonical import BEGINNING, canonical, digest
from secunda.foundation.audit.models import Chain, Event
from secunda.foundation.audit.tests.ground import (
    ANA,
    MAX,
    NINE,
    OTHER_PROGRAMME,
    PROGRAMME,
    RECORD,
    act,
    events,
)

pytestmark = pytest.mark.django_db

DIAGNOSIS = "Invasive carcinoma, left breast"


def test_who_acted_comes_from_the_principal() -> None:
    act(account_id=ANA, programme_id=PROGRAMME, on_behalf_of=5, role="proxy", session="a1b2", link_id=9)
    actions.record(verb="record.opened", at=NINE, case_id=7, object_type="record", object_id=RECORD)
    (event,) = events()
    assert (event.actor_id, event.on_behalf_of_id, event.link_id) == (ANA, 5, 9)
    assert (event.programme_id, event.case_id, event.role, event.session) == (PROGRAMME, 7, "proxy", "a1b2")
    assert (event.verb, event.object_type, event.object_id) == ("record.opened", "record", RECORD)
    assert (event.at, event.purpose, event.outcome, event.job) == (NINE, "second_opinion", "ok", "")


def test_a_case_a_programme_and_the_deployment_each_have_a_chain() -> None:
    act(account_id=ANA)
    said = [
        actions.record(verb="key.rotated", at=NINE, purpose="operation"),
        actions.record(verb="case.opened", at=NINE, case_id=7, programme_id=PROGRAMME),
        actions.record(verb="case.opened", at=NINE, case_id=7, programme_id=PROGRAMME),
        actions.record(verb="account.signed_in", at=NINE, programme_id=PROGRAMME, purpose="operation"),
        actions.record(verb="account.signed_in", at=NINE, programme_id=OTHER_PROGRAMME),
    ]
    assert said == [1, 1, 2, 1, 1]
    act(job="test.chains")
    assert list(Chain.objects.order_by("chain").values_list("chain", "seq")) == [
        ("case:7", 2), ("deployment", 1), ("programme:1", 1), ("programme:2", 1)
    ]  # fmt: skip


def test_each_event_holds_the_hash_of_the_one_before() -> None:
    act(account_id=ANA, programme_id=PROGRAMME)
    for _ in range(3):
        actions.record(verb="case.opened", at=NINE, case_id=7)
    first, second, third = events()
    assert bytes(first.prev_hash) == BEGINNING
    assert (second.prev_hash, third.prev_hash) == (first.hash, second.hash)
    assert [bytes(event.hash) for event in (first, second, third)] == [
        digest(e) for e in (first, second, third)
    ]


@pytest.mark.parametrize(
    "at",
    [
        NINE,
        datetime(2026, 1, 1, tzinfo=UTC),
        datetime(1999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-5.5))),
    ],
)
@pytest.mark.parametrize(
    "principal",
    [
        {"account_id": ANA, "programme_id": PROGRAMME},
        {"account_id": ANA, "programme_id": PROGRAMME, "on_behalf_of": 3, "role": "proxy", "session": "_-Z9"},
        {
            "account_id": ANA,
            "job": "opinions.render",
            "programme_id": PROGRAMME,
            "role": "job",
            "link_id": 2**62,
        },
    ],
)
def test_python_and_the_database_hash_the_same_bytes(principal: dict[str, object], at: datetime) -> None:
    act(**principal)
    actions.record(verb="case.opened", at=at, case_id=7, outcome="refused")
    actions.record(verb="record.opened", at=at, object_type="record", object_id=uuid4(), purpose="law")
    with connection.cursor() as cursor:
        cursor.execute("select id, audit_canonical(e) from audit_event e")
        in_sql = {number: bytes(text) for number, text in cursor.fetchall()}
    assert in_sql == {event.id: canonical(event) for event in events()}
    assert len(in_sql) == 2


@pytest.mark.parametrize("word", ["verb", "object_type", "purpose", "outcome"])
def test_words_outside_the_vocabulary_are_refused_and_not_repeated(word: str) -> None:
    words: dict[str, Any] = {
        "verb": "case.opened",
        "object_type": "case",
        "purpose": "law",
        "outcome": "ok",
        word: DIAGNOSIS,
    }
    with pytest.raises(verbs.UnknownWord) as refused:
        actions.record(at=NINE, **words)
    assert "carcinoma" not in str(refused.value)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        actions.record(verb="case.opened", at=NINE.replace(tzinfo=None))


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_written() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        actions.record(verb="case.opened", at=NINE)


@pytest.mark.parametrize("name", ["role", "session", "job"])
def test_no_setting_of_the_principal_can_carry_content(name: str) -> None:
    act(**{name: DIAGNOSIS})
    with pytest.raises(DatabaseError), transaction.atomic():
        actions.record(verb="case.opened", at=NINE)


@pytest.mark.parametrize("place", [0, 4, 6, 7])
def test_no_argument_of_the_database_function_can_carry_content(place: int) -> None:
    given: list[Any] = ["case.opened", NINE, 7, PROGRAMME, "case", RECORD, "law", "ok"]
    given[place] = DIAGNOSIS
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select audit_append(%s, %s, %s, %s, %s, %s, %s, %s)", given)


def test_every_column_of_text_has_a_shape() -> None:
    text = {
        field.name
        for field in Event._meta.get_fields()
        if isinstance(field, (models.TextField, models.CharField))
    }
    shaped = {
        str(constraint.name).removeprefix("audit_event_").removesuffix("_shape")
        for constraint in Event._meta.constraints
        if str(constraint.name).endswith("_shape")
    }
    assert text == shaped | {"outcome"}


@pytest.mark.parametrize("table", ["audit_event", "audit_chain"])
@pytest.mark.parametrize(
    "statement",
    ["insert into {} default values", "update {} set seq = 9", "delete from {}", "truncate {}", "drop table {}",
     "alter table {} disable trigger all", "alter table {} no force row level security"],
)  # fmt: skip
def test_the_application_can_only_append(table: str, statement: str) -> None:
    not_allowed = pytest.raises(DatabaseError, match=r"permission denied|must be owner")
    with not_allowed, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_everybody_sees_what_they_did_themselves_and_no_more() -> None:
    act(account_id=ANA, programme_id=PROGRAMME)
    actions.record(verb="case.opened", at=NINE, case_id=7)
    act(account_id=MAX, programme_id=PROGRAMME)
    actions.record(verb="case.opened", at=NINE, case_id=8)
    assert [event.case_id for event in events()] == [8]
    act(account_id=ANA, programme_id=OTHER_PROGRAMME)
    assert events() == []
    act()
    assert events() == []
    assert not Chain.objects.exists()


def test_a_job_sees_its_case_and_no_other() -> None:
    act(account_id=ANA, programme_id=PROGRAMME)
    actions.record(verb="case.opened", at=NINE, case_id=7)
    actions.record(verb="case.opened", at=NINE, case_id=8)
    actions.record(verb="account.signed_in", at=NINE)
    act(job="test.case", programme_id=PROGRAMME, case_id=7)
    assert [event.case_id for event in events()] == [7]
    act(job="test.case", programme_id=OTHER_PROGRAMME, case_id=7)
    assert events() == []


def test_every_sentence_can_be_filled() -> None:
    with translation.override("en"):
        for verb in verbs.VERBS:
            assert "%" not in verbs.sentence(verb, who="Dr Chen", what="a record")
        for word in verbs.OBJECTS:
            verbs.noun(word)
        assert (
            verbs.sentence("record.opened", who="Dr Chen", what=verbs.noun("record"))
            == "Dr Chen opened a record"
        )


def test_a_rolled_back_transaction_leaves_no_event_and_no_gap() -> None:
    act(account_id=ANA, programme_id=PROGRAMME)
    actions.record(verb="case.opened", at=NINE, case_id=7)
    with transaction.atomic():
        actions.record(verb="case.submitted", at=NINE, case_id=7)
        transaction.set_rollback(True)
    assert actions.record(verb="case.opened", at=NINE, case_id=7) == 2
