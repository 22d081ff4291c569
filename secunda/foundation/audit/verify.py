"""Finding the first broken link of each chain. Reads as the owner: row security would hide rows from anybody else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from operator import attrgetter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from secunda.foundation.audit import heads, keys
from secunda.foundation.audit.canonical import BEGINNING, digest
from secunda.foundation.audit.models import Chain, Event

_BATCH = 2000

_MAY_SEE_ALL = """
select pg_has_role(current_user, relowner, 'member')
       or (select rolsuper or rolbypassrls from pg_roles where rolname = current_user)
from pg_class where oid = 'audit_event'::regclass
"""

_NEXT_EVENTS = """
select * from audit_event
where (chain, seq) > (%(chain)s, %(seq)s) and (%(only)s::text is null or chain = %(only)s)
order by chain, seq limit %(batch)s
"""

_WRONG_ENDS = """
select head.chain, head.seq, last.seq
from audit_chain head left join lateral (
    select seq, hash from audit_event where chain = head.chain order by seq desc limit 1
) last on true
where (last.seq is distinct from head.seq or last.hash is distinct from head.hash)
  and (%(only)s::text is null or head.chain = %(only)s)
union all
select distinct chain, null::bigint, null::bigint from audit_event
where not exists (select from audit_chain where audit_chain.chain = audit_event.chain)
  and (%(only)s::text is null or chain = %(only)s)
"""

_WRONG_HEADS = """
select head.chain, head.seq, head.at
from unnest(%(chains)s::text[], %(seqs)s::bigint[], %(hashes)s::bytea[], %(ats)s::text[]) head (chain, seq, hash, at)
left join audit_event event on event.chain = head.chain and event.seq = head.seq
where event.hash is distinct from head.hash
"""


class NotTheOwner(RuntimeError):
    """The role that is signed in to the database would not see every event."""


@dataclass(frozen=True)
class _Finding:
    chain: str
    sentence: str


def verify_all(folder: Path | None = None) -> list[str]:
    """One sentence for each chain that is broken, at its first broken link; empty when all is whole.

    Compares with the heads exported to `folder` (default `settings.AUDIT_HEADS`), so that a tail that was cut, or a
    chain that was rewritten from end to end, shows too. Memory does not grow with the number of events.
    Raises NotTheOwner.
    """
    return _verify(None, folder)


def verify_chain(chain: str, folder: Path | None = None) -> list[str]:
    """The same for one chain, e.g. `case:12`."""
    return _verify(chain, folder)


def _verify(only: str | None, folder: Path | None) -> list[str]:
    _as_owner()
    first: dict[str, str] = {}
    exported = folder or Path(settings.AUDIT_HEADS)
    for findings in (_links(only), _ends(only), _exports(exported, only)):
        for finding in findings:
            first.setdefault(finding.chain, finding.sentence)
    return list(first.values())


def _as_owner() -> None:
    if not _rows(_MAY_SEE_ALL, {})[0][0]:
        raise NotTheOwner("Only the owner role of the database sees every event; verify as the owner.")


def _rows(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _links(only: str | None) -> Iterator[_Finding]:
    for _, events in groupby(_in_order(only), key=attrgetter("chain")):
        previous, expected = BEGINNING, 1
        for event in events:
            if sentence := _wrong(event, expected, previous):
                yield _Finding(event.chain, sentence)
                break
            previous, expected = bytes(event.hash), expected + 1


def _in_order(only: str | None) -> Iterator[Event]:
    """Events by chain and number, fetched a batch at a time."""
    chain, seq, fetched = "", 0, _BATCH
    while fetched == _BATCH:
        fetched = 0
        place: dict[str, Any] = {"chain": chain, "seq": seq, "only": only, "batch": _BATCH}
        for event in Event.objects.raw(_NEXT_EVENTS, place):
            yield event
            chain, seq, fetched = event.chain, event.seq, fetched + 1


def _wrong(event: Event, expected: int, previous: bytes) -> str:
    if event.seq != expected:
        return f"Chain {event.chain} breaks at event {expected}: it is missing."
    if digest(event) != bytes(event.hash):
        return f"Chain {event.chain} breaks at event {event.seq}: what it says does not fit its hash."
    if bytes(event.prev_hash) != previous:
        return f"Chain {event.chain} breaks at event {event.seq}: it does not follow the event before it."
    return ""


def _ends(only: str | None) -> Iterator[_Finding]:
    for chain, head, last in _rows(_WRONG_ENDS, {"only": only}):
        if head is None:
            sentence = f"Chain {chain} has events but no head."
        elif last is None:
            sentence = f"Chain {chain} breaks at event 1: its head says {head}, but there are no events."
        else:
            sentence = f"Chain {chain} breaks after event {last}: its head says that it ends with {head}."
        yield _Finding(str(chain), sentence)


def _exports(folder: Path, only: str | None) -> Iterator[_Finding]:
    genuine = keys.checker(keys.private_key())
    seen = False
    try:
        for head in _batches(heads.read(folder, genuine)):
            seen = True
            yield from _wrong_heads([one for one in head if only in (None, one.chain)])
    except heads.BrokenExport as broken:
        yield _Finding("exported heads", f"The exported heads are broken: {broken}")
        return
    if not seen and Chain.objects.filter(exported_seq__gt=0).exists():
        yield _Finding("exported heads", "Heads were exported, but the folder holds none of them.")


def _batches(found: Iterable[heads.Head]) -> Iterator[list[heads.Head]]:
    source = iter(found)
    while batch := list(islice(source, _BATCH)):
        yield batch


def _wrong_heads(exported: list[heads.Head]) -> Iterator[_Finding]:
    columns: dict[str, Any] = {
        "chains": [head.chain for head in exported],
        "seqs": [head.seq for head in exported],
        "hashes": [head.hash for head in exported],
        "ats": [head.at for head in exported],
    }
    for chain, seq, at in _rows(_WRONG_HEADS, columns):
        yield _Finding(
            str(chain),
            f"Chain {chain} breaks at event {seq} or before: it is not the event whose head was exported at {at}.",
        )
