"""Whatever the owner of the tables does to them by hand, `verify` finds the first broken link."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from pytest_django import Settings

from secunda.foundation.audit import heads, jobs, keys, verify
from secunda.foundation.audit.models import Event
from secunda.foundation.audit.tests.ground import NINE, act, as_owner, run, some_events, tamper

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(db: None) -> Iterator[None]:
    with as_owner():
        yield


@pytest.fixture
def folder(owner: None, tmp_path: Path, settings: Settings) -> Path:
    """Where heads are exported to; the test runs as the owner of the tables."""
    settings.AUDIT_HEADS = tmp_path / "heads"
    settings.AUDIT_HEAD_KEY = "7" * 64
    return tmp_path / "heads"


def export() -> None:
    with transaction.atomic():
        jobs.export_heads()


def findings(chain: str | None = None) -> list[str]:
    return verify.verify_chain(chain) if chain else verify.verify_all()


def rewritten(chain: str) -> None:
    """Change an event and make the whole chain fit again, as somebody with time would."""
    run("set local audit.maintenance = 'on'")
    run("update audit_event set role = 'expert' where chain = %s and seq = 2", chain)
    previous = b"\0" * 32
    for event in Event.objects.filter(chain=chain).order_by("seq"):
        run("update audit_event set prev_hash = %s where id = %s", previous, event.id)
        run("update audit_event set hash = sha256(audit_canonical(audit_event)) where id = %s", event.id)
        previous = bytes(Event.objects.get(id=event.id).hash)
    run("update audit_chain set hash = %s where chain = %s", previous, chain)


def test_whole_chains_have_no_findings(folder: Path) -> None:
    some_events(1, 5)
    some_events(2, 3)
    assert findings() == []
    export()
    some_events(1, 2)
    assert findings() == []


FIELDS = {
    "at": "at + interval '1 microsecond'", "actor_id": "12", "on_behalf_of_id": "1", "link_id": "1", "job": "'x'",
    "role": "'expert'", "verb": "'case.opened'", "object_type": "'case'", "object_id": "gen_random_uuid()",
    "purpose": "'law'", "outcome": "'refused'", "session": "'x'", "prev_hash": "decode('00', 'hex')",
    "hash": "sha256('x')",
}  # fmt: skip


@pytest.mark.parametrize("field", FIELDS)
def test_a_changed_event_is_found(folder: Path, field: str) -> None:
    some_events(1, 5)
    some_events(2, 2)
    tamper(f"update audit_event set {field} = {FIELDS[field]} where chain = 'case:1' and seq = 3")
    assert findings() == ["Chain case:1 breaks at event 3: what it says does not fit its hash."]


def move(chain: str, seq: int, to: int) -> str:
    return f"update audit_event set seq = {to} where chain = '{chain}' and seq = {seq}"


COPY = """
insert into audit_event (chain, seq, at, actor_id, job, programme_id, case_id, role, verb, object_type, object_id,
    purpose, outcome, session, prev_hash, hash)
select chain, {seq}, at, actor_id, job, programme_id, case_id, role, verb, object_type, object_id,
    purpose, outcome, session, prev_hash, hash from audit_event where chain = 'case:1' and seq = 3
