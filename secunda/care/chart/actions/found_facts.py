"""The facts that a reading found, beside those that are kept already: the same source is the same fact."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from secunda.care.chart.actions.pages import clean
from secunda.care.chart.models import Fact, FactRevision, Reading
from secunda.care.records.models import Record
from secunda.reading import document

READ_FIELDS = (
    "name", "value", "unit", "code", "code_system", "quote", "page", "box", "path", "confidence", "assertion",
    "specimen", "date", "detail",
)  # fmt: skip
S = Fact.Standing


def replace(reading: Reading, record: Record, found: document.Document) -> None:
    """Write what was found in place of what software found before.

    What people said of a fact stays, also when this reader does not find it any more. A fact without a source is
    dropped.
    """
    known = {fact.source_key: fact for fact in Fact.objects.filter(record=record).exclude(source_key="")}
    new, same = [], []
    for key, read in _by_key(found.facts).items():
        fact = known.pop(key, None)
        if fact is None:
            new.append(_new(reading, key, read))
        else:
            same.append(fact.pk)
            if fact.read != read:
                _read_again(fact, read)
    Fact.objects.filter(pk__in=[fact.pk for fact in known.values()]).exclude(_touched(record)).delete()
    Fact.objects.filter(pk__in=same).update(read_by=reading.reader)
    Fact.objects.filter(record=record, reading__isnull=False).update(reading=reading)
    Fact.objects.bulk_create(new, batch_size=500)


def _touched(record: Record) -> Q:
    """Facts of which a person has said something, or into which others were merged."""
    history = FactRevision.objects.filter(fact__record=record).values("fact_id")
    into = Fact.objects.filter(merged_into__record=record).values("merged_into_id")
    return Q(pk__in=history) | Q(pk__in=into)


def _by_key(facts: Iterable[document.Fact]) -> dict[str, dict[str, Any]]:
    """What was read by the key of its source; the same thing found twice is one."""
    rows: dict[str, dict[str, Any]] = {}
    for fact in facts:
        read = _as_kept(fact)
        if fact.quote.strip() and (fact.page is not None or fact.path):
            rows.setdefault(source_key(read), read)
    return rows


def _as_kept(fact: document.Fact) -> dict[str, Any]:
    read = {name: clean(getattr(fact, name)) for name in READ_FIELDS}
    box = None if fact.box is None else [round(edge, 2) for edge in fact.box]
    cut = {
        name: read[name][:most]
        for name, most in (("unit", 40), ("code", 80), ("specimen", 200), ("date", 10))
    }
    return read | cut | {"box": box, "detail": dict(read["detail"])}


def source_key(read: dict[str, Any]) -> str:
    """The same for each reader that finds this value in this place: SHA-256 in hexadecimal."""
    parts = (
        read["name"],
        read["value"],
        read["unit"],
        read["page"],
        read["quote"],
        read["path"],
        read["specimen"],
        read["date"],
    )
    detail = sorted(read["detail"].items()) if read["name"] in ("marker", "lab_other") else ()
    return hashlib.sha256(repr((*parts, detail)).encode()).hexdigest()


def _new(reading: Reading, key: str, read: dict[str, Any]) -> Fact:
    return Fact(
        case_id=reading.case_id, programme_id=reading.programme_id, record_id=reading.record_id, reading=reading,
        read_by=reading.reader, read=read, source_key=key, **read,
    )  # fmt: skip


def _read_again(fact: Fact, read: dict[str, Any]) -> None:
    """Keep how this reader reads it; what a person has made of it stands over what the reader says."""
    fact.read = read
    if fact.standing in (S.READ, S.CONFIRMED):
        for name, value in read.items():
            setattr(fact, name, value)
    fact.save()