"""
REFILED = "update audit_event set chain = 'case:2', case_id = 2, seq = 9 where chain = 'case:1' and seq = 5"


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        (["delete from audit_event where seq = 3"], "breaks at event 3: it is missing."),
        (["delete from audit_event where seq = 1"], "breaks at event 1: it is missing."),
        (
            ["delete from audit_event where seq = 5"],
            "breaks after event 4: its head says that it ends with 5.",
        ),
        (["delete from audit_event"], "breaks at event 1: its head says 5, but there are no events."),
        (
            [move("case:1", 2, 99), move("case:1", 3, 2), move("case:1", 99, 3)],
            "breaks at event 2: what it says",
        ),
        ([COPY.format(seq=6)], "breaks at event 6: what it says does not fit its hash."),
        (["delete from audit_chain"], "has events but no head."),
        (["update audit_chain set hash = sha256('x')"], "breaks after event 5"),
        (["delete from audit_event where seq = 5", "update audit_chain set seq = 4"], "breaks after event 4"),
    ],
)
def test_events_taken_away_swapped_or_put_in_are_found(
    folder: Path, statements: list[str], found: str
) -> None:
    some_events(1, 5)
    tamper(*statements)
    (sentence,) = findings()
    assert sentence.startswith(f"Chain case:1 {found}")
    assert findings("case:1") == [sentence]
    assert findings("case:2") == []


def test_an_event_put_between_two_with_a_fitting_hash_is_found(folder: Path) -> None:
    some_events(1, 5)
    tamper(
        "update audit_event set seq = seq + 100 where seq > 3", COPY.format(seq=4),
        "update audit_event set prev_hash = (select hash from audit_event where seq = 3) where seq = 4",
        "update audit_event set hash = sha256(audit_canonical(audit_event)) where seq = 4",
        "update audit_event set seq = seq - 99 where seq > 100",
        "update audit_event set hash = sha256(audit_canonical(audit_event)) where seq = 5",
    )  # fmt: skip
    assert findings() == ["Chain case:1 breaks at event 5: it does not follow the event before it."]


def test_an_event_moved_to_another_chain_is_found_in_both(folder: Path) -> None:
    some_events(1, 5)
    some_events(2, 1)
    tamper(REFILED)
    assert findings() == [
        "Chain case:2 breaks at event 2: it is missing.",
        "Chain case:1 breaks after event 4: its head says that it ends with 5.",
    ]


CUT = (
    "delete from audit_event where seq > 3",
    "update audit_chain c set seq = 3, hash = (select hash from audit_event e where e.chain = c.chain and seq = 3)",
)


def test_a_cut_tail_that_hides_itself_shows_by_the_exported_heads(folder: Path) -> None:
    some_events(1, 5)
    export()
    tamper(*CUT)
    (sentence,) = findings()
    assert sentence.startswith(
        "Chain case:1 breaks at event 5 or before: it is not the event whose head was exported"
    )
    assert findings("case:1") == [sentence]


def test_a_chain_that_vanished_whole_shows_by_the_exported_heads(folder: Path) -> None:
    some_events(1, 2)
    export()
    tamper("delete from audit_event", "delete from audit_chain")
    assert findings()[0].startswith("Chain case:1 breaks at event 2 or before")


def test_a_chain_rewritten_from_end_to_end_shows_by_the_exported_heads(folder: Path) -> None:
    some_events(1, 5)
    export()
    rewritten("case:1")
    (sentence,) = findings()
    assert sentence.startswith("Chain case:1 breaks at event 5 or before")


def test_without_exported_heads_a_rewritten_chain_would_pass(folder: Path) -> None:
    some_events(1, 5)
    rewritten("case:1")
    assert findings() == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (
            lambda text: text.replace('"seq": 3', '"seq": 4'),
            "line 2 was changed: its signature does not fit.",
        ),
        (lambda text: "".join(text.splitlines(keepends=True)[1:]), "line 1 was changed or taken away."),
        (lambda text: text.replace('"signature"', '"sign"'), "line 1 is not a signed head."),
        (lambda text: "[]\n" + text, "line 1 is not a signed head."),
        (lambda text: "", "Heads were exported, but the folder holds none of them."),
    ],
)
def test_a_changed_export_is_found(folder: Path, change: Callable[[str], str], found: str) -> None:
    some_events(1, 2)
    some_events(2, 3)
    export()
    (exported,) = folder.glob("heads-*.jsonl")
    exported.write_text(change(exported.read_text()))
    (sentence,) = findings()
    assert sentence.endswith(found)


def test_only_chains_that_grew_are_exported_again(folder: Path) -> None:
    some_events(1, 2)
    some_events(2, 2)
    export()
    export()
    some_events(1, 1)
    export()
    genuine = keys.checker(keys.private_key())
    assert [(head.chain, head.seq) for head in heads.read(folder, genuine)] == [
        ("case:1", 2), ("case:2", 2), ("case:1", 3)
    ]  # fmt: skip
    assert (folder / "public_key.pem").read_text().startswith("-----BEGIN PUBLIC KEY-----")


def test_a_half_line_of_a_killed_export_is_cut_off_and_written_again(folder: Path) -> None:
    some_events(1, 2)
    export()
    (exported,) = folder.glob("heads-*.jsonl")
    whole = exported.read_text()
    exported.write_text(whole + whole[:40])
    some_events(1, 1)
    export()
    assert exported.read_text().startswith(whole)
    assert findings() == []


def test_the_next_month_goes_on_in_a_file_of_its_own(folder: Path) -> None:
    key = keys.private_key()
    for month in (11, 12):
        some_events(1, 1)
        with transaction.atomic():
            act(job="test.export")
            assert heads.export(folder, NINE.replace(month=month), key.sign) == 1
    assert [place.name for place in sorted(folder.glob("*.jsonl"))] == [
        "heads-2026-11.jsonl",
        "heads-2026-12.jsonl",
    ]
    assert findings() == []


def test_only_the_owner_can_verify() -> None:
    with pytest.raises(verify.NotTheOwner):
        verify.verify_all()


def test_thousands_of_events_and_chains_are_read_in_batches(folder: Path) -> None:
    for case in ("1", "g"):
        run(
            f"select audit_append('case.opened', now(), {case}, 1, 'case', null, 'law', 'ok')"
            " from generate_series(1, 2100) g"
        )
    export()
    assert findings() == []
    tamper(move("case:1", 2101, 9999))
    assert findings() == ["Chain case:1 breaks at event 2101: it is missing."]


@pytest.mark.parametrize(
    "statement",
    ["update audit_event set role = 'expert'", "delete from audit_event", "truncate audit_event",
     "update audit_chain set seq = 1", "update audit_chain set seq = seq + 1, chain = 'case:9'",
     "delete from audit_chain", "truncate audit_chain"],
)  # fmt: skip
def test_even_the_owner_changes_nothing_by_accident(folder: Path, statement: str) -> None:
    some_events(1, 3)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run(statement)
    assert findings() == []


def test_the_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path, settings: Settings) -> None:
    settings.VAR, settings.AUDIT_HEAD_KEY = tmp_path, ""
    first = keys.public_pem(keys.private_key())
    assert keys.public_pem(keys.private_key()) == first
    assert (tmp_path / "secrets/audit_head_key").stat().st_mode & 0o777 == 0o600
